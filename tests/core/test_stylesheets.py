"""No style sheet carries what no page needs; public pages carry nothing that only forms of work need."""

from itertools import chain

import pytest

from tests.architecture.files import APPS
from tests.stylesheets import (
    ADMIN,
    PAGES,
    ROOT,
    SCRIPTS,
    SHEETS,
    classes_of,
    missing,
    named,
    of_code,
    of_template,
    templates_of,
)

PUBLIC = ("tokens", "base", "layout", "components", "print")
# Their names come from Django's own pages of the administration as well.
OVER_DJANGO = ("admin", "queue")


def own_code():
    return [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


@pytest.fixture(scope="module")
def used():
    return classes_of([*PAGES.rglob("*.html"), *SCRIPTS.glob("*.js"), *own_code()])


@pytest.mark.parametrize("sheet", sorted(path.stem for path in SHEETS.glob("*.css")))
def test_every_class_of_a_style_sheet_is_used(used, sheet):
    known = used
    if sheet in OVER_DJANGO:
        known = used | classes_of(chain(ADMIN.rglob("*.html"), ADMIN.rglob("*.js"), ADMIN.rglob("*.py")))
    assert missing(named((SHEETS / f"{sheet}.css").read_text()), known) == []


@pytest.mark.parametrize("sheet", PUBLIC)
def test_public_style_sheets_hold_nothing_for_forms_of_work_alone(sheet):
    doors = [*PAGES.glob("portal/*.html"), *PAGES.glob("[45]*.html"), PAGES / "base.html"]
    portal = [path for app in ("portal", "core") for path in (ROOT / app).rglob("*.py")]
    public = classes_of([*templates_of(doors), *portal])
    assert missing(named((SHEETS / f"{sheet}.css").read_text()), public) == []


def test_classes_are_read_where_they_stand():
    assert named(".a .b-c:hover { x: 1.5em } /* .no */ @media (x) { .d { y: url(.e) } }") == {"a", "b-c", "d"}
    page = """<p class="a{% if x == "b" %} c{% endif %} d-{{ kind }}">{% translate "Not me" %}{% icon "ok" "i-ok" %}
    {% include "x.html" with kind="warn" text=_("not me") only %}{% block body_class %}wide{% endblock %}"""
    assert of_template(page) >= {"a", "b", "c", "d-*", "ok", "i-ok", "warn", "wide"}
    assert not {"Not", "not", "me"} & of_template(page)
    assert of_code('KINDS = {"late": "bad line"}') == {"late", "bad", "line"}
    assert missing({"d-x", "e"}, {"d-*", "f"}) == ["e"]
