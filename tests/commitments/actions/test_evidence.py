"""Evidence is described, checked and stored once."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from commitments import actions
from commitments.models import Evidence
from core.models import AuditEvent
from review.workflow import NotAllowed, Stale
from tests.factories import make_city, make_commitment, make_report, make_role
from tests.factories.files import make_file, make_pdf, make_upload
from tests.races import run_at_once

WORDS = {"title": "Council minutes", "proves": "The desk is open", "visibility": "public", "has_personal_data": False}


@pytest.fixture
def draft(city):
    return make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()


def add_file(draft, by, file=None, **more):
    city = draft.commitment.city
    return actions.add_evidence(
        city=city, by=by, kind="file", file=file or make_file("pdf", "Beschluß 7.pdf"), version=draft, **(WORDS | more)
    )


def add_link(draft, by, url="https://arden.example/minutes", **more):
    return actions.add_evidence(
        city=draft.commitment.city, by=by, kind="link", url=url, version=draft, **(WORDS | more)
    )


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_is_stored_and_described(draft, official, settings):
    key = draft.milestones.get().key

    evidence = add_file(
        draft, official, page="12", language="de", dated_on=dt.date(2026, 2, 3), milestone_key=key, title=" Minutes "
    )

    evidence.refresh_from_db()
    assert (evidence.kind, evidence.title, evidence.page, evidence.language) == ("file", "Minutes", "12", "de")
    assert (evidence.file_name, evidence.content_type) == ("Beschluß 7.pdf", "application/pdf")
    assert evidence.size == len(make_pdf())
    assert len(evidence.sha256) == 64
    assert evidence.uploaded_by == official
    assert draft.evidence_rows.get().milestone_key == key
    assert "Beschlu" not in evidence.file.name
    assert evidence.file.name.startswith("evidence/")
    assert [path.read_bytes() for path in stored(settings)] == [make_pdf()]
    assert AuditEvent.objects.get(action="add_evidence").data["sha256"] == evidence.sha256


def test_a_link_is_listed(draft, official):
    evidence = add_link(draft, official)

    assert (evidence.kind, evidence.url, evidence.file.name) == ("link", "https://arden.example/minutes", "")


def test_personal_data_makes_it_confidential(draft, official):
    assert add_link(draft, official, has_personal_data=True).visibility == "confidential"


def test_a_report_lists_evidence_too(city, official):
    report = make_report(make_commitment(city=city), state="draft")
    key = report.commitment.versions.get().milestones.get().key

    evidence = actions.add_evidence(
        city=city, by=official, kind="link", url="https://arden.example/a", report=report, milestone_key=key, **WORDS
    )

    assert report.evidence_rows.get().evidence == evidence
    assert report.evidence_rows.get().milestone_key == key


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 201}),
        ("proves", {"proves": ""}),
        ("proves", {"proves": "\x00"}),
        ("visibility", {"visibility": "secret"}),
        ("language", {"language": "Deutsch"}),
        ("dated_on", {"dated_on": "yesterday"}),
        ("url", {"url": ""}),
        ("url", {"url": "javascript:alert(1)"}),
        ("url", {"url": "http://169.254.169.254/"}),
        ("url", {"url": "https://arden.example/" + "x" * 600}),
    ],
)
def test_a_bad_description_is_named(field, words, draft, official):
    with pytest.raises(ValidationError) as refusal:
        add_link(draft, official, **words)

    assert list(refusal.value.message_dict) == [field]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("file", [make_upload("x.svg", b"<svg/>"), make_upload("x.pdf", b"no pdf"), None])
def test_a_bad_file_is_refused_and_nothing_stays(file, draft, official, settings):
    with pytest.raises(ValidationError) as refusal:
        actions.add_evidence(city=draft.commitment.city, by=official, kind="file", file=file, version=draft, **WORDS)

    assert list(refusal.value.message_dict) == ["file"]
    assert stored(settings) == []


def test_neither_file_nor_link_is_refused(draft, official):
    with pytest.raises(ValidationError):
        actions.add_evidence(city=draft.commitment.city, by=official, kind="rumour", version=draft, **WORDS)
    with pytest.raises(ValueError, match="exactly one"):
        actions.add_evidence(city=draft.commitment.city, by=official, kind="link", url="https://a.example/", **WORDS)


def test_an_unknown_milestone_is_forgotten(draft, official):
    for key in ("unknown", "\x00", "x" * 5000):
        add_link(draft, official, url=f"https://arden.example/{len(key)}{ord(key[0])}", milestone_key=key)

    assert set(draft.evidence_rows.values_list("milestone_key", flat=True)) == {""}


def test_strangers_add_nothing(draft, other_official, reviewer, settings):
    for person in (other_official, reviewer):
        with pytest.raises(NotAllowed):
            add_file(draft, person)
    assert stored(settings) == []


def test_evidence_of_one_city_is_not_listed_by_another(draft, other_city, official):
    make_role(official, other_city, "editor")

    with pytest.raises(NotAllowed):
        actions.add_evidence(
            city=other_city, by=official, kind="link", url="https://a.example/", version=draft, **WORDS
        )


@pytest.mark.parametrize("state", ["sign_off", "submitted", "checking", "published", "lapsed"])
def test_nothing_is_added_to_what_was_sent(state, city, official, settings):
    version = make_commitment(city=city, state=state).versions.select_related("commitment__city").get()

    with pytest.raises(Stale):
        add_file(version, official)

    assert stored(settings) == []
    assert not Evidence.objects.exists()


def test_the_same_file_is_stored_once_for_a_city(draft, city, official, settings):
    other = make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()

    first = add_file(draft, official, page="3")
    second = add_file(other, official, make_file("pdf", "again.pdf"), page="7", proves="Another point")

    assert first != second
    assert first.file.name == second.file.name
    assert len(stored(settings)) == 1


def test_the_same_file_with_the_same_words_is_one_piece(draft, city, official):
    other = make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()

    assert add_file(draft, official) == add_file(draft, official) == add_file(other, official)
    assert (draft.evidence_rows.count(), other.evidence_rows.count()) == (1, 1)


def test_another_city_stores_its_own(draft, official, settings):
    elsewhere = make_city()
    make_role(official, elsewhere, "editor")
    theirs = make_commitment(city=elsewhere, state="draft").versions.select_related("commitment__city").get()

    assert add_file(draft, official).file.name != add_file(theirs, official).file.name
    assert len(stored(settings)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_stores_one_file(draft, official, settings):
    outcomes = run_at_once(*(lambda: add_file(draft, official) for _ in range(6)))

    assert len({row.pk for row in outcomes}) == 1, outcomes
    assert draft.evidence_rows.count() == 1
    assert len(stored(settings)) == 1
