"""A text that starts from an earlier one: a new version of a commitment, or a new commitment."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import lock, lock_commitment, require, require_writer
from commitments.actions.drafts import start_commitment
from commitments.actions.rows import copy_rows, copy_rows_anew
from commitments.models import LINK_FIELDS, TEXTS, Commitment, CommitmentVersion, VersionEvidence
from commitments.queries import text_to_copy
from core import audit
from review.workflow import NotAllowed

# What can be taken over -> fields and links of the text. Dates and the council decision belong to one promise only.
TAKEN: dict[str, tuple[str, ...]] = {
    "promise": ("title", "summary", "problem", "action"),
    "framework": ("elements", "rights", "policy_areas", "goals", "charter_articles", "instrument_items"),
    "people": ("groups", "consulted", "taken_up"),
    "recommendations": ("recommendations",),
    "milestones": (),
    "indicators": (),
    "budget": ("unit", "budget", "budget_note"),
    "evidence": (),
}
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


@transaction.atomic
def copy_forward(*, source: Commitment, by: User, take: Iterable[str]) -> CommitmentVersion:
    """Start a new commitment from an earlier one of the same city. Dates stay empty: they are promised anew.

    Evidence is listed again, never copied. Milestones and indicators get keys of their own: old reports stay with the
    old commitment. What the framework no longer offers is left out.

    Args:
        source: a commitment that is or was public, or whose text lapsed.
        by: an editor or approver of the city; becomes the author.
        take: what to take over, of `TAKEN`.

    Returns: the draft.
    Raises: NotAllowed when `by` does not write for the city, or the commitment has no text that was sent.
    """
    require_writer(by, source.city)
    text = text_to_copy(source)
    if text is None:
        raise NotAllowed(_("Only a text that was published, or lapsed, can be taken over."))
    wanted = set(take)
    names = [name for part in TAKEN if part in wanted for name in TAKEN[part]]
    values = {name: getattr(text, name) for name in names if name in TEXTS}
    version = start_commitment(city=source.city, by=by, language=text.language, title=values.pop("title", ""))
    Commitment.objects.filter(pk=version.commitment_id).update(copied_from=source)
    CommitmentVersion.objects.filter(pk=version.pk).update(**values)
    for name in set(names) & set(LINK_FIELDS):
        chosen = getattr(text, name).values_list("pk", flat=True)
        getattr(version, name).set(getattr(text, name).model.objects.offered().filter(pk__in=list(chosen)))
    keys = copy_rows_anew(text, version, wanted)
    if "evidence" in wanted:
        VersionEvidence.objects.bulk_create(
            VersionEvidence(version=version, evidence_id=row.evidence_id, milestone_key=keys.get(row.milestone_key, ""))
            for row in text.evidence_rows.all()
        )
    data = {"code": version.commitment.code, "from": source.code, "taken": sorted(wanted)}
    audit.record("copy_forward", by=by, obj=version, scope=source.city, data=data)
    return lock(version)


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
