"""What waits for the office, and who holds it."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments import actions, queries
from tests.commitments.office import report_of, submitted
from tests.factories import make_commitment, make_conflict, make_evidence, make_role, make_version


def test_oldest_first(city, reviewer):
    young, old = submitted(city, days=1), submitted(city, days=9)
    make_commitment(city=city)

    assert list(queries.versions_for_office(reviewer).filter(state="submitted")) == [old, young]


@pytest.mark.parametrize("kind", ["hard", "soft", "ended role", "withdrawn"])
def test_only_hard_conflicts_and_own_cities_hide(kind, city, reviewer):
    version, report = submitted(city), report_of(city)
    if kind == "ended role":
        make_role(reviewer, city, "editor", ended_at=timezone.now() - dt.timedelta(days=4 * 365))
    else:
        conflict = make_conflict(reviewer, city, kind="soft" if kind == "soft" else "hard")
        if kind == "withdrawn":
            type(conflict).objects.update(withdrawn_at=timezone.now())

    seen = [] if kind == "hard" else [version, report]

    texts = queries.versions_for_office(reviewer).filter(state="submitted")
    assert [*texts, *queries.reports_for_office(reviewer)] == seen


def test_the_holder_has_a_name_for_those_who_may_know_it(city, office):
    actions.claim(obj=submitted(city), by=office.other_reviewer)

    names = {
        name: queries.versions_for_office(getattr(office, name)).get().holder_name
        for name in ("reviewer", "other_reviewer", "decider", "administrator")
    }

    colleague = office.other_reviewer.name
    assert names == {
        "reviewer": None, "other_reviewer": colleague, "decider": colleague, "administrator": colleague,
    }  # fmt: skip
    assert queries.versions_for_office(office.reviewer).get().holder_id == office.other_reviewer.pk


def test_a_holder_without_a_name_goes_by_address(city, reviewer):
    type(reviewer).objects.filter(pk=reviewer.pk).update(name="")
    actions.claim(obj=report_of(city), by=reviewer)

    assert queries.reports_for_office(reviewer).get().holder_name == reviewer.email


def test_cases_are_submissions_being_checked(city):
    version = submitted(city)
    evidence = make_evidence(version=version)
    for state in ("draft", "published"):
        other = make_commitment(city=city, state=state).versions.get()
        type(other).objects.filter(pk=other.pk).update(state="draft")
        other.evidence_rows.create(evidence=evidence)
        type(other).objects.filter(pk=other.pk).update(state=state)

    assert queries.evidence_cases(evidence) == [version]


def test_reports_are_counted_from_one(city):
    report = report_of(city)

    assert queries.report_number(report) == 1


def test_a_page_to_review_costs_the_same(city, decider, django_assert_num_queries):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="submitted", title="New", change_reason="More money")
    assert {*decider.city_roles, *decider.conflict_city_ids} == set()  # read once per request
    assert decider.role_names

    make_evidence(version=version)
    version = queries.versions_for_office(decider).get(pk=version.pk)
    with django_assert_num_queries(6):
        page = queries.version_review(version, decider)
    assert (page.base.number, page.changes[0]["label"]) == (1, "Title")

    for _number in range(3):
        make_evidence(version=version)
    with django_assert_num_queries(6):
        assert len(queries.version_review(version, decider).proofs) == 4


def test_a_public_text_is_compared_with_the_one_before(city, decider):
    commitment = make_commitment(city=city, state="superseded", version_title="Old")
    version = make_version(commitment, state="published", title="New")
    version = queries.versions_for_office(decider).get(pk=version.pk)

    page = queries.version_review(version, decider)

    assert ("Title", "Old", "New") in [(row["label"], row["old"], row["new"]) for row in page.changes]


def test_a_report_is_compared_with_the_last_word_on_each_milestone(city, decider):
    first = report_of(city, "published", as_of=dt.date(2026, 1, 1))
    key = first.claims.get().milestone_key
    second = report_of(city, "draft")
    type(second).objects.filter(pk=second.pk).update(commitment=first.commitment, state="submitted")
    second.claims.update(milestone_key=key, progress="done", note="All three")
    second = queries.reports_for_office(decider).get(pk=second.pk)

    report = queries.reports_for_office(decider).get(pk=second.pk)
    rows = {row["label"]: (row["old"], row["new"]) for row in queries.report_review(report, decider).changes}

    assert rows["Milestone 1: Three desks are open"] == ("Under way", "Completed\nAll three")
