"""Stored documents are listed again without copying a byte; races end in one honest state."""

import pytest
from django.core.exceptions import ValidationError

from commitments import actions
from commitments.models import Evidence
from core.models import AuditEvent
from review.workflow import NotAllowed, Stale
from tests.factories import make_commitment, make_evidence
from tests.factories.files import make_file, make_pdf, make_upload
from tests.races import run_at_once

WORDS = {"title": "Minutes", "proves": "Adopted", "visibility": "public", "has_personal_data": False}
SAME = {"page": "", "proves": "Adopted"}


@pytest.fixture
def drafts(city):
    pair = [make_commitment(city=city, state="draft") for _ in range(2)]
    return [row.versions.select_related("commitment__city").get() for row in pair]


def add(draft, by, file=None, **more):
    file = file or make_file("pdf")
    return actions.add_evidence(
        city=draft.commitment.city, by=by, kind="file", file=file, version=draft, **(WORDS | more)
    )


def stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_no_byte_is_copied(drafts, official, settings):
    piece = add(drafts[0], official)

    assert actions.attach_evidence(evidence=piece, by=official, version=drafts[1], **SAME) == piece
    other = actions.attach_evidence(evidence=piece, by=official, version=drafts[1], page="3", proves="The budget")
    assert (
        actions.attach_evidence(evidence=piece, by=official, version=drafts[1], page="3", proves="The budget") == other
    )

    assert drafts[1].evidence_rows.count() == 2
    assert len(stored(settings)) == 1
    assert AuditEvent.objects.filter(action="add_evidence").count() == 3


def test_what_is_refused(drafts, official, other_official, settings):
    piece = add(drafts[0], official)
    with pytest.raises(NotAllowed):
        actions.attach_evidence(evidence=piece, by=other_official, version=drafts[1], **SAME)
    with pytest.raises(ValidationError) as refusal:
        actions.attach_evidence(evidence=piece, by=official, version=drafts[1], page="", proves=" ")
    assert list(refusal.value.message_dict) == ["proves"]
    settings.COMMITMENT_MAX_BYTES = piece.size - 1
    with pytest.raises(ValidationError) as refusal:
        actions.attach_evidence(evidence=piece, by=official, version=drafts[1], **SAME)
    assert list(refusal.value.message_dict) == ["file"]


@pytest.mark.django_db(transaction=True)
def test_a_copy_goes_with_its_link(drafts, official, settings):
    link = make_evidence(version=drafts[0])
    actions.keep_copy(evidence=link, by=official, file=make_upload("a.pdf", make_pdf("First")))
    actions.keep_copy(evidence=link, by=official, file=make_upload("b.pdf", make_pdf("Other")))
    assert len(stored(settings)) == 1
    link.refresh_from_db()
    change = {"title": "Page", "url": link.url, "proves": "x", "visibility": "public", "has_personal_data": True}
    actions.edit_evidence(evidence=link, by=official, **change)
    assert Evidence.objects.get(pk=link.archive_id).visibility == "confidential"

    actions.remove_evidence(evidence=link, by=official, version=drafts[0])

    assert not Evidence.objects.exists()


def test_a_copy_of_a_sent_link_is_not_kept_as_a_file(city, official, settings):
    link = make_evidence(version=make_commitment(city=city).versions.select_related("commitment__city").get())
    with pytest.raises(NotAllowed):
        actions.keep_copy(evidence=link, by=official, file=make_file("pdf"))
    assert stored(settings) == []
    actions.name_copy(evidence=link, by=official, url="https://web.archive.org/a")
    with pytest.raises(ValidationError):
        actions.name_copy(evidence=link, by=official, url="https://10.0.0.1/a")
    assert AuditEvent.objects.get(action="name_copy").data["after"] == "https://web.archive.org/a"


@pytest.mark.django_db(transaction=True)
def test_attaching_and_removing_at_once_loses_nothing(drafts, official, settings):
    piece = add(drafts[0], official)

    attached, removed = run_at_once(
        lambda: actions.attach_evidence(evidence=piece, by=official, version=drafts[1], **SAME),
        lambda: actions.remove_evidence(evidence=piece, by=official, version=drafts[0]),
    )

    assert removed is None
    if isinstance(attached, Stale):
        assert (Evidence.objects.count(), stored(settings)) == (0, [])
    else:
        assert drafts[1].evidence_rows.get().evidence == piece == attached
        assert len(stored(settings)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_upload_while_the_draft_is_deleted_leaves_no_orphan(drafts, official, settings):
    added, deleted = run_at_once(
        lambda: add(drafts[0], official),
        lambda: actions.delete_draft(version=drafts[0], by=official),
    )

    assert isinstance(added, Stale | Evidence), added
    assert not isinstance(deleted, Exception), deleted
    assert (Evidence.objects.count(), stored(settings)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_an_upload_while_the_commitment_is_withdrawn_is_refused_or_kept(city, official, approver, settings):
    commitment = make_commitment(city=city)
    draft = actions.amend(commitment=commitment, by=official)

    added, withdrawn = run_at_once(
        lambda: add(draft, official),
        lambda: actions.withdraw(commitment=commitment, by=approver, reason="The council decided otherwise."),
    )

    assert not isinstance(withdrawn, Exception), withdrawn
    assert isinstance(added, Stale | Evidence), added
    assert len(stored(settings)) == Evidence.objects.count() == int(isinstance(added, Evidence))
