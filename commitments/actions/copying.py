"""A text that starts from an earlier one: a new version of the same commitment."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import lock, lock_commitment, require, require_writer
from commitments.actions.drafts import TEXTS
from commitments.actions.rows import copy_rows
from commitments.models import LINK_FIELDS, Commitment, CommitmentVersion, VersionEvidence
from core import audit

CAN_GROW = (Commitment.State.DRAFT, Commitment.State.ACTIVE, Commitment.State.ON_HOLD)


@transaction.atomic
def amend(*, commitment: Commitment, by: User) -> CommitmentVersion:
    """Start a new version: a copy of the text in force with its links, milestones (keys included) and evidence.

    When a new version is already on its way, that one is returned. A commitment that was never published starts
    again from its latest text.

    Args:
        commitment: the commitment.
        by: an editor or approver of the city; becomes the author.

    Returns: the draft.
    Raises: NotAllowed when it is closed or withdrawn, or `by` does not write for the city.
    """
    require_writer(by, commitment.city)
    current = lock_commitment(commitment.pk)
    require(current.state in CAN_GROW, _("This commitment has ended. It can no longer be changed."))
    versions = current.versions.select_related("commitment__city").order_by("-number")
    open_text = versions.open().first()
    if open_text:
        return open_text
    source = versions.published().first() or versions[0]
    version = _copy(source, number=versions.aggregate(last=Max("number"))["last"] + 1, by=by)
    audit.record("amend", by=by, obj=version, scope=current.city, data={"code": current.code, "number": version.number})
    return version


def _copy(source: CommitmentVersion, *, number: int, by: User) -> CommitmentVersion:
    texts = {name: getattr(source, name) for name in TEXTS}
    was_public = source.state == CommitmentVersion.State.PUBLISHED
    version = CommitmentVersion.objects.create(
        commitment=source.commitment, number=number, author=by, editor=by, is_material=not was_public, **texts
    )
    for name in LINK_FIELDS:
        getattr(version, name).set(getattr(source, name).all())
    copy_rows(source, version)
    VersionEvidence.objects.bulk_create(
        VersionEvidence(version=version, evidence_id=row.evidence_id, milestone_key=row.milestone_key)
        for row in source.evidence_rows.all()
    )
    return lock(version)
