"""The desk sees its own city, and strangers do not even learn what exists."""

import uuid

import pytest

from commitments import queries
from core.access import Hidden
from tests.factories import make_city, make_commitment, make_evidence, make_report, make_version


def test_the_rows_of_a_city(city, django_assert_num_queries):
    both = make_commitment(city=city, version_title="In force")
    make_version(both, state="draft", title="Next")
    make_report(both, state="returned")
    fresh = make_commitment(city=city, state="draft", version_title="")
    make_commitment(city=make_city())

    with django_assert_num_queries(3):
        rows = {row.commitment: row for row in queries.desk_commitments(city)}
        titles = {row.commitment.pk: row.title for row in rows.values()}

    assert set(rows) == {both, fresh}
    assert titles == {both.pk: "Next", fresh.pk: ""}
    row = rows[both]
    assert (row.published.title, row.open_version.title, row.open_report.state) == ("In force", "Next", "returned")
    assert (rows[fresh].published, rows[fresh].open_report) == (None, None)


def test_one_commitment(city, official, django_assert_num_queries):
    commitment = make_commitment(city=city)
    make_version(commitment, state="sign_off")
    assert official.city_roles  # read once per request

    with django_assert_num_queries(3):
        row = queries.desk_commitment(official, commitment.code.lower())

    assert (row.published.number, row.open_version.number) == (1, 2)
    assert row.open_version.commitment.city == city


@pytest.mark.parametrize("state", ["draft", "sign_off", "submitted", "checking", "returned"])
def test_the_open_text(state, city, official):
    commitment = make_commitment(city=city, state=state)

    assert queries.open_version(official, commitment.code).state == state


def test_nothing_open_is_hidden(city, official):
    for state in ("published", "lapsed"):
        with pytest.raises(Hidden):
            queries.open_version(official, make_commitment(city=city, state=state).code)


def test_strangers_learn_nothing(city, other_official, reviewer, decider, administrator):
    commitment = make_commitment(city=city)
    make_version(commitment, state="draft")
    report = make_report(commitment, state="draft")
    evidence = make_evidence(report=report)

    for person in (other_official, reviewer, decider, administrator):
        for read in (
            lambda who: queries.desk_commitment(who, commitment.code),
            lambda who: queries.open_version(who, commitment.code),
            lambda who: queries.report_at_desk(who, report.pk),
            lambda who: queries.evidence_at_desk(who, evidence.public_id),
        ):
            with pytest.raises(Hidden):
                read(person)


@pytest.mark.parametrize("code", ["", "x" * 5000, "HRC-AAAAAA", "' OR 1=1 --"])
def test_strange_addresses_are_hidden(code, official):
    for read in (queries.desk_commitment, queries.open_version):
        with pytest.raises(Hidden):
            read(official, code)
    with pytest.raises(Hidden):
        queries.report_at_desk(official, 10**40)
    with pytest.raises(Hidden):
        queries.evidence_at_desk(official, uuid.uuid4())


def test_reports_and_evidence_of_the_own_city(city, official):
    report = make_report(make_commitment(city=city), state="draft")
    evidence = make_evidence(report=report, visibility="confidential")

    assert queries.report_at_desk(official, report.pk) == report
    assert queries.evidence_at_desk(official, evidence.public_id) == evidence
