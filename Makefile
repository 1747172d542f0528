# make run            install, load the demo, serve on http://127.0.0.1:8000 (PORT=8001 make run for another port)
# make test           all tests on SQLite, browser included      make test-postgres   the same on PostgreSQL
# make check          format, lint, layers, types, languages    make format          let ruff tidy the code
# make lock           renew the lock files                       make clean           remove the environment, keep data

PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# tests and checks run on the developer's settings, whatever the shell exports
export DEBUG = 1
# compiled modules are kept: without them every start, of a test worker too, compiles the whole portal again
unexport PYTHONDONTWRITEBYTECODE
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/hrcities
WORKERS ?= 2
ARGS ?=

# The first Python on the path that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

APPS := accounts cities commitments core desk framework hrcities labels opendata participation portal review voices
SEAMS := $(foreach name,rules workflow queries emails actions tasks,$(wildcard $(addsuffix /$(name).py,$(APPS)) \
	$(addsuffix /$(name)/*.py,$(APPS))))
HTML := templates
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)

.PHONY: run test test-postgres coverage check check-text check-types check-portal format lock clean python
.DEFAULT_GOAL := run

python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "This needs Python 3.11 or newer; found: $$($(or $(PYTHON),python3) --version 2>/dev/null || echo none)."; \
	echo "Install one (Debian, Ubuntu: apt-get install python3.11 python3.11-venv; macOS: brew install python@3.13)"; \
	echo "or name it: make run PYTHON=/path/to/python3.11"; exit 1; }

# A stamp per lock file: nothing is installed again until the lock changes.
$(VENV)/.run-installed: requirements.lock | python
	@echo "Installing into $(VENV) (about a minute the first time) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV) || { \
	echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev-installed: requirements-dev.lock $(VENV)/.run-installed
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# What the portal reads of locale/: made anew when a catalogue changes.
$(VENV)/.translations: $(wildcard locale/*/LC_MESSAGES/*.po) $(VENV)/.run-installed
	@$(MANAGE) translations compile >/dev/null
	@touch $@

# The demo keeps its data: every load command is idempotent and quick when there is nothing to do.
run: export MFA_REQUIRED ?= 0
run: $(VENV)/.run-installed $(VENV)/.translations
	@exec $(MANAGE) serve --port $(PORT) --first "migrate --verbosity 0" --first load_reference \
	--first "load_places --if-empty" --first load_scheme --first load_demo \
	--first "rebuild_search --if-empty"

test: $(VENV)/.dev-installed $(VENV)/.translations
	env -u DATABASE_URL $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-postgres: $(VENV)/.dev-installed $(VENV)/.translations
	DATABASE_URL="$${DATABASE_URL:-$(POSTGRES_URL)}" $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

coverage: $(VENV)/.dev-installed $(VENV)/.translations
	env -u DATABASE_URL $(BIN)/pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term $(ARGS)

# Three parts that do not need each other: `make -j2 check` makes use of two cores.
check: check-types check-text check-portal

check-types: $(VENV)/.dev-installed
	$(BIN)/mypy $(SEAMS)

check-text: $(VENV)/.dev-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet $(HTML)
	$(BIN)/lint-imports

check-portal: $(VENV)/.dev-installed $(VENV)/.translations
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) translations check
	$(MANAGE) check
	DEBUG=0 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=portal.example.org PORTAL_BASE_URL=https://portal.example.org $(MANAGE) check --deploy --fail-level WARNING

format: $(VENV)/.dev-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs uv (pip install uv): it resolves for every supported Python and writes no download address.
lock:
	$(UV) pip compile -q --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements.in -o requirements.lock
	$(UV) pip compile -q --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-pdf.in -o requirements-pdf.lock
	$(UV) pip compile -q --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-scale.in -o requirements-scale.lock
	$(UV) pip compile -q --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.lock

clean:
	rm -rf $(VENV) var/static .ruff_cache .import_linter_cache .hypothesis var/.mypy_cache var/.pytest_cache var/test-databases
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
