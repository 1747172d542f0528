"""The house rules, held by machine. Every rule comes with a bad sample that proves it can fail."""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture import files, python, templates
from tests.architecture.files import APPS, ROOT, python_files, source

DOORS_THAT_SHOW = ("portal", "opendata")
STATE_IS_WRITTEN_IN = "review/workflow.py"
# Why a file may write a field called state that no workflow owns.
OTHER_STATES = {"core/actions.py": "a mail in the outbox is queued, sent or failed; nobody decides anything about it"}
ESCAPES = ("noqa", "type: ignore", "mark_safe", "SafeString(", "csrf_exempt", "|safe", "autoescape off", "nosec",
           "pragma: no cover", "TODO", "FIXME", "XXX")  # fmt: skip
# (file, word): why the check has to be off there.
REASONS = {
    ("core/kept.py", "SafeString("): "what a template drew, and what is filled into it is escaped there",
    ("core/markup.py", "SafeString("): "a pattern written as a literal, each value in it escaped",
    ("voices/views/alerts.py", "csrf_exempt"): "mail programs stop an alert by a POST of their own (RFC 8058)",
    ("core/theme.py", "csrf_exempt"): "a token would need a cookie for every reader; the form changes colours only",
    ("core/templatetags/portal_ui.py", "SafeString("): "an attribute written as a literal, nothing comes from outside",
}
LINTER = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
CODE = files.files("*.py", exclude=("migrations/*.py",))
TEMPLATES = files.files("templates/**/*.html", "templates/*.html", "templates/**/*.txt")
PAGES = [name for name in TEMPLATES if not name.startswith("templates/emails/")]
CONTRACTS = tomllib.loads(source("pyproject.toml"))["tool"]["importlinter"]["contracts"]


def found(check, names, **options):
    """All faults of a check over files, one line each, ready for an assertion."""
    return [f"{name}: {fault}" for name in names for fault in check(source(name), **options)]


# --- Layers ---------------------------------------------------------------------------------------------


def lint_imports(folder):
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "300"}
    return subprocess.run(
        [sys.executable, "-c", LINTER], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


def test_the_layers_hold():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_can_fail(tmp_path):
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__", "data", "*.gz"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    bad = {
        "core/zz_up.py": "import portal.urls",
        "core/zz_library.py": "import allauth",
        "core/zz_one.py": "import core.zz_two",
        "core/zz_two.py": "import core.zz_one",
        "cities/zz_row.py": "import framework.models",
        "desk/zz_roof.py": "import hrcities.settings",
        "commitments/queries.py": "import commitments.actions",
        "portal/zz_act.py": "import commitments.actions",
    }
    for name, text in bad.items():
        with (tmp_path / name).open("a") as file:
            file.write(f"\n{text}\n")
    (tmp_path / "commitments/actions.py").touch()
    result = lint_imports(tmp_path)

    assert result.returncode == 1, result.stdout + result.stderr
    for contract in CONTRACTS:
        assert re.search(rf"^{re.escape(contract['name'])} .*BROKEN", result.stdout, re.MULTILINE), contract["name"]
    for module in ("core.zz_up", "cities.zz_row", "desk.zz_roof", "portal.zz_act"):
        assert module in result.stdout


def found_own_imports(names):
    """Imports of the own app in its rules; a package of rules may be put together from its modules."""
    for name in names:
        app = name.partition("/")[0]
        own = [fault for fault in python.imports_of(source(name), app) if f"imports {app}.rules" not in fault]
        yield from (f"{name}: {fault}" for fault in own)


def test_rules_know_nothing_of_their_app():
    names = [name for name in python_files() if "/rules" in name]
    assert list(found_own_imports(names)) == []
    assert python.imports_of("from cities.models import City", "cities")
    assert python.imports_of("from . import models", "cities")
    assert not python.imports_of("from accounts.rules import is_office", "cities")


def test_only_actions_move_an_object_through_its_workflow():
    names = [name for name in python_files() if "actions" not in name and name != STATE_IS_WRITTEN_IN]
    assert found(python.apply_calls, names) == []
    assert python.apply_calls("VERSION.apply(version, 'publish', by=user)")


def test_a_state_is_written_in_one_place():
    names = [name for name in python_files() if name != STATE_IS_WRITTEN_IN and name not in OTHER_STATES]
    assert found(python.state_writes, names) == []


@pytest.mark.parametrize(
    "bad",
    [
        "version.state = 'published'",
        "version.state, other = 'a', 'b'",
        "Version.objects.filter(pk=1).update(state='published')",
        "Version.objects.filter(pk=1).update(**{'state': 'published'})",
        "Version.objects.bulk_update(rows, ['state'])",
        "Version.objects.update_or_create(pk=1, defaults={'state': 'published'})",
        "setattr(version, 'state', 'published')",
    ],
)
def test_every_way_to_write_a_state_is_seen(bad):
    assert python.state_writes(bad)
    assert not python.state_writes("Version.objects.create(state='draft'); x = version.state; filter(state='draft')")


# --- Doors that only show -------------------------------------------------------------------------------


def test_portal_and_opendata_never_act():
    assert found(python.acts, [name for name in python_files() if name.startswith(DOORS_THAT_SHOW)]) == []
    for bad in ("city.save()", "City.objects.create()", "request.POST", "from cities.actions import accept"):
        assert python.acts(bad)


def views_of(apps_named, patterns=None):
    """The views of some apps, as the addresses reach them."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views_of(apps_named, pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and module_of(pattern).startswith(apps_named):
            yield pattern


def module_of(pattern):
    """The app's module behind a view; an API path stands for the module of its first operation."""
    path_view = getattr(pattern.callback, "__self__", None)
    operations = getattr(path_view, "operations", None)
    return (operations[0].view_func if operations else pattern.callback).__module__


def acting_views(patterns, rf):
    """Views that answer a POST with anything but 405."""
    for pattern in patterns:
        try:
            status = pattern.callback(rf.post("/"), **dict.fromkeys(pattern.pattern.converters, "x")).status_code
        except Exception as error:
            status = repr(error)
        if status != 405:
            yield f"{pattern.pattern}: {status}"


def test_portal_and_opendata_only_answer_to_get(rf):
    patterns = list(views_of(DOORS_THAT_SHOW))
    assert len(patterns) > 10
    assert list(acting_views(patterns, rf)) == []
    assert list(acting_views(views_of("allauth.account"), rf))


# --- Sizes and habits -----------------------------------------------------------------------------------


def test_nothing_is_too_long():
    code = [*CODE, *files.files("static/**/*.css", "static/**/*.js")]
    assert found(files.too_long, code, limit=300) == []
    assert found(files.too_long, TEMPLATES, limit=120) == []
    assert found(files.too_long, ["hrcities/settings.py"], limit=250) == []
    assert found(python.sizes, CODE) == []


def test_lengths_are_counted():
    assert files.too_long("a\n" * 301, 300)
    assert not files.too_long("a\n" * 300, 300)
    body = "    pass\n"
    assert python.sizes("def f():\n" + body * 40)
    assert python.sizes("async def f():\n" + body * 40)
    assert python.sizes("class A:\n" + body * 200)
    assert not python.sizes("def f():\n    'Words'\n" + body * 39 + "class A:\n" + body * 199)


def test_imports_stand_at_the_top():
    assert found(python.late_imports, python_files(with_tests=True)) == []
    assert python.late_imports("def f():\n    import os")
    assert python.late_imports("class A:\n    def g(self):\n        if 1:\n            from os import path")
    assert not python.late_imports("import os\nclass C:\n    def ready(self):\n        from core import x")


def test_no_check_is_switched_off_without_a_reason():
    names = [name for name in [*CODE, *TEMPLATES] if name != "tests/test_architecture.py"]
    used = {
        (name, fault.partition(": ")[2]): f"{name}: {fault}"
        for name in names
        for fault in files.escapes(source(name), ESCAPES)
        if not (name.endswith(".txt") and fault.endswith("autoescape off"))  # plain mail has nothing to escape
    }
    assert [fault for key, fault in used.items() if key not in REASONS] == []
    assert set(REASONS) <= set(used), "a reason is listed for something that is gone"
    for word in ESCAPES:
        assert files.escapes(f"x = 1  # {word} x", ESCAPES), word
    assert not files.escapes("{{ x|safename }} nomark_safely", ESCAPES)


def test_every_app_has_its_page():
    assert [app for app in APPS if not (ROOT / app / "README.md").exists()] == []


# --- Templates ------------------------------------------------------------------------------------------


def test_templates_hold_no_style_and_no_script():
    assert found(templates.inline_code, PAGES) == []
    for bad in (
        "<p style='color:red'>",
        "<style>",
        "<script>x()</script>",
        "<a\n onclick='x()'>",
        "<a href='javascript:x'>",
    ):
        assert templates.inline_code(bad), bad
    good = (
        "<script src='/a.js'></script><link rel='stylesheet'>{# <style> #}<script type=\"application/json\">{}</script>"
    )
    assert not templates.inline_code(good)


def test_templates_hold_no_words_that_cannot_be_translated():
    assert found(templates.untranslated, TEMPLATES) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<h1>Hello</h1>",
        "{% if x %}Save{% endif %}",
        '<img alt="A map">',
        "<a title='Next page'>{{ n }}</a>",
        '<input type="submit" value="Send">',
        '{% include "components/panel.html" with heading="What happens next" only %}',
        '{% include "components/panel.html" with heading="Members" only %}',
    ],
)
def test_words_outside_translate_tags_are_seen(bad):
    assert templates.untranslated(bad)


@pytest.mark.parametrize(
    "good",
    [
        '<h1>{% translate "Hello" %}</h1><p class="lede">{{ text }} · 3 &nbsp; PDF</p>',
        '{% include "components/tag.html" with kind="ok" icon="check" text=_("Well done") only %}',
        "{% blocktranslate trimmed with a=b %}From {{ a }}{% endblocktranslate %}{# A note #}<code>make run</code>",
        '{% if state == "returned for changes" %}{% endif %}<input value="{{ x }}" type="text">',
        '{{ day|date:"j F Y" }}',
    ],
)
def test_translated_words_pass(good):
    assert templates.untranslated(good) == []


def test_components_see_only_what_they_are_given():
    pages = [name for name in TEMPLATES if not name.startswith("templates/components/")]
    assert found(templates.open_includes, pages) == []
    assert found(templates.headings, PAGES) == []
    assert templates.open_includes('{% include "components/tag.html" with kind="ok" %}')
    assert templates.headings("<h1></h1><h1></h1>")


def test_every_form_gets_its_token():
    texts = {name.removeprefix("templates/"): source(name) for name in PAGES}
    assert templates.lost_tokens(texts) == []
    bad = {"a": '{% include "b" with x=1 only %}', "b": '{% include "c" with y=2 %}', "c": "{% csrf_token %}"}
    assert templates.lost_tokens(bad) == ["a: b"]
    assert templates.lost_tokens(bad | {"a": '{% include "b" with csrf_token=csrf_token only %}'}) == []
