import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.access import Refused
from core.models import AuditEvent
from framework.actions import LoadSummary, load_reference, make_current, release_edited, save_edited
from framework.models import (
    CharterArticle,
    Element,
    Framework,
    Goal,
    InstrumentItem,
    Network,
    PolicyArea,
    Right,
    RightsHolderGroup,
)
from framework.reference_files import SHIPPED, TABLES, BrokenReferenceError
from tests.factories.framework import make_element, make_framework, make_policy_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """A copy of the shipped files, and a way to edit one."""
    directory = tmp_path / "data"
    shutil.copytree(SHIPPED, directory)

    def edit(name, change):
        path = directory / name
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))

    edit.directory = directory
    return edit


def test_a_first_load_brings_everything():
    done = load_reference()
    assert (done.updated, done.unchanged, done.kept, done.links_removed) == (0, 0, 0, 0)
    assert done.created == sum(table.model.objects.count() for table in TABLES)
    counted = {model: model.objects.count() for model in (Element, Right, CharterArticle, Goal, PolicyArea)}
    assert counted == {Element: 21, Right: 54, CharterArticle: 28, Goal: 17, PolicyArea: 22}
    assert (RightsHolderGroup.objects.count(), Network.objects.count()) == (22, 13)
    assert Framework.objects.current().get().code == "fra-hrc-2022"


def test_every_shipped_row_is_valid():
    load_reference()
    for table in TABLES:
        for row in table.model.objects.all():
            row.full_clean()


def test_titles_that_are_not_confirmed_are_working_titles():
    load_reference()
    confirmed = {element.code for element in Element.objects.all() if not element.is_working_title}
    assert confirmed == {"F1", "F2", "F3", "F4", "S1", "S2", "S3", "S4", "S5"}
    assert set(Element.objects.filter(verification="verbatim").values_list("code", flat=True)) == confirmed


def test_goal_texts_can_be_read_on_their_colour():
    load_reference()

    def light(colour):
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for goal in Goal.objects.all():
        low, high = sorted([light(goal.colour), light(goal.text_on_colour)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, goal


def test_the_crosswalk_is_loaded():
    load_reference()
    element = Element.objects.get(code="S5")
    assert set(element.rights.values_list("code", flat=True)) == {"CFR-20", "CFR-21", "CFR-41", "CFR-43", "CFR-47"}
    assert set(element.instrument_items.values_list("code", flat=True)) == {"GGP-2", "GGP-10"}
    area = PolicyArea.objects.get(code="PA02")
    assert set(area.charter_articles.values_list("code", flat=True)) == {"ECHRC-XVI", "ECHRC-XII"}
    assert InstrumentItem.objects.get(code="UN-ICESCR") in area.instrument_items.all()


def test_a_second_load_changes_nothing(django_assert_max_num_queries):
    first = load_reference()
    before = {table.model: list(table.model.objects.values()) for table in TABLES}
    with django_assert_max_num_queries(60):
        second = load_reference()
    assert second == LoadSummary(unchanged=first.created)
    assert not second.changed
    assert {table.model: list(table.model.objects.values()) for table in TABLES} == before
    assert AuditEvent.objects.filter(action="load_reference").count() == 1


def test_a_changed_file_updates_its_row_and_only_that(files):
    load_reference()
    untouched = Goal.objects.get(code="SDG-2").updated_at
    before = Goal.objects.get(code="SDG-1").updated_at
    files("sdgs.json", lambda content: content["goal"][0].update(title="No poverty at all"))
    done = load_reference(directory=files.directory)
    assert (done.created, done.updated) == (0, 1)
    goal = Goal.objects.get(code="SDG-1")
    assert goal.title == "No poverty at all"
    assert goal.updated_at > before
    assert Goal.objects.get(code="SDG-2").updated_at == untouched


def test_a_changed_crosswalk_adds_and_removes_links(files):
    load_reference()
    before = Element.objects.get(code="F3").updated_at
    files("crosswalk.json", lambda content: content["element"]["F3"].update(rights=["CFR-1"]))
    done = load_reference(directory=files.directory)
    assert (done.updated, done.links_added, done.links_removed) == (0, 1, 1)
    element = Element.objects.get(code="F3")
    assert [right.code for right in element.rights.all()] == ["CFR-1"]
    assert element.updated_at > before


def test_an_edit_by_hand_is_kept_with_its_links(administrator, files):
    load_reference()
    element = Element.objects.get(code="T5")
    element.working_title = "Training for everybody"
    save_edited(row=element, by=administrator, changed=["working_title"])
    element.rights.clear()
    files("elements.json", lambda content: content["element"][0].update(working_title="From the file"))
    done = load_reference(directory=files.directory)
    assert (done.updated, done.kept, done.links_added) == (1, 1, 0)
    element.refresh_from_db()
    assert element.working_title == "Training for everybody"
    assert not element.rights.exists()


def test_overwrite_takes_the_file_again(administrator):
    load_reference()
    element = Element.objects.get(code="T5")
    element.working_title = "Training for everybody"
    save_edited(row=element, by=administrator, changed=["working_title"])
    element.rights.clear()
    done = load_reference(overwrite=True)
    assert (done.updated, done.kept, done.links_added) == (1, 0, 2)
    element.refresh_from_db()
    assert (element.working_title, element.edited_in_admin) == ("Human rights training and capacity building", False)


def test_rows_of_the_database_alone_stay():
    load_reference()
    own = make_policy_area(code="PA99")
    assert not load_reference().changed
    assert PolicyArea.objects.filter(pk=own.pk).exists()


def test_retiring_a_row_survives_a_load():
    load_reference()
    PolicyArea.objects.filter(code="PA02").update(is_offered=False)
    assert not load_reference().changed
    assert not PolicyArea.objects.offered().filter(code="PA02").exists()


def test_another_current_edition_survives_a_load(administrator):
    load_reference()
    newer = make_framework(code="edition-2027", is_current=False)
    make_current(framework=newer, by=administrator)
    assert not load_reference().changed
    assert Framework.objects.current().get() == newer


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("eu_charter.json", lambda c: c["right"][0].update(title="CFR-TITLE-X"), "unknown title “CFR-TITLE-X”"),
        ("sdgs.json", lambda c: c["goal"][0].update(color="#000000"), "unknown field “color”"),
        ("sdgs.json", lambda c: c["goal"][0].update(number="one"), "number cannot be “one”"),
        ("elements.json", lambda c: c["framework"][0].update(published_on="soon"), "cannot be “soon”"),
        ("eu_charter.json", lambda c: c["right"][0].update(title=["I"]), "unknown title"),
        ("sdgs.json", lambda c: c["goal"][0].update(id=5), "unknown field “id”"),
        ("sdgs.json", lambda c: c["goal"].append(c["goal"][0]), "SDG-1 stands there twice"),
        ("sdgs.json", lambda c: c["goal"][0].update(colour="red"), "colour"),
        ("sdgs.json", lambda c: c["goal"].append({"title": "No code"}), "No code"),
        ("sdgs.json", lambda c: c.update(goal={}), "“goal” must be a list"),
        ("elements.json", lambda c: c["element"][0].update(pillar="roof"), "F1"),
        ("crosswalk.json", lambda c: c.update(element=[]), "“element” must map each code"),
        ("crosswalk.json", lambda c: c["element"]["F1"].update(right=[]), "“element” must map each code"),
        ("crosswalk.json", lambda c: c["element"].update(F77={}), "unknown codes F77"),
        ("crosswalk.json", lambda c: c["element"]["F1"].update(rights=["CFR-99"]), "unknown rights CFR-99"),
    ],
)
def test_a_broken_file_says_where_and_writes_nothing(files, name, change, words):
    files(name, change)
    with pytest.raises(BrokenReferenceError) as caught:
        load_reference(directory=files.directory)
    assert name in str(caught.value)
    assert words in str(caught.value)
    assert not any(table.model.objects.exists() for table in TABLES)


@pytest.mark.parametrize("text", ["{", "[]", "\x00"])
def test_an_unreadable_file_is_named(files, text):
    (files.directory / "sdgs.json").write_text(text)
    with pytest.raises(BrokenReferenceError, match="sdgs"):
        load_reference(directory=files.directory)


def test_the_command_reports_and_takes_a_folder(files):
    out = StringIO()
    call_command("load_reference", stdout=out)
    call_command("load_reference", "--directory", str(files.directory), stdout=out)
    first, second = out.getvalue().splitlines()
    assert first.startswith("Reference data: 257 created, 0 updated, 0 unchanged")
    assert second.startswith("Reference data: 0 created, 0 updated, 257 unchanged")


def test_the_command_fails_in_words(tmp_path):
    with pytest.raises(CommandError, match="is missing in"):
        call_command("load_reference", "--directory", str(tmp_path))


def test_an_edit_is_in_the_audit_chain(administrator):
    element = make_element()
    save_edited(row=element, by=administrator, changed=["note"])
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.object_ref) == ("edit_reference", f"framework.element:{element.pk}")
    assert event.data["changed"] == ["note"]
    assert Element.objects.get().edited_in_admin


def test_make_current_leaves_exactly_one(administrator):
    old = make_framework(is_current=True)
    new = make_framework(code="edition-2027", is_current=False)
    make_current(framework=new, by=administrator)
    make_current(framework=new, by=administrator)
    old.refresh_from_db()
    assert list(Framework.objects.current()) == [new]
    assert not old.is_current
    assert AuditEvent.objects.filter(action="make_current").count() == 1


def test_a_released_row_follows_the_file_again(administrator):
    load_reference()
    goal = Goal.objects.get(code="SDG-1")
    goal.title = "Ours"
    save_edited(row=goal, by=administrator, changed=["title"])
    assert release_edited(rows=Goal.objects.all(), by=administrator) == 1
    assert load_reference().updated == 1
    goal.refresh_from_db()
    assert goal.title == "No Poverty"


@pytest.mark.parametrize("who", ["reviewer", "decider", "resident"])
def test_only_administrators_write(who, request):
    user = request.getfixturevalue(who)
    edition, element = make_framework(), make_element()
    for act in (
        lambda: save_edited(row=element, by=user, changed=[]),
        lambda: make_current(framework=edition, by=user),
        lambda: release_edited(rows=Element.objects.all(), by=user),
    ):
        with pytest.raises(Refused):
            act()
    assert not Element.objects.filter(edited_in_admin=True).exists()


@pytest.mark.postgres
def test_a_load_locks_what_it_may_overwrite():
    load_reference()
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks the whole database when the transaction begins.")
    with connection.execute_wrapper(_remember(seen := [])):
        load_reference()
    assert sum("FOR UPDATE" in sql for sql in seen) == len(TABLES)


def _remember(seen):
    def wrapper(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    return wrapper
