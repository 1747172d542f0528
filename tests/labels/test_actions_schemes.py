"""The editions of the rules: loaded once, kept when edited or in use, one of them current."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from core.access import Refused
from core.models import AuditEvent
from labels.actions import (
    load_scheme,
    make_scheme_current,
    save_parts,
    save_scheme,
    start_application,
)
from labels.actions.loading import SHIPPED
from labels.models import Criterion, LabelApplication, LabelScheme, SchemeOutcome
from review.workflow import NotAllowed
from tests.factories import make_application, make_scheme
from tests.races import run_at_once


@pytest.fixture
def edited_file(tmp_path):
    """`edited_file(title="…")` is the shipped file with changes."""

    def write(**changes):
        path = tmp_path / "scheme.json"
        path.write_text(json.dumps(json.loads(SHIPPED.read_text()) | changes))
        return path

    return write


# --- Loading ---------------------------------------------------------------------------------------
def test_the_first_load_brings_the_shipped_edition_into_force(db, capsys):
    call_command("load_scheme")

    scheme = LabelScheme.objects.get()
    assert (scheme.code, scheme.min_commitments, scheme.valid_years, scheme.is_current) == ("2026-1", 3, 3, True)
    assert scheme.starts_on == dt.date(2026, 1, 1)
    assert scheme.published_at
    assert [stage.number for stage in scheme.stages.all()] == list(range(1, 16))
    assert sum(seat.members for seat in scheme.seats.filter(panel="application")) == 5
    assert sum(seat.members for seat in scheme.seats.filter(panel="renewal")) == 3
    assert [row.key for row in scheme.outcomes.all()] == SchemeOutcome.Key.values
    assert capsys.readouterr().out.startswith("Rules of the label, edition 2026-1: created.\n")


def test_the_shipped_criteria_are_questions_with_guidance(db):
    load_scheme()

    for criterion in Criterion.objects.all():
        assert criterion.title.endswith("?")
        assert all([criterion.guidance, criterion.evidence_hints, criterion.not_yet, criterion.partly, criterion.met])
        assert bool(criterion.not_ours) is criterion.by_competence
        assert len(criterion.title) < 150


def test_the_shipped_criteria_are_the_elements_of_the_framework(db):
    elements = json.loads((SHIPPED.parents[2] / "framework/data/elements.json").read_text())["element"]
    load_scheme()

    assert [row.element for row in Criterion.objects.all()] == [row["code"] for row in elements]


def test_a_second_load_changes_nothing(db):
    load_scheme()

    assert load_scheme().done == "unchanged"
    assert AuditEvent.objects.filter(action="load_scheme").count() == 1


def test_a_changed_file_updates_an_edition_nobody_touched(db, edited_file):
    load_scheme()

    loaded = load_scheme(
        path=edited_file(title="Better words", criteria=[{"code": "A", "title": "Q?", "guidance": ""}])
    )

    assert loaded.done == "updated"
    scheme = LabelScheme.objects.get()
    assert (scheme.title, scheme.is_current) == ("Better words", True)
    assert [row.code for row in scheme.criteria.all()] == ["A"]


def test_an_edition_in_use_is_kept(db, edited_file):
    make_application(scheme=load_scheme().scheme, state="draft")

    assert load_scheme(path=edited_file(title="Better words")).done == "kept"
    assert LabelScheme.objects.get().title == "Rules of the label, edition 2026"


def test_an_edition_edited_by_an_administrator_is_kept(administrator, edited_file):
    scheme = load_scheme().scheme
    scheme.title = "Our own words"
    save_scheme(scheme=scheme, by=administrator, changed=["title"])

    assert load_scheme(path=edited_file(title="Better words")).done == "kept"
    assert LabelScheme.objects.get().title == "Our own words"


def test_another_current_edition_stays_current(db):
    ours = make_scheme(code="ours")

    load_scheme()

    assert list(LabelScheme.objects.filter(is_current=True)) == [ours]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 300},
        {"starts_on": "soon"},
        {"min_commitments": -1},
        {"min_commitments": None},
        {"criteria": [{"code": "A", "title": "Q?", "guidance": ""}] * 2},
        {"criteria": [{"code": "A"}]},
        {"criteria": 7},
        {"criteria": [{"code": "A", "title": "Q?", "points": 3}]},
        {"weights": {}},
        {"stages": [{"key": "a", "title": "A", "who": "the mayor"}]},
        {
            "stages": [
                {
                    "key": "a",
                    "title": "A",
                    "who": "city",
                    "deadlines": [{"key": "b", "title": "B", "length": 0, "unit": "days"}],
                }
            ]
        },
        {"seats": [{"kind": "official", "members": 2}] * 2},
        {"outcomes": [{"key": "maybe", "title": "Maybe", "text": "?"}]},
    ],
)
def test_a_broken_file_is_refused_whole(db, edited_file, changes):
    with pytest.raises(ValidationError):
        load_scheme(path=edited_file(**changes))
    assert not LabelScheme.objects.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00", "{}"])
def test_a_file_that_is_no_edition_is_refused_in_words(db, tmp_path, content):
    path = tmp_path / "scheme.json"
    path.write_text(content)

    with pytest.raises(CommandError, match="The file with the rules cannot be read"):
        call_command("load_scheme", file=path)


# --- Editing ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("person", ["reviewer", "decider", "approver", "resident"])
def test_only_administrators_keep_the_rules(db, person, request):
    scheme, user = make_scheme(), request.getfixturevalue(person)

    with pytest.raises(NotAllowed):
        save_scheme(scheme=scheme, by=user)
    with pytest.raises(NotAllowed):
        save_parts(scheme=scheme, by=user, changed=[Criterion(code="A", title="Q?")])
    with pytest.raises(NotAllowed):
        make_scheme_current(scheme=scheme, by=user)


@pytest.mark.parametrize("state", ["draft", "submitted", "refused", "withdrawn"])
def test_rules_that_a_city_has_applied_under_stay_as_they_are(administrator, state):
    scheme = make_application(state=state).scheme
    scheme.min_commitments = 1

    with pytest.raises(Refused, match="Make a new edition"):
        save_scheme(scheme=scheme, by=administrator)
    with pytest.raises(Refused, match="Make a new edition"):
        save_parts(scheme=scheme, by=administrator, changed=[Criterion(code="A", title="Q?")])
    assert LabelScheme.objects.get().min_commitments == 3


def test_a_running_application_keeps_its_edition_when_a_new_one_comes_into_force(city, official, administrator):
    old, new = make_scheme(code="old"), make_scheme(code="new", is_current=False)
    application = start_application(city=city, by=official)

    make_scheme_current(scheme=new, by=administrator)

    assert LabelApplication.objects.get(pk=application.pk).scheme == old
    event = AuditEvent.objects.get(action="make_scheme_current")
    assert event.data == {"before": ["old"], "after": "new"}


@pytest.mark.django_db(transaction=True)
def test_administrators_who_choose_at_once_leave_one_current_edition(administrator):
    make_scheme(code="first")
    schemes = [make_scheme(code=f"edition-{n}", is_current=False) for n in range(8)]

    outcomes = run_at_once(*[lambda s=s: make_scheme_current(scheme=s, by=administrator) for s in schemes])

    assert all(isinstance(outcome, LabelScheme) for outcome in outcomes)
    assert LabelScheme.objects.filter(is_current=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_start_and_an_edit_at_once_never_change_rules_in_use(city, official, administrator):
    scheme = make_scheme()

    def edit():
        edited = LabelScheme.objects.get(pk=scheme.pk)
        edited.min_commitments = 9
        return save_scheme(scheme=edited, by=administrator)

    outcomes = run_at_once(*[edit] * 4, lambda: start_application(city=city, by=official), *[edit] * 4)

    application = outcomes[4]
    assert isinstance(application, LabelApplication)
    # Every edit came before the application or was refused: the log knows of none after it.
    started = AuditEvent.objects.get(action="start").seq
    assert not AuditEvent.objects.filter(action="save_scheme", seq__gt=started).exists()
