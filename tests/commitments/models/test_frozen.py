"""A published text never changes, whichever way somebody tries."""

import pytest
from django.db import IntegrityError, transaction

from commitments import actions
from commitments.models import CommitmentVersion, Milestone, MilestoneClaim, VersionEvidence
from core.frozen import FrozenRecordError
from review.checklists import DEFAULTS
from tests.factories import make_commitment, make_evidence, make_report
from tests.factories.framework import make_element, make_group

TICKS = list(DEFAULTS["version"])


@pytest.fixture(params=["published", "superseded"])
def version(request, city):
    return make_commitment(city=city, state=request.param).versions.select_related("commitment__city").get()


def test_its_fields_do_not_change(version):
    version.title = "Changed"
    for save in (version.save, lambda: version.save(update_fields=["title"])):
        with pytest.raises(FrozenRecordError):
            save()


def test_neither_does_what_calls_itself_a_draft(version):
    """The stored state counts, not what an instance says of itself."""
    version.__dict__["state"] = "draft"
    with pytest.raises(FrozenRecordError):
        version.save()


def test_it_is_not_deleted(version):
    for delete in (version.delete, CommitmentVersion.objects.filter(pk=version.pk).delete, version.commitment.delete):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            delete()
    assert CommitmentVersion.objects.filter(pk=version.pk).exists()


def test_its_milestones_stay(version):
    milestone = version.milestones.get()
    milestone.title = "Changed"
    for write in (
        milestone.save,
        milestone.delete,
        version.milestones.all().delete,
        lambda: Milestone.objects.create(version=version, title="One more"),
    ):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            write()
    assert version.milestones.count() == 1


def test_its_evidence_list_stays(version):
    evidence = make_evidence(version=version)
    more = make_evidence(city=version.commitment.city)
    for write in (
        version.evidence_rows.get().delete,
        version.evidence_rows.all().delete,
        lambda: VersionEvidence.objects.create(version=version, evidence=more),
    ):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            write()
    assert [row.evidence for row in version.evidence_rows.all()] == [evidence]


def test_its_links_stay(version):
    element, more = version.elements.get(), make_element()
    for write in (
        lambda: version.elements.add(more),
        lambda: version.elements.set([more]),
        lambda: version.elements.remove(element),
        version.elements.clear,
        lambda: more.versions.add(version),
        lambda: element.versions.remove(version),
        element.versions.clear,
        version.groups.clear,
        lambda: version.groups.add(make_group()),
    ):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            write()
    assert list(version.elements.all()) == [element]


def test_a_published_report_stays(city):
    report = make_report(make_commitment(city=city))
    report.text = "Changed"
    for write in (
        report.save,
        report.delete,
        report.claims.get().delete,
        lambda: MilestoneClaim.objects.create(report=report, milestone_key="x", progress="done"),
    ):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            write()


def test_drafts_are_free(city):
    version = make_commitment(city=city, state="draft").versions.get()
    version.title = "Changed"
    version.save()
    version.elements.clear()
    version.milestones.all().delete()
    version.commitment.delete()

    assert not CommitmentVersion.objects.exists()


def test_the_way_to_the_public_freezes_it(city, decider):
    version = make_commitment(city=city, state="submitted").versions.select_related("commitment__city").get()
    published = actions.publish_version(obj=version, by=decider, ticks=TICKS)

    published.title = "Changed"
    with pytest.raises(FrozenRecordError):
        published.save()


# --- What the database itself holds -------------------------------------------------------------------


def test_one_open_and_one_published_text_at_most(city):
    commitment = make_commitment(city=city)
    CommitmentVersion.objects.create(commitment=commitment, number=2)

    for state in ("draft", "published"):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommitmentVersion.objects.create(commitment=commitment, number=3, state=state)


def test_a_number_and_a_milestone_key_stand_once(city):
    commitment = make_commitment(city=city, state="lapsed")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentVersion.objects.create(commitment=commitment, number=1)
    version = commitment.versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(version=version, key=version.milestones.get().key)


@pytest.mark.parametrize("state", ["", "approved", "PUBLISHED"])
def test_a_state_that_nobody_knows_is_refused(state, city):
    version = make_commitment(city=city, state="draft").versions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentVersion.objects.filter(pk=version.pk).update(state=state)


def test_personal_data_is_never_public(city):
    evidence = make_evidence(city=city)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(evidence).objects.filter(pk=evidence.pk).update(has_personal_data=True)
