"""A new edition beside the old one: copied, changed in the administration, in force for the next city only."""

import json
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import reverse

from core.access import Refused
from labels.actions import (
    copy_scheme,
    load_scheme,
    make_scheme_current,
    save_parts,
    start_application,
    start_assessment,
)
from labels.models import Criterion, LabelApplication, LabelScheme, Stage, StageDeadline
from labels.models.guards import guard_rules, guards
from labels.queries.editions import content_of, edition_of
from review.workflow import NotAllowed
from tests.factories import make_application, make_city, make_label, make_role, make_scheme, make_user
from tests.labels.test_admin_rules import form_of
from tests.races import run_at_once


@pytest.fixture
def scheme(db) -> LabelScheme:
    return LabelScheme.objects.get(pk=load_scheme().scheme.pk)


def body(scheme: LabelScheme) -> str:
    """Everything an edition says, but for what a copy has of its own."""
    own = {"code": "", "starts_on": "", "changes": ""}
    return json.dumps(content_of(edition_of(scheme)) | own, sort_keys=True)


# --- Copying ---------------------------------------------------------------------------------------
def test_a_copy_holds_everything_and_is_a_draft(scheme, administrator):
    draft = copy_scheme(scheme=scheme, by=administrator)

    assert body(draft) == body(scheme)
    assert (draft.is_current, draft.published_at, draft.based_on) == (False, None, scheme)
    assert draft.code not in ("", scheme.code)
    assert LabelScheme.objects.get(is_current=True) == scheme


@pytest.mark.parametrize("person", ["reviewer", "decider", "approver"])
def test_only_administrators_copy(scheme, person, request):
    with pytest.raises(NotAllowed):
        copy_scheme(scheme=scheme, by=request.getfixturevalue(person))


@pytest.mark.django_db(transaction=True)
def test_copies_made_at_once_have_codes_of_their_own(administrator):
    scheme = load_scheme().scheme

    outcomes = run_at_once(*[lambda: copy_scheme(scheme=scheme, by=administrator)] * 6)

    assert all(isinstance(outcome, LabelScheme) for outcome in outcomes), outcomes
    assert LabelScheme.objects.count() == len({row.code for row in outcomes}) + 1 == 7


def test_a_part_of_another_edition_is_not_saved_through_this_one(scheme, administrator):
    other = copy_scheme(scheme=scheme, by=administrator)

    with pytest.raises(Refused, match="another edition"):
        save_parts(scheme=scheme, by=administrator, changed=[other.stages.first()])


# --- Two cycles ------------------------------------------------------------------------------------
def test_a_second_cycle_runs_under_changed_rules_while_the_first_stays_as_it_was(
    client_of, visitor, administrator, scheme
):
    """From the administration to the public pages, without code."""
    first = make_label(city=make_city("Arden"), scheme=scheme)
    before = body(scheme)
    browser, rules = client_of(administrator), reverse("admin:labels_labelscheme_changelist")

    browser.post(rules, {"action": "copy_edition", "_selected_action": [scheme.pk]})
    draft = LabelScheme.objects.exclude(pk=scheme.pk).get()
    assert visitor.get(f"/en/process/{draft.code}/").status_code == 404
    _edit(browser, "labelscheme", draft, title="Rules after the first cycle", changes="More time to reply.")
    _edit(browser, "stage", draft.stages.get(key="reply"), **{"deadlines-0-length": 35})
    _edit(browser, "criterion", draft.criteria.get(code="F1"), title="Asked anew?")
    browser.post(rules, {"action": "make_current", "_selected_action": [draft.pk]})

    city, official = make_city("Borlen"), make_user("Bo Official")
    make_role(official, city, "editor")
    second = start_application(city=city, by=official)

    assert second.scheme == draft
    assert LabelApplication.objects.get(pk=first.application_id).scheme == scheme
    assert body(LabelScheme.objects.get(pk=scheme.pk)) == before
    now, then = (_text(visitor, f"/en/process/{row.code}/") for row in (draft, scheme))
    assert "the city answers: 35 days, once 14 days more" in now
    assert "Asked anew?" in now
    assert "the city answers: 21 days, once 14 days more" in then
    assert "Asked anew?" not in then
    assert "35 days" in _text(visitor, "/en/process/")
    assert f"edition {scheme.code}" in _text(visitor, first.get_absolute_url())


def _edit(browser, model, obj, **changes):
    address = reverse(f"admin:labels_{model}_change", args=[obj.pk])
    assert browser.post(address, form_of(browser.get(address)) | changes).status_code == 302


def _text(browser, address):
    response = browser.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- The database's own guard ----------------------------------------------------------------------
def another() -> LabelScheme:
    return make_scheme(code="other", is_current=False)


def changes_of(scheme):
    """Every way round the actions: straight writes into each table of an edition."""
    return {
        "edition": lambda: LabelScheme.objects.filter(pk=scheme.pk).update(valid_years=9),
        "stage": lambda: scheme.stages.update(title="x"),
        "stage added": lambda: Stage.objects.create(scheme=scheme, number=40, key="x", title="x", who="city"),
        "stage removed": lambda: StageDeadline.objects.filter(stage__scheme=scheme).delete(),
        "deadline": lambda: StageDeadline.objects.filter(stage__scheme=scheme).update(length=1),
        "criterion": lambda: scheme.criteria.update(title="x"),
        "criterion added": lambda: Criterion.objects.create(scheme=scheme, code="X9", title="x"),
        "variant": lambda: scheme.criteria.get(code="S3").variants.update(up_to=1),
        "seat": lambda: scheme.seats.update(members=1),
        "outcome": lambda: scheme.outcomes.all().delete(),
        "application moved": lambda: LabelApplication.objects.update(scheme=another()),
    }


@pytest.mark.parametrize("change", list(changes_of(None)))
def test_the_database_refuses_to_change_rules_in_use(scheme, change):
    make_application(scheme=scheme, state="draft")
    before = body(scheme)

    with pytest.raises(DatabaseError, match="appl"), transaction.atomic():
        changes_of(scheme)[change]()

    assert body(LabelScheme.objects.get(pk=scheme.pk)) == before


@pytest.mark.parametrize("change", [key for key in changes_of(None) if key != "application moved"])
def test_the_database_lets_rules_change_that_nobody_uses(scheme, change):
    make_application(scheme=another())

    changes_of(scheme)[change]()


def test_a_self_assessment_freezes_its_rules_as_well(scheme, city, official, administrator):
    start_assessment(city=city, by=official)

    with pytest.raises(Refused, match="Make a new edition"):
        save_parts(scheme=scheme, by=administrator, changed=[scheme.stages.first()])
    with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
        scheme.criteria.update(title="x")
    assert load_scheme().done == "kept"


def test_rules_in_use_still_come_into_force_and_go_out_of_force(scheme, administrator):
    make_application(scheme=scheme, state="draft")
    other = make_scheme(code="other", is_current=False)

    make_scheme_current(scheme=other, by=administrator)
    make_scheme_current(scheme=scheme, by=administrator)

    assert LabelScheme.objects.get(is_current=True) == scheme


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the triggers of a changed table")
def test_a_lost_guard_comes_back_with_the_next_migrate(scheme):
    from_before = _triggers()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER labels_stage_kept")

    guard_rules(using="default")

    assert _triggers() == from_before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the triggers of a changed table")
def test_no_guard_stops_a_migration_of_a_portal_that_is_in_use(scheme):
    make_application(scheme=scheme)
    before = _triggers()
    ours, another = (SimpleNamespace(app_label=name) for name in ("labels", "cities"))
    labels = apps.get_app_config("labels")

    for plan in ([], [(another, False)]):
        pre_migrate.send(labels, app_config=labels, using="default", plan=plan)
        assert _triggers() == before
    pre_migrate.send(labels, app_config=labels, using="default", plan=[(another, False), (ours, False)])
    assert not [name for (name,) in _triggers() if name in guards("IS NOT")]
    # As SQLite changes a table: the one under the guards is gone for a moment.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE labels_labelapplication RENAME TO labels_apart")
        cursor.execute("ALTER TABLE labels_apart RENAME TO labels_labelapplication")
    post_migrate.send(labels, app_config=labels, using="default", plan=[])
    assert _triggers() == before


def _triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return cursor.fetchall()
