"""The fingerprint covers everything a text says, and is the same everywhere."""

import datetime as dt
from decimal import Decimal

import pytest

from commitments.actions import content_digest
from commitments.models import CommitmentVersion, Evidence, Milestone, VersionEvidence
from tests.factories import make_commitment, make_evidence, make_version
from tests.factories.framework import make_element, make_goal, make_instrument_item


@pytest.fixture
def version(city):
    version = make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()
    make_evidence(version=version)
    return version


def fresh(version):
    return CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)


def test_it_is_a_sha256_and_repeats_itself(version):
    digest = content_digest(version)

    assert len(digest) == 64
    assert content_digest(fresh(version)) == digest


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Other"), ("summary", "Other"), ("problem", "Other"), ("action", "Other"), ("unit", "Other"),
        ("starts_on", dt.date(2026, 3, 2)), ("ends_on", None), ("budget", Decimal("1.00")), ("budget_note", "Other"),
        ("decided_on", dt.date(2026, 1, 1)), ("decision", "Other"), ("consulted", "Other"), ("taken_up", "Other"),
        ("change_reason", "Other"), ("language", "de"), ("number", 7),
    ],
)  # fmt: skip
def test_every_field_counts(field, value, version):
    before = content_digest(version)
    CommitmentVersion.objects.filter(pk=version.pk).update(**{field: value})

    assert content_digest(fresh(version)) != before


def test_links_milestones_and_evidence_count(version):
    digests = {content_digest(version)}
    for write in (
        lambda: version.elements.add(make_element()),
        lambda: version.goals.add(make_goal()),
        lambda: version.instrument_items.add(make_instrument_item()),
        lambda: Milestone.objects.filter(version=version).update(title="Other"),
        lambda: Milestone.objects.filter(version=version).update(due_on=dt.date(2030, 1, 1)),
        lambda: Evidence.objects.update(title="Other"),
        lambda: VersionEvidence.objects.update(milestone_key="abc"),
        lambda: make_evidence(version=version),
    ):
        write()
        digests.add(content_digest(fresh(version)))

    assert len(digests) == 9


def test_confidential_evidence_leaves_no_mark_in_a_public_digest(version):
    digest = content_digest(version)

    make_evidence(version=version, visibility="confidential")

    assert content_digest(fresh(version)) == digest


def test_the_process_does_not_count(version, official):
    before = content_digest(version)
    CommitmentVersion.objects.filter(pk=version.pk).update(
        reference="X", submissions=3, editor=official, revision=9, returned_reasons="No", is_material=False
    )

    assert content_digest(fresh(version)) == before


def test_the_order_of_choosing_does_not_count(city):
    first, second = make_element(), make_element()
    one = make_version(make_commitment(city=city, state="lapsed"), state="draft")
    one.elements.set([first, second])
    digest = content_digest(one)
    one.elements.clear()
    one.elements.add(second)
    one.elements.add(first)

    assert content_digest(one) == digest
