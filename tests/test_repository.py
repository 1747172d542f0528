"""What the repository as a whole must hold: nothing of one machine, whole lock files, one version, all migrations."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests import made_once
from tests.architecture import files
from tests.architecture.files import APPS, source


def found(check, names):
    """All faults of a check over files, one line each, ready for an assertion."""
    return [f"{name}: {fault}" for name in names for fault in check(source(name))]


def test_the_repository_names_no_machine_and_no_package_index():
    assert found(files.places_named, files.texts()) == []
    for bad in ("/wo" + "rk/main", "/ro" + "ot/.cache", "/ho" + "me/anna/x", "https://py" + "pi.org/simple"):
        assert files.places_named(f"see {bad} there"), bad
    assert not files.places_named("/en/home/ https://example.org/work/plan cities/work/x")


def test_git_keeps_only_files_that_a_stranger_can_use():
    assert files.kept_by_mistake() == []
    assert files.mistakes("120000 84a5282f 0\t.venv\n100644 9b9c0c8e 0\tmanage.py\n", ignored="var/db.sqlite3\n") == [
        "a link, not a file: .venv",
        "ignored, but kept: var/db.sqlite3",
    ]


def test_lock_files_pin_and_hash_everything():
    for name in ("requirements", "requirements-pdf", "requirements-scale", "requirements-dev"):
        wanted = set(re.findall(r"^([a-z0-9][a-z0-9-]+)", source(f"{name}.in"), re.MULTILINE))
        assert files.lock_faults(source(f"{name}.lock"), wanted) == []
    assert files.lock_faults("django==5.2", {"django"}) == ["no hash: django==5.2"]
    assert files.lock_faults("django>=5.2 \\\n    --hash=sha256:1", set()) == ["no version: django>=5.2 \\"]
    assert files.lock_faults("a==1 \\\n    --hash=sha256:1", {"b"}) == ["missing: b"]


def test_one_version_everywhere():
    project = tomllib.loads(source("pyproject.toml"))["project"]
    public = re.search(r'^softwareVersion: "?([\d.]+)', source("publiccode.yml"), re.MULTILINE)[1]
    assert {project["version"], public} == {settings.VERSION}
    assert (
        project["license"] == re.search(r"^  license: (\S+)", source("publiccode.yml"), re.MULTILINE)[1] == "EUPL-1.2"
    )


def missing_migrations(state):
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)


def test_migrations_are_complete():
    state = ProjectState.from_apps(apps)
    ours = {app: changes for app, changes in missing_migrations(state).items() if app in APPS}
    assert ours == {}
    state.models["core", "outboxmail"].fields["subject"].max_length += 1
    assert "core" in missing_migrations(state)


def test_a_database_for_tests_is_made_anew_when_what_migrations_use_changes():
    used = re.compile(rf"^(?:from|import) ((?:{'|'.join(APPS)})\b[\w.]*)", re.MULTILINE)
    modules = {name for file in files.files("*/migrations/*.py") for name in used.findall(source(file))}
    assert "core.text" in modules
    paths = {module: Path(f"{module.replace('.', '/')}.py") for module in modules}
    paths |= {
        module: path.with_suffix("") / "__init__.py"
        for module, path in paths.items()
        if not (files.ROOT / path).exists()
    }
    assert [name for name, path in paths.items() if not any(path.match(part) for part in made_once.PARTS)] == []


def test_every_setting_from_the_environment_is_documented():
    names = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source("hrcities/settings.py")))
    assert len(names) > 30
    assert sorted(name for name in names if f"`{name}`" not in source("docs/operations.md")) == []
