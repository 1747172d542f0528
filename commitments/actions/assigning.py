"""A decider gives a submission to somebody. One winner, however many assign or claim at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import Submission, close_assignment, lock, moved_on, workflow_of
from commitments.rules import may_claim
from core import audit
from review.queue import follow
from review.workflow import NotAllowed, NotReady


@transaction.atomic
def assign(*, obj: Submission, to: User, by: User, instead_of: int | None = None) -> Submission:
    """Give a submission to a reviewer or decider without conflict.

    Args:
        obj: a version or report that waits.
        to: who checks it from now on.
        by: a decider without conflict.
        instead_of: id of the person who held it when `by` looked; None when nobody did.

    Returns: the submission, assigned to `to`.
    Raises: NotAllowed; NotReady when `to` may not check it or holds it already; Stale when somebody was faster.
    """
    current = lock(obj)
    held = current.assignments.filter(released_at=None).first()
    if (held.reviewer_id if held else None) != instead_of:
        raise moved_on()
    step, workflow = "reassign" if held else "assign", workflow_of(current)
    workflow.named(current, step)
    if not workflow.may(current, step, by):
        raise NotAllowed(_("Only a decider without conflict of interest gives a submission to somebody."))
    # Read again behind the lock: a role may have ended, a conflict been declared since the page was opened.
    person = User.objects.get(pk=to.pk)
    if not may_claim(person, current):
        raise NotReady([_("%(person)s may not check this. Choose somebody else.") % {"person": person}])
    if held and held.reviewer_id == person.pk:
        raise NotReady([_("%(person)s holds this already.") % {"person": person}])
    workflow.apply(current, step, by=by, data={"to": audit.ref(person)})
    close_assignment(current)
    current.assignments.create(reviewer=person, assigned_by=by)
    follow(current)
    return current
