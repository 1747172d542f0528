"""Who may do what with the label. No public change of a label by one account alone."""

from typing import Any

from accounts.rules import is_administrator, is_decider
from cities.rules import acts_for, has_hard_conflict, is_approver


def may_prepare(user: Any, application: Any) -> bool:
    """The city's editors and approvers write the application."""
    return acts_for(user, application.city)


def may_submit(user: Any, application: Any) -> bool:
    """An approver of the city submits, and may take the application back."""
    return is_approver(user, application.city)


def may_see_applications(user: Any) -> bool:
    """Deciders decide, administrators read."""
    return is_decider(user) or is_administrator(user)


def may_propose(user: Any, application: Any) -> bool:
    """A decider without conflict proposes the outcome and signs it first."""
    return is_decider(user) and not has_hard_conflict(user, application.city)


def has_signed(user: Any, application: Any) -> bool:
    """Whether `user` already signed the open decision of `application`."""
    decision = application.open_decision
    return bool(decision and any(row.decider_id == user.pk for row in decision.signatures.all()))


def may_sign_second(user: Any, application: Any) -> bool:
    """The second signature comes from another decider, without conflict."""
    return may_propose(user, application) and not has_signed(user, application)


def may_grant(user: Any, application: Any) -> bool:
    """Second signature under a proposal to grant."""
    return application.proposes("granted") and may_sign_second(user, application)


def may_refuse(user: Any, application: Any) -> bool:
    """Second signature under a proposal to refuse."""
    return application.proposes("refused") and may_sign_second(user, application)


def may_reject_proposal(user: Any, application: Any) -> bool:
    """Any decider without conflict sends a proposal back, with a reason."""
    return may_propose(user, application)
