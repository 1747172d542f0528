"""Reads of labels and applications: what the public, the city and the office see."""

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from cities.models import City
from labels import queries, rules
from labels.actions import admit, grant, load_scheme, propose, propose_admissibility, sign_first, submit_application
from labels.actions.clocks import start_clock
from labels.models import Label, LabelApplication
from labels.queries import casefile
from review.queries import visible_items
from review.queue import follow
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_conflict,
    make_decision,
    make_label,
    make_role,
    make_scheme,
    make_user,
)


def ended(label, **changes):
    """Let the last day of `label` be yesterday."""
    day = timezone.localdate() - dt.timedelta(days=1)
    Label.objects.filter(pk=label.pk).update(
        granted_on=day - dt.timedelta(days=1000), valid_from=day - dt.timedelta(days=1000), valid_until=day, **changes
    )
    return Label.objects.get(pk=label.pk)


# --- Status ----------------------------------------------------------------------------------------
def test_a_label_counts_on_its_last_day_and_has_expired_the_day_after():
    today = timezone.localdate()
    label = Label(state="valid", valid_from=today, valid_until=today)
    assert (label.status, label.is_valid) == ("valid", True)

    label.valid_until -= dt.timedelta(days=1)
    assert (label.status, label.is_valid) == ("expired", False)


@pytest.mark.parametrize("state", ["suspended", "revoked"])
def test_a_suspended_or_revoked_label_says_so_even_when_its_time_is_over(db, state):
    assert ended(make_label(), state=state).status == state


# --- Public ----------------------------------------------------------------------------------------
def test_the_register_lists_all_labels_by_city_name(db):
    second, first = make_label(city=make_city("Bern")), make_label(city=make_city("Aarau"))
    gone = ended(make_label(city=make_city("Celje")))
    make_label(city=make_city("Hidden", is_public=False))

    assert list(queries.register()) == [first, second, gone]
    assert [label.status for label in queries.register()] == ["valid", "valid", "expired"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_is_one_query(db, rows, django_assert_num_queries):
    for _ in range(rows):
        make_label()

    with django_assert_num_queries(1):
        assert len([(label.city.name, label.status) for label in queries.register()]) == rows


def test_the_page_of_a_label_tells_how_it_was_earned(city, approver, reviewer, decider, second_decider):
    scheme = make_scheme()
    scheme.criteria.create(code="C1", title="A question?")
    for _ in range(3):
        make_commitment(city=city)
    application = make_application(city=city, state="draft")
    submit_application(application=application, by=approver, key="6f1c8b1e-0000-4000-8000-000000000000")
    propose_admissibility(obj=application, by=reviewer, note="Complete.", admissible=True)
    admit(obj=application, by=make_user(roles=("reviewer",)))
    LabelApplication.objects.filter(pk=application.pk).update(state="deciding")
    propose(obj=application, by=reviewer, note="All steps were taken.", outcome="awarded", plain="There is a desk now.")
    sign_first(obj=application, by=decider)
    label = grant(obj=application, by=second_decider)

    page = queries.label_page(label.code.lower())

    assert (page.label, page.scheme, page.decision.reasons) == (label, scheme, "All steps were taken.")
    assert [row.title for row in page.criteria] == ["A question?"]
    assert [step.text for step in page.steps] == [
        "Applied for the label",
        "Admitted: the public window is open",
        "Label awarded",
    ]


def test_the_page_of_a_label_costs_seven_queries(db, django_assert_num_queries):
    label = make_label()

    with django_assert_num_queries(7):
        page = queries.label_page(label.code)
        assert page.label.city.name


@pytest.mark.parametrize("code", ["HRL-222222", "", " ", "x" * 5000, "HRL-ŸŸŸŸ", "%", "'"])
def test_an_unknown_number_is_not_found(db, code):
    make_label()

    with pytest.raises(Http404):
        queries.label_page(code)


def test_a_label_of_a_hidden_city_is_not_found(db):
    label = make_label()
    City.objects.update(is_public=False)

    with pytest.raises(Http404):
        queries.label_page(label.code)


def test_the_valid_label_of_a_city(city, other_city):
    assert queries.valid_label_of(city) is None
    label = make_label(city=city)
    make_label(city=other_city)

    assert queries.valid_label_of(city) == label
    ended(label)
    assert queries.valid_label_of(city) is None


def test_labels_by_city_gives_the_latest_of_each_in_one_query(city, other_city, django_assert_num_queries):
    old = ended(make_label(city=city))
    new = make_label(city=city)
    other = ended(make_label(city=other_city))

    with django_assert_num_queries(1):
        found = queries.labels_by_city([city.pk, other_city.pk, 999])

    assert found == {city.pk: new, other_city.pk: other}
    assert old not in found.values()
    assert found[other_city.pk].status == "expired"


def test_only_signed_decisions_are_public(city):
    make_label(city=city)
    make_application(city=city, state="proposed")

    assert [row.outcome for row in queries.decisions_of(city)] == ["awarded"]


# --- The desk --------------------------------------------------------------------------------------
def test_the_desk_sees_the_open_application_and_no_open_proposal(city):
    make_application(city=city, state="refused")
    proposed = make_application(city=city, state="proposed")

    found = queries.application_of(city)

    assert found == proposed
    assert found.state_for_city == "to be decided"
    assert list(found.decisions.all()) == []
    assert found.open_decision is None


def test_the_desk_sees_the_reasons_of_a_refusal(city):
    make_decision(make_application(city=city, state="refused"), "not_yet", reasons="No report.")

    assert queries.application_of(city).final_decision.reasons == "No report."


def test_where_a_city_applies_it_reads_what_is_missing(city):
    assert queries.apply_page(city).missing == ["No rules for the label are in force yet."]
    scheme = make_scheme()
    scheme.criteria.create(code="C1", title="A question?")

    page = queries.apply_page(city)

    assert (page.scheme, page.application, page.label) == (scheme, None, None)
    assert [row.code for row in page.criteria] == ["C1"]
    assert "Publish 3 more" in page.missing[0]


def test_a_draft_keeps_its_own_rules_and_a_sent_one_misses_nothing(city):
    old = make_scheme(code="old", is_current=False)
    make_scheme(code="new")
    application = make_application(city=city, state="draft", scheme=old, statement="")
    assert queries.apply_page(city).scheme == old
    assert "Say why the city applies." in queries.apply_page(city).missing

    LabelApplication.objects.filter(pk=application.pk).update(state="submitted")
    assert queries.apply_page(city).missing == []


# --- The office ------------------------------------------------------------------------------------
def test_what_waits_is_what_the_office_has_to_do(decider):
    unclocked = ("window", "reply")  # no clock of these rules ends them, so somebody has to
    waiting = {make_application(state=state).pk for state in ("submitted", "deciding", "proposed", *unclocked)}
    for state in ("draft", "returned", "panel", "second_look", "granted", "refused", "withdrawn"):
        make_application(state=state)

    assert {item.object_id for item in visible_items(decider)} == waiting


def test_own_cities_and_hard_conflicts_are_hidden_soft_ones_are_not(decider):
    own, hard, soft, free = (make_application() for _ in range(4))
    make_role(decider, own.city)
    make_conflict(decider, hard.city)
    make_conflict(decider, soft.city, kind="soft")

    assert list(queries.applications_for(decider)) == [soft, free]
    assert {item.object_id for item in visible_items(decider)} == {soft.pk, free.pk}


def test_who_may_sign_are_deciders_without_conflict_or_part_in_the_case(city, decider, second_decider):
    for name, spoil in (("Own role", make_role), ("Conflict", make_conflict)):
        spoil(make_user(name, roles=("decider",)), city)
    make_user("Away", roles=("decider",), is_active=False)
    third = make_user("Thea Decider", roles=("decider",))
    application = make_application(city=city, state="deciding")
    assert casefile.possible_signers(application, None) == [decider, second_decider, third]

    decision = propose(obj=application, by=decider, note="No.", outcome="not_yet", plan="Go on.", mentor_reason="-")
    assert casefile.possible_signers(application, decision) == [second_decider, third]
    assert casefile.possible_signers(application, sign_first(obj=application, by=third)) == [second_decider]


def test_the_decision_is_heard_by_the_city_and_all_who_acted_once_each(city, approver, official, decider):
    former = make_user("Former Editor")
    make_role(former, city, ended_at=timezone.now())
    gone = make_user("Gone", is_active=False)
    make_role(gone, city)
    application = make_application(city=city, author=former, state="proposed", signed_by=decider)

    heard = queries.people_of_case(application)

    office = ["Ada Checks", "Ben Checks", "Paz Proposer", decider.name]
    assert sorted(person.name for person in heard) == sorted([approver.name, official.name, former.name, *office])


def test_counted_commitments_are_public_and_the_citys_own(city):
    shown = make_commitment(city=city, version_title="Desk", version_language="de")
    make_commitment(city=city, origin="compiled")
    make_commitment(city=city, state="submitted")

    rows = casefile.counted_commitments(city)

    assert [(row["code"], row["title"], row["language"]) for row in rows] == [(shown.code, "Desk", "de")]
    assert rows[0]["url"] == shown.get_absolute_url()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_case_file_costs_the_same_with_more_of_everything(city, decider, rows, django_assert_num_queries):
    for n in range(rows):
        make_commitment(city=city)
        make_user(f"Decider {n}", roles=("decider",))
        make_scheme().criteria.create(code=f"C{n}", title="A question?")
    application = make_application(city=city, state="proposed")

    with django_assert_num_queries(14):
        casefile.case_file(application, decider)


def test_the_queue_is_due_by_the_clock_of_the_case_with_the_citys_holidays(city, reviewer):
    scheme = load_scheme().scheme
    application = make_application(city=city, scheme=scheme, state="deciding")
    assert [item.due_on for item in visible_items(reviewer)] == [None]
    clock = start_clock(application, "decision", "decide", on=dt.date(2026, 12, 21))
    LabelApplication.objects.filter(pk=application.pk).update(submitted_at="2026-01-01T00:00:00Z")
    application.status_changes.create(transition="close_reply", source="reply", target="deciding")
    follow(application)

    item = visible_items(reviewer).get()

    assert item.due_on == clock.due_on == rules.clocks.due_on(dt.date(2026, 12, 21), 15, "working_days", "AT")
    assert item.waiting_since == application.status_changes.get().at
    assert item.due_on > dt.date(2027, 1, 11)  # what weekends alone would give


def test_reviewers_read_no_colleagues_name_deciders_do(city, reviewer, decider):
    application = make_application(city=city, state="proposed")

    seen = {person: casefile.case_file(application, person) for person in (reviewer, decider)}

    assert (seen[reviewer].proposal.proposed_by, seen[decider].proposal.proposed_by) == ("a colleague", "Paz Proposer")
    assert (seen[reviewer].checks[0].confirmed_by, seen[decider].checks[0].confirmed_by) == (
        "a colleague", "Ben Checks",
    )  # fmt: skip
    assert seen[reviewer].signers == []
