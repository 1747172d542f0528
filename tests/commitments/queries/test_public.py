"""Public reads: what is public is there, nothing else is, and it always costs the same."""

import datetime as dt
import uuid

import pytest
from django.http import Http404
from django.utils import timezone

from commitments import actions, queries
from commitments.models import Commitment, ProgressReport
from tests.factories import make_city, make_commitment, make_evidence, make_report, make_version
from tests.factories.framework import make_goal

HOSTILE = ["", "HRC-AAAAAA", "x" * 5000, "' OR 1=1 --", "HRC-7K2Q9D\x00", "../../etc", "%00", "İ" * 8]


def full(city, **fields):
    """A commitment with everything that its page shows."""
    commitment = make_commitment(city=city, state="superseded", **fields)
    make_evidence(version=commitment.versions.get())
    version = make_version(commitment, state="published", title="The second text")
    make_evidence(version=version, title="Minutes of May")
    make_evidence(version=version, title="Secret list", visibility="confidential")
    report = make_report(commitment, progress="delayed", reason="Rebuilding")
    make_evidence(report=report, title="Photo of the desk")
    return commitment


# --- One commitment -------------------------------------------------------------------------------------


def test_the_page_of_a_commitment(city):
    commitment = full(city)
    key = commitment.versions.get(number=2).milestones.get().key
    ProgressReport.objects.get().claims.model.objects.update(milestone_key=key, progress="done", note="All three")
    make_version(commitment, state="checking", title="Not yet")

    page = queries.public_commitment(commitment.code.lower())

    assert (page.commitment, page.version.number, page.version.title) == (commitment, 2, "The second text")
    assert [row.title for row in page.evidence] == ["Minutes of May", "Photo of the desk"]
    assert [bool(row.report) for row in page.evidence] == [False, True]
    (milestone,) = page.milestones
    assert (milestone.progress, milestone.note, milestone.progress_label) == ("done", "All three", "Completed")
    assert page.being_checked == 1
    assert {(event.kind, event.number) for event in page.events} == {("version", 1), ("version", 2), ("report", 0)}
    assert {kind: len(rows) for kind, rows in page.links.items() if rows} == {
        "elements": 1, "rights": 1, "policy_areas": 1, "groups": 1,
    }  # fmt: skip


def test_five_queries_however_much_there_is(city, django_assert_num_queries):
    commitment = full(city)
    with django_assert_num_queries(5):
        queries.public_commitment(commitment.code)

    for _number in range(3):
        make_evidence(version=commitment.versions.get(number=2))
        make_report(commitment)
    with django_assert_num_queries(5):
        queries.public_commitment(commitment.code)


@pytest.mark.parametrize("state", ["draft", "sign_off", "submitted", "checking", "returned", "lapsed"])
def test_what_was_never_published_has_no_page(state, city):
    commitment = make_commitment(city=city, state=state)

    for read in (
        lambda: queries.public_commitment(commitment.code),
        lambda: queries.public_version(commitment.code, 1),
        lambda: queries.history(commitment.code),
    ):
        with pytest.raises(Http404):
            read()


def test_a_city_that_is_not_public_takes_its_pages_along(db):
    commitment = make_commitment(city=make_city(is_public=False))
    evidence = make_evidence(version=commitment.versions.select_related("commitment__city").get())

    for read in (
        lambda: queries.public_commitment(commitment.code),
        lambda: queries.evidence_for_public(evidence.public_id),
    ):
        with pytest.raises(Http404):
            read()


@pytest.mark.parametrize("code", HOSTILE)
def test_strange_codes_are_not_found(code, city):
    make_commitment(city=city)
    for read in (queries.public_commitment, queries.history, lambda code: queries.public_version(code, 1)):
        with pytest.raises(Http404):
            read(code)


@pytest.mark.parametrize("number", ["0", "-1", "01", "1.0", "one", "9" * 5000, "", "²", "99"])
def test_strange_numbers_are_not_found(number, city):
    with pytest.raises(Http404):
        queries.public_version(make_commitment(city=city).code, number)


def test_a_withdrawn_commitment_leaves_a_tombstone(city, approver):
    commitment = make_commitment(city=city, version_title="A desk")
    actions.withdraw(commitment=commitment, by=approver, reason="The council decided otherwise.")

    page = queries.public_commitment(commitment.code)

    assert page.commitment.state == "withdrawn"
    assert (page.events[0].kind, page.events[0].text) == ("withdrawn", "The council decided otherwise.")
    assert queries.public_version(commitment.code, 1).version.title == "A desk"
    assert not queries.version_for_listing().exists()


def test_only_published_reports_speak(city):
    commitment = make_commitment(city=city)
    for state in ("lapsed", "draft"):
        report = make_report(commitment, state=state, text="Not public")
        make_evidence(report=report)
    ProgressReport.objects.get(state="draft").claims.update(progress="done")

    page = queries.public_commitment(commitment.code)

    assert [row.progress for row in page.milestones] == ["not_started"]
    assert page.evidence == []
    assert [event.kind for event in page.events] == ["version"]
    assert page.being_checked == 0


def test_the_latest_report_speaks_for_a_milestone(city):
    commitment = make_commitment(city=city)
    late = make_report(commitment, as_of=dt.date(2026, 9, 1))
    early = make_report(commitment, as_of=dt.date(2026, 2, 1))
    late.claims.model.objects.filter(report=late).update(progress="delayed")
    early.claims.model.objects.filter(report=early).update(progress="done")

    assert [row.progress for row in queries.public_commitment(commitment.code).milestones] == ["delayed"]


# --- Versions -------------------------------------------------------------------------------------------


def test_every_public_version_keeps_its_page(city, django_assert_num_queries):
    commitment = full(city)
    make_version(commitment, state="draft")

    with django_assert_num_queries(7):
        page = queries.public_version(commitment.code, "1")

    assert page.newer.number == 2
    assert "Title" in [row["label"] for row in page.since]
    assert (page.version.number, page.numbers, page.previous, page.next, page.latest) == (1, [1, 2], None, 2, 2)
    assert len(page.evidence) == 1
    second = queries.public_version(commitment.code, 2)
    assert (second.previous, second.next) == (1, None)
    assert (second.newer, second.since) == (None, [])
    assert [row.title for row in second.evidence] == ["Minutes of May"]
    with pytest.raises(Http404):
        queries.public_version(commitment.code, 3)


def test_the_history_tells_the_differences(city, django_assert_num_queries):
    commitment = full(city, version_title="The first text")

    with django_assert_num_queries(5):
        page = queries.history(commitment.code)

    assert [entry.version.number for entry in page.entries] == [2, 1]
    rows = {row["label"]: (row["old"], row["new"]) for row in page.entries[0].rows}
    assert rows["Title"] == ("The first text", "The second text")
    assert "Secret list" not in str(rows)
    assert (page.entries[1].previous, page.entries[1].rows) == (None, [])


# --- Lists ----------------------------------------------------------------------------------------------


def test_the_list_shows_what_is_in_force_newest_change_first(city, django_assert_num_queries):
    old, new = make_commitment(city=city), make_commitment(city=make_city())
    Commitment.objects.filter(pk=old.pk).update(changed_at=timezone.now() - dt.timedelta(days=9))
    make_commitment(city=city, state="submitted")
    make_commitment(city=make_city(is_public=False))

    with django_assert_num_queries(1):
        rows = [(row.commitment, row.commitment.city.name, row.title) for row in queries.version_for_listing()]

    assert [row[0] for row in rows] == [new, old]


def test_a_citys_commitments(city, approver, django_assert_num_queries):
    first, second = make_commitment(city=city), make_commitment(city=city)
    make_commitment(city=city, state="checking")
    make_commitment(city=city, state="draft")
    make_commitment(city=make_city())
    make_report(first, state="submitted")
    gone = make_commitment(city=city)
    actions.withdraw(commitment=gone, by=approver, reason="The council decided otherwise.")

    with django_assert_num_queries(1):
        found = queries.city_commitments(city)
        assert [len(row.steps) for row in found.rows] == [1, 1]

    assert {row.commitment for row in found.rows} == {first, second}
    assert [row.commitment for row in found.withdrawn] == [gone]
    assert found.being_checked == 2


# --- Links and evidence ---------------------------------------------------------------------------------


def test_links_come_in_order_and_in_words(city):
    version = make_commitment(city=city, state="draft").versions.get()
    later, sooner = make_goal(number=30016, order=2, title="Peace"), make_goal(number=30011, order=1, title="Cities")
    version.goals.set([later, sooner])

    links = queries.links_of([version.pk])[version.pk]

    assert [str(row) for row in links["goals"]] == ["30011 Cities", "30016 Peace"]
    element = version.elements.get()
    assert links["elements"][0].url == f"/en/framework/{element.code.lower()}/"
    assert links["groups"][0].url == ""
    assert links["charter_articles"] == []


def test_parts_of_many_texts_cost_three_queries(city, django_assert_num_queries):
    versions = [make_commitment(city=city).versions.get() for _number in range(3)]

    for some in (versions[:1], versions):
        with django_assert_num_queries(3):
            parts = queries.parts_of(some)
    assert [len(parts[version.pk].milestones) for version in versions] == [1, 1, 1]


def test_public_evidence_is_what_something_public_lists(city):
    commitment = make_commitment(city=city)
    shown = make_evidence(version=commitment.versions.get(), city=city)
    reported = make_evidence(report=make_report(commitment))
    assert queries.evidence_for_public(shown.public_id) == shown
    assert queries.evidence_for_public(reported.public_id) == reported

    hidden = [
        make_evidence(version=commitment.versions.get(), city=city, visibility="confidential"),
        make_evidence(city=city),
        make_evidence(version=make_commitment(city=city, state="submitted").versions.get(), city=city),
        make_evidence(report=make_report(make_commitment(city=city), state="submitted")),
    ]
    for public_id in [*(row.public_id for row in hidden), uuid.uuid4()]:
        with pytest.raises(Http404):
            queries.evidence_for_public(public_id)
