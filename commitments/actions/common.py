"""What all writes share: locked reads, refusals, the guarded save of a draft.

Locks are always taken in the same order (city, commitment, version or report, then the audit chain), so that no two
actions wait for each other. A row is read again under its lock; what the caller holds only says what they saw.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import require_countersigned
from cities.models import City
from commitments.actions.indexing import index_commitments
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.rules import DRAFT_STATES, may_write
from commitments.workflow import REPORT, VERSION
from review.checklists import as_ticked, checklist
from review.models import ChecklistItem
from review.queue import follow
from review.workflow import NotAllowed, Stale, Workflow

Submission = TypeVar("Submission", CommitmentVersion, ProgressReport)


class StaleEdit(Exception):
    """Somebody saved in between. `current` is what is stored now; nothing of this save was written."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(_("Someone else saved this text after you opened it."))


def moved_on() -> Stale:
    """Return the refusal for an item that is no longer where the caller saw it."""
    return Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))


def not_editable() -> Stale:
    """Return the refusal for a text that can no longer be changed at the desk."""
    return Stale(
        _("This can no longer be edited: it was sent, published or ended. Reload the page to see where it is.")
    )


def require(allowed: bool, words: str) -> None:
    """Raise NotAllowed with `words` unless `allowed`."""
    if not allowed:
        raise NotAllowed(words)


def require_writer(by: Any, city: City) -> None:
    """Raise NotAllowed unless `by` writes for `city`."""
    require(may_write(by, city), _("Only editors and approvers of this city may do this."))


def lock_city(pk: int) -> City:
    """Return a city, locked until the end of the transaction."""
    return City.objects.select_for_update(no_key=True).get(pk=pk)


def lock_commitment(pk: int) -> Commitment:
    """Return a commitment with its city, locked until the end of the transaction.

    Raises: Stale when it was deleted.
    """
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True).select_related("city")
    commitment = rows.filter(pk=pk).first()
    if commitment is None:
        raise moved_on()
    return commitment


def lock(obj: Submission) -> Submission:
    """Return `obj` as it is stored now, with commitment and city, locked until the end of the transaction.

    Raises: Stale when it was deleted.
    """
    rows: models.QuerySet[Any] = type(obj)._default_manager.select_for_update(of=("self",), no_key=True)
    fresh = rows.select_related("commitment__city").filter(pk=obj.pk).first()
    if fresh is None:
        raise moved_on()
    return fresh


def lock_unmoved(obj: Submission) -> Submission:
    """As `lock`.

    Raises: Stale when it was deleted, or is not in the state that the caller saw.
    """
    fresh = lock(obj)
    if fresh.state != obj.state:
        raise moved_on()
    return fresh


def write_draft(obj: Submission, *, revision: int, values: dict[str, Any]) -> Submission:
    """Save fields of a draft with one UPDATE that names the revision the writer saw; return what is stored now.

    Raises: StaleEdit when somebody saved in between, Stale when it is no longer a draft.
    """
    table: models.QuerySet[Any] = type(obj)._default_manager.all()
    draft = table.filter(pk=obj.pk, revision=revision, state__in=DRAFT_STATES)
    written = draft.update(revision=F("revision") + 1, updated_at=timezone.now(), **values)
    current = table.select_related("commitment__city").filter(pk=obj.pk).first()
    if current is None:
        raise moved_on()
    if not written:
        raise StaleEdit(current) if current.state in DRAFT_STATES else not_editable()
    return current


def public_change(commitment: Commitment, **values: Any) -> None:
    """Note on a commitment and its city, both locked, that the public record changed just now."""
    now = timezone.now()
    Commitment.objects.filter(pk=commitment.pk).update(changed_at=now, **values)
    City.objects.filter(pk=commitment.city_id).update(changed_at=now)
    index_commitments([commitment.pk])


def lock_to_judge(obj: Submission, by: Any) -> Submission:
    """As `lock_unmoved`.

    Raises: NotAllowed, with words, while a soft conflict of `by` is not countersigned; Stale.
    """
    require_countersigned(by, obj.commitment.city)
    return lock_unmoved(obj)


def workflow_of(obj: CommitmentVersion | ProgressReport) -> Workflow:
    """Return the table of steps of a submission."""
    return VERSION if isinstance(obj, CommitmentVersion) else REPORT


def kind_of(obj: CommitmentVersion | ProgressReport) -> str:
    """Return which checklist a submission has."""
    return ChecklistItem.Kind.VERSION if isinstance(obj, CommitmentVersion) else ChecklistItem.Kind.REPORT


def write_review(obj: Any, by: Any, verdict: str, ticks: Iterable[str], reasons: str) -> None:
    """Keep one person's opinion, with the checklist in the words of today."""
    ticked = as_ticked(checklist(kind_of(obj)), ticks)
    obj.reviews.create(reviewer=by, verdict=verdict, checklist=ticked, reasons=reasons)


def close_assignment(obj: Any) -> None:
    """Note that nobody holds a submission any more."""
    if obj.assignments.filter(released_at=None).update(released_at=timezone.now()):
        follow(obj)
