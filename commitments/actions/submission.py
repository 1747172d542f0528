"""Sign off and submit: one submission, one reference, one receipt, however often the button is pressed."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from commitments import emails
from commitments.actions.common import StaleEdit, Submission, lock, moved_on, require_writer
from commitments.actions.digest import content_digest
from commitments.actions.material import settle_material
from commitments.models import CommitmentVersion, ProgressReport
from commitments.queries import report_number
from commitments.workflow import REPORT, VERSION
from review.clock import add_working_days
from review.deadlines import days


@transaction.atomic
def submit_version(*, version: CommitmentVersion, by: User, key: UUID, read: str = "") -> CommitmentVersion:
    """Sign off and submit a text to the office; the receipt goes to `by` and to the city's approvers.

    Args:
        version: a draft, a returned text or one that waits for sign-off.
        by: an approver who wrote none of it; for a mere correction anybody who writes for the city.
        key: the key of the form that was sent; the same key again changes nothing and returns the same submission.
        read: the digest of the text that `by` read; if given, no other text is sent.

    Returns: the submitted text, with reference and due date.
    Raises: NotAllowed; NotReady with what is missing; Stale when it has moved on; StaleEdit when it was not read so.
    """
    require_writer(by, version.commitment.city)
    current = lock(version)
    if current.submit_key == key:
        return current
    _same_state(current, version)
    settle_material(current)
    digest = content_digest(current)
    if read and read != digest:
        raise StaleEdit(current)
    times = current.submissions + 1
    reference = f"{current.commitment.code}-{current.number}.{times}"
    values = receipt(key, reference, times) | {"signed_off_by": by, "content_hash": digest}
    data = {"reference": reference, "content_digest": digest}
    _once(lambda: VERSION.apply(current, "submit", by=by, also=values, data=data))
    emails.received(current, by=by)
    return current


@transaction.atomic
def submit_report(*, report: ProgressReport, by: User, key: UUID) -> ProgressReport:
    """Send a progress report to the office; the receipt goes to `by` and to the city's approvers.

    Args:
        report: a draft or returned report.
        by: an editor or approver of the city.
        key: as for `submit_version`.

    Returns: the submitted report, with reference and due date.
    Raises: NotAllowed; NotReady with what is missing; Stale when it has moved on.
    """
    require_writer(by, report.commitment.city)
    current = lock(report)
    if current.submit_key == key:
        return current
    _same_state(current, report)
    times = current.submissions + 1
    reference = f"{current.commitment.code}-R{report_number(current)}.{times}"
    values = receipt(key, reference, times)
    _once(lambda: REPORT.apply(current, "submit", by=by, also=values, data={"reference": reference}))
    emails.received(current, by=by)
    return current


def _same_state(current: Submission, seen: Submission) -> None:
    if current.state != seen.state:
        raise moved_on()


def _once(step: Callable[[], object]) -> None:
    """Refuse the key of another submission: somebody has sent an old form under a new address."""
    try:
        step()
    except IntegrityError as error:
        raise moved_on() from error


def receipt(key: UUID, reference: str, times: int) -> dict[str, object]:
    """Return the fields that every submission gets: key, reference, when it was sent, when the answer is due."""
    now = timezone.now()
    due_on = add_working_days(timezone.localdate(now), days("form_check"))
    return {
        "submit_key": key,
        "reference": reference,
        "submissions": times,
        "submitted_at": now,
        "due_on": due_on,
        "answer_by": None,
    }
