"""Who may move an application between its submission and its decision. Duck-typed, as everything in `labels.rules`.

The office prepares: two people say whether an application is admissible, one proposes the outcome. Two deciders who
are new to the case sign (process, stages 4 and 9).
"""

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import is_decider, is_office
from cities.rules import may_check, may_judge


def may_see_applications(user: Any) -> bool:
    """Reviewers and deciders work on applications, administrators read."""
    return is_office(user)


def may_hold_application(user: Any, application: Any) -> bool:
    """A reviewer or decider without hard conflict prepares a case; others still confirm and sign."""
    return may_check(user, application.city)


def may_handle(user: Any, application: Any) -> bool:
    """A reviewer or decider without conflict checks an application, sends it back, proposes its outcome."""
    return may_judge(user, application.city)


def not_returned_before(application: Any) -> list[str]:
    """Return why an application cannot go back to the city: it did so once."""
    if application.status_changes.filter(transition="return_for_changes").exists():
        return [_("It went back to the city once already. Decide about it as it is.")]
    return []


# --- Admissibility ---------------------------------------------------------------------------------
def has_no_open_admissibility(application: Any) -> list[str]:
    """Return why nothing can be proposed: a proposal waits already."""
    if application.open_admissibility is None:
        return []
    return [_("A proposal waits already. Confirm it, or drop it with a reason, before you make another one.")]


def may_confirm(user: Any, application: Any, *, admissible: bool) -> bool:
    """Whether `user` may confirm the open proposal of this kind, as another person than who made it."""
    proposal = application.open_admissibility
    if proposal is None or proposal.admissible != admissible or proposal.proposed_by_id == user.pk:
        return False
    return may_handle(user, application)


def may_admit(user: Any, application: Any) -> bool:
    """A second person confirms that an application is admissible."""
    return may_confirm(user, application, admissible=True)


def may_find_inadmissible(user: Any, application: Any) -> bool:
    """A second person confirms that an application is not admissible."""
    return may_confirm(user, application, admissible=False)


def may_drop_admissibility(user: Any, application: Any) -> bool:
    """Another person drops the open proposal with a reason; so may whoever made it."""
    return application.open_admissibility is not None and may_handle(user, application)


# --- Steps of the portal, which wait for people where the edition knows no deadline -----------------
def may_close_window(user: Any, application: Any) -> bool:
    """The portal closes the window when its time is over; the office where the rules name no time."""
    return may_handle(user, application) and not application.runs("window.open")


def may_close_reply(user: Any, application: Any) -> bool:
    """The portal ends the time to reply; the office where the rules name no time."""
    return may_handle(user, application) and not application.runs("reply.answer")


# --- Decision --------------------------------------------------------------------------------------
def may_sign(user: Any, application: Any) -> bool:
    """A decider without conflict, and without an earlier part in the case."""
    if application.open_decision is None or not is_decider(user) or not may_judge(user, application.city):
        return False
    return user.pk not in application.prepared_by


def may_sign_first(user: Any, application: Any) -> bool:
    """The first signature under an open proposal."""
    decision = application.open_decision
    return decision is not None and decision.signed_by_id is None and may_sign(user, application)


def may_sign_second(user: Any, application: Any) -> bool:
    """The second signature comes from another decider than the first."""
    decision = application.open_decision
    if decision is None or decision.signed_by_id in (None, user.pk):
        return False
    return may_sign(user, application)


def may_grant(user: Any, application: Any) -> bool:
    """Second signature under a proposal to award the label, at once or with conditions."""
    decision = application.open_decision
    return decision is not None and decision.is_award and may_sign_second(user, application)


def may_refuse(user: Any, application: Any) -> bool:
    """Second signature under a proposal without a label."""
    decision = application.open_decision
    return decision is not None and not decision.is_award and may_sign_second(user, application)


def may_send_back(user: Any, application: Any) -> bool:
    """Any decider without conflict sends a proposal back, with a reason; so may whoever proposed it."""
    decision = application.open_decision
    if decision is None or not may_judge(user, application.city):
        return False
    return is_decider(user) or decision.proposed_by_id == user.pk


def may_reject_proposal(user: Any, application: Any) -> bool:
    """Send a proposal back to be written anew."""
    return application.admitted_at is not None and may_send_back(user, application)


def may_reopen_admissibility(user: Any, application: Any) -> bool:
    """Send a proposal back where nobody has admitted the application yet: the check begins again."""
    return application.admitted_at is None and may_send_back(user, application)
