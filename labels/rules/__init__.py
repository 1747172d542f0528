"""Who may do what with the label, and what is missing. No public change of a label by one account alone.

Objects are duck-typed: an application has `city`, `scheme`, `statement`; a city has `commitments` and `labels`.
`cases.py` says who may move an application after it was sent.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules import is_administrator, is_decider
from cities.rules import acts_for, is_approver, may_judge, missing_mandate
from core import local
from labels.rules.assessment import missing_assessment

PUBLISHED_STATES = ("active", "on_hold", "closed")


def may_prepare(user: Any, application: Any) -> bool:
    """The city's editors and approvers write the application."""
    return acts_for(user, application.city)


def may_submit(user: Any, application: Any) -> bool:
    """An approver of the city submits, and may take the application back."""
    return is_approver(user, application.city)


def may_read_changes(user: Any) -> bool:
    """Deciders and administrators read what is only proposed about a label."""
    return is_decider(user) or is_administrator(user)


def may_edit_scheme(user: Any) -> bool:
    """Administrators keep the editions of the rules."""
    return is_administrator(user)


def may_assess(user: Any, assessment: Any) -> bool:
    """The city's editors and approvers write its self-assessment."""
    return acts_for(user, assessment.city)


def may_open_survey(user: Any, assessment: Any) -> bool:
    """An approver of the city asks residents and civil society."""
    return is_approver(user, assessment.city)


def may_extend(user: Any, clock: Any) -> bool:
    """An approver asks for more time where the deadline is the city's."""
    return clock.who in ("city", "approver") and is_approver(user, clock.application.city)


def is_new_to_label(user: Any, label: Any) -> bool:
    """Whoever decided to grant a label, proposing or signing, does not decide to suspend or revoke it."""
    return user.pk not in label.granted_by


def may_judge_label(user: Any, label: Any) -> bool:
    """A decider without conflict."""
    return is_decider(user) and may_judge(user, label.city)


def may_propose_reinstate(user: Any, label: Any) -> bool:
    """A decider without conflict proposes to end a suspension, while no other proposal waits."""
    return label.open_change is None and may_judge_label(user, label)


def may_propose_against_label(user: Any, label: Any) -> bool:
    """A decider without conflict, who had no part in granting it, proposes to suspend or revoke a label."""
    return may_propose_reinstate(user, label) and is_new_to_label(user, label)


def is_second(user: Any, label: Any, kind: str) -> bool:
    """Whether a change of this kind waits, and somebody else proposed it."""
    change = label.open_change
    return change is not None and change.kind == kind and change.proposed_by_id != user.pk


def may_suspend(user: Any, label: Any) -> bool:
    """Second signature under a proposal to suspend."""
    return is_second(user, label, "suspend") and may_judge_label(user, label) and is_new_to_label(user, label)


def may_revoke(user: Any, label: Any) -> bool:
    """Second signature under a proposal to revoke."""
    return is_second(user, label, "revoke") and may_judge_label(user, label) and is_new_to_label(user, label)


def may_reinstate(user: Any, label: Any) -> bool:
    """Second signature under a proposal to end the suspension."""
    return is_second(user, label, "reinstate") and may_judge_label(user, label)


def may_ask_withdrawal(user: Any, label: Any) -> bool:
    """An approver of the city asks to give its label back, while no other proposal waits."""
    return label.open_change is None and is_approver(user, label.city)


def may_withdraw_label(user: Any, label: Any) -> bool:
    """Another approver of the city, or a decider without conflict, makes sure that the city gives its label back."""
    return is_second(user, label, "withdraw") and (is_approver(user, label.city) or may_judge_label(user, label))


def may_see_waiting_changes(user: Any) -> bool:
    """Deciders find the changes of labels that wait for a second person in their queue."""
    return is_decider(user)


def may_hold_change(user: Any, label: Any) -> bool:
    """A decider who may sign the change that waits takes it; others still sign."""
    change = label.open_change
    if change is None or not is_second(user, label, change.kind) or not may_judge_label(user, label):
        return False
    return change.kind in ("reinstate", "withdraw") or is_new_to_label(user, label)


def may_drop_change(user: Any, label: Any) -> bool:
    """A decider without conflict drops a proposal with a reason; the city's approvers what the city asked itself."""
    change = label.open_change
    if change is None:
        return False
    return may_judge_label(user, label) or (change.kind == "withdraw" and is_approver(user, label.city))


def may_answer_hearing(user: Any, label: Any) -> bool:
    """The city's approvers answer a proposal to revoke its label, once."""
    change = label.open_change
    return change is not None and change.kind == "revoke" and not change.reply and is_approver(user, label.city)


def never(user: Any, label: Any) -> bool:
    """A step that the portal makes by itself."""
    return False


def missing_for_revoke(label: Any) -> list[str]:
    """Return why a label cannot be revoked yet: the city is heard first."""
    change = label.open_change
    if change is None or change.is_heard:
        return []
    words = _("The city has until %(day)s to say what it thinks. Sign after that, or when it has answered.")
    return [words % {"day": local.day(change.hearing_until)}]


def switched_off() -> list[str]:
    """Return the reason why nothing can be done while LABEL_ENABLED is off, or nothing."""
    return [] if settings.LABEL_ENABLED else [_("The label is switched off on this portal.")]


def missing_commitments(city: Any, scheme: Any) -> list[str]:
    """Return what the city's record lacks. Commitments that others compiled from public sources do not count."""
    counted = city.commitments.filter(state__in=PUBLISHED_STATES).exclude(origin="compiled").count()
    need = scheme.min_commitments
    if counted >= need:
        return []
    words = ngettext(
        "The city has published %(have)d of the %(need)d commitments that the label needs. Publish %(more)d more.",
        "The city has published %(have)d of the %(need)d commitments that the label needs. Publish %(more)d more.",
        need - counted,
    )
    return [words % {"have": counted, "need": need, "more": need - counted}]


def missing_to_apply(city: Any, scheme: Any, *, held_until: Callable[[Any], dt.date | None] | None = None) -> list[str]:
    """Return why `city` cannot apply under `scheme` yet, one sentence each. Empty means it can.

    Args:
        city: the city.
        scheme: the edition of the rules.
        held_until: says until when the city holds a label, where the caller knows it already.
    """
    missing = switched_off()
    if city.membership != "committed":
        missing.append(_("Only a committed city can apply for the label. Join with a mandate first."))
    else:
        missing += missing_mandate(city)
    missing += missing_commitments(city, scheme)
    until = (held_until or valid_until_of)(city)
    if until:
        missing.append(_("The city holds the label already, until %(date)s.") % {"date": local.day(until)})
    return missing


def valid_until_of(city: Any) -> dt.date | None:
    """Return the last day of the label that `city` holds today, on hold or suspended or not, if it holds one."""
    rows = city.labels.lasting().filter(state__in=("valid", "on_hold", "suspended"))
    return rows.order_by("-valid_until").values_list("valid_until", flat=True).first()


def missing_for_submit(application: Any, *, held_until: Callable[[Any], dt.date | None] | None = None) -> list[str]:
    """Return what an application still lacks before it can be sent, one sentence each. See `missing_to_apply`."""
    renews = application.kind == "renewal"
    missing = missing_to_apply(application.city, application.scheme, held_until=_nothing_held if renews else held_until)
    if not application.statement.strip():
        missing.append(_("Say why the city applies."))
    if renews and not application.looks_back.strip():
        missing.append(_("Look back: say what changed since the label was granted."))
    return missing + missing_assessment(application)


def _nothing_held(city: Any) -> None:
    """A city that renews holds a label: that stands not against it."""


def missing_for_grant(application: Any) -> list[str]:
    """Return what stands against granting now: the record may have shrunk since the city applied."""
    return (
        switched_off()
        + missing_commitments(application.city, application.scheme)
        + missing_for_renewal(application.renews)
    )


def missing_for_renewal(label: Any) -> list[str]:
    """Return what stands against renewing `label` now; nothing for a first label (None)."""
    if label is None or label.state not in ("suspended", "revoked", "withdrawn"):
        return []
    if label.state == "suspended":
        return [_("The label is suspended. End the suspension or revoke the label before you decide to renew it.")]
    return [_("The label was revoked or given back meanwhile, so it cannot be renewed.")]
