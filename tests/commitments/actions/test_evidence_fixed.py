"""Evidence is confidential where it must be, and fixed once somebody relies on it."""

import uuid
from pathlib import Path

import pytest
from django.db.models import ProtectedError

from commitments import actions
from commitments.models import CommitmentVersion, Evidence
from core.frozen import FrozenRecordError
from review.workflow import NotAllowed, Stale
from tests.factories import make_commitment, make_evidence, make_report, make_version
from tests.factories.files import make_file
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


def edit(evidence, by, **more):
    return actions.edit_evidence(evidence=evidence, by=by, **(WORDS | more))


def test_a_description_is_changed_while_only_drafts_list_it(draft, official):
    evidence = add_link(draft, official)
    key = draft.milestones.get().key

    changed = edit(
        evidence, official, title="Minutes of May", url="https://arden.example/may", version=draft, milestone_key=key
    )

    assert (changed.title, changed.url) == ("Minutes of May", "https://arden.example/may")
    assert draft.evidence_rows.get().milestone_key == key
    assert edit(evidence, official, url=evidence.url, has_personal_data=True).visibility == "confidential"


@pytest.mark.parametrize("state", ["sign_off", "submitted", "checking", "published", "superseded"])
def test_evidence_that_was_sent_is_fixed(state, city, official):
    commitment = make_commitment(city=city, state=state)
    version = commitment.versions.select_related("commitment__city").get()
    evidence = make_evidence(version=version)

    with pytest.raises(NotAllowed):
        edit(evidence, official, url=evidence.url)
    with pytest.raises(Stale):
        actions.remove_evidence(evidence=evidence, by=official, version=version)
    assert version.evidence_rows.count() == 1


@pytest.mark.parametrize("state", ["submitted", "checking", "published"])
def test_evidence_of_a_report_that_was_sent_is_fixed(state, city, official):
    report = make_report(make_commitment(city=city), state=state)
    evidence = make_evidence(report=report)

    with pytest.raises(NotAllowed):
        edit(evidence, official, url=evidence.url)
    with pytest.raises(Stale):
        actions.remove_evidence(evidence=evidence, by=official, report=report)


@pytest.mark.parametrize("state", ["submitted", "checking", "published", "superseded"])
def test_not_even_the_table_gives_way(state, city):
    version = make_commitment(city=city, state=state).versions.get()
    evidence = make_evidence(version=version, city=city)

    evidence.title = "Changed"
    with pytest.raises(FrozenRecordError):
        evidence.save()
    with pytest.raises(ProtectedError):
        Evidence.objects.filter(pk=evidence.pk).delete()


def test_an_amendment_drops_evidence_and_the_published_text_keeps_it(city, official):
    commitment = make_commitment(city=city)
    published = commitment.versions.select_related("commitment__city").get()
    evidence = make_evidence(version=published)
    amendment = actions.amend(commitment=commitment, by=official)

    actions.remove_evidence(evidence=evidence, by=official, version=amendment)

    assert amendment.evidence_rows.count() == 0
    assert published.evidence_rows.get().evidence == evidence


def test_what_nothing_lists_any_more_is_deleted_with_its_file(
    draft, official, settings, django_capture_on_commit_callbacks
):
    evidence = add_file(draft, official)

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(evidence=evidence, by=official, version=draft)

    assert not Evidence.objects.exists()
    assert stored(settings) == []


def test_a_shared_file_stays_until_its_last_description_goes(
    draft, official, settings, django_capture_on_commit_callbacks
):
    first, second = add_file(draft, official), add_file(draft, official, page="7")

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(evidence=first, by=official, version=draft)
    assert len(stored(settings)) == 1

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(evidence=second, by=official, version=draft)
    assert stored(settings) == []


def test_strangers_neither_edit_nor_remove(draft, official, other_official, other_city):
    evidence = add_link(draft, official)
    theirs = make_commitment(city=other_city, state="draft").versions.select_related("commitment__city").get()

    with pytest.raises(NotAllowed):
        edit(evidence, other_official, url=evidence.url)
    for version in (draft, theirs):
        with pytest.raises(NotAllowed):
            actions.remove_evidence(evidence=evidence, by=other_official, version=version)
    assert draft.evidence_rows.count() == 1


@pytest.mark.django_db(transaction=True)
def test_evidence_never_slips_under_a_submission(city, official, approver):
    version = (
        make_commitment(city=city, state="draft", author=official).versions.select_related("commitment__city").get()
    )
    key = "0d5a4d3e-7d0b-4b54-9f39-6f2d5e1f0c11"

    run_at_once(
        lambda: add_link(version, official),
        lambda: actions.submit_version(version=version, by=approver, key=key),
    )

    sent = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
    assert sent.state == "submitted"
    assert sent.content_hash == actions.content_digest(sent)


@pytest.mark.django_db(transaction=True)
def test_no_description_changes_under_a_submission(city, official, approver):
    version = make_commitment(city=city, state="draft", author=official)
    version = version.versions.select_related("commitment__city").get()
    evidence = add_link(version, official)

    run_at_once(
        lambda: edit(evidence, official, title="Changed", url=evidence.url),
        lambda: actions.submit_version(version=version, by=approver, key=uuid.uuid4()),
    )

    sent = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
    assert sent.state == "submitted"
    assert sent.content_hash == actions.content_digest(sent)


def test_a_version_copy_in_memory_is_no_way_round(city, official):
    """The stored state counts, not the one a caller holds."""
    version = make_version(make_commitment(city=city), state="draft")
    CommitmentVersion.objects.filter(pk=version.pk).update(state="submitted")

    with pytest.raises(Stale):
        add_link(version, official)
