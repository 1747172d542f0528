"""Who may do what with a concern about a label (process, stage 13). Duck-typed.

Nobody who had a part in granting the label, or read the concern first, concludes it. Nothing is suspended before the
city answered and a plan with support ended, or the city let the time for both pass.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.rules import is_decider, is_office, is_reviewer
from cities.domains import domain_of
from cities.rules import acts_for, is_approver, may_check, may_judge
from core import clamd

HELD_STATES = ("valid", "on_hold", "suspended")


def may_file_concern(user: Any, label: Any) -> bool:
    """Everybody but the office, which reads concerns, and the people of the city, who answer them."""
    return not (is_office(user) or acts_for(user, label.city))


def has_domain_of(email: str, city: Any) -> bool:
    """Whether an address lies in a domain that the office recorded for `city`."""
    domain = domain_of(email)
    return any(domain == own or domain.endswith(f".{own}") for own in city.email_domains)


def may_see_concerns(user: Any) -> bool:
    """Reviewers and deciders see what came to the office, while the label is switched on."""
    return settings.LABEL_ENABLED and (is_reviewer(user) or is_decider(user))


def may_hold_concern(user: Any, concern: Any) -> bool:
    """A reviewer or decider without hard conflict with the city holds what waits."""
    return may_check(user, concern.label.city)


def may_triage(user: Any, concern: Any) -> bool:
    """A reviewer or decider without conflict reads a concern first and says whether to go on with it."""
    return may_judge(user, concern.label.city)


def may_plan(user: Any, concern: Any) -> bool:
    """A reviewer or decider without conflict works out the plan with support."""
    return may_judge(user, concern.label.city)


def may_conclude(user: Any, concern: Any) -> bool:
    """A decider without conflict, without part in granting the label, who did not read the concern first."""
    if not (is_decider(user) and may_judge(user, concern.label.city)):
        return False
    label = concern.label
    return user.pk != concern.triaged_by_id and user.pk not in label.granted_by | label.application.prepared_by


def may_answer_concern(user: Any, concern: Any) -> bool:
    """An approver answers for the city, and agrees to a plan or sends it back."""
    return is_approver(user, concern.label.city)


def may_report_on_plan(user: Any, concern: Any) -> bool:
    """The city's editors and approvers report on the plan while it runs."""
    return concern.state == "supported" and acts_for(user, concern.label.city)


def may_extend_answer(user: Any, concern: Any) -> bool:
    """An approver takes more time, once, where the edition knows an extension."""
    if concern.state != "accepted" or concern.deadline is None or concern.deadline.extension is None:
        return False
    return concern.extended_on is None and is_approver(user, concern.label.city)


def by_mail_or_portal(user: Any, concern: Any) -> bool:
    """Nobody by account: the author acts through a link that only their mailbox knows, the portal because of a day."""
    return False


def label_not_held(concern: Any) -> list[str]:
    """Say that the label ended, so that nothing can be asked of the city any more."""
    if concern.label.state in HELD_STATES:
        return []
    return [_("The city does not hold this label any more, so the concern ends with it.")]


def unscanned_concern(concern: Any) -> list[str]:
    """Say what the virus scan holds against the file of a concern before it is accepted."""
    if concern.proof != "file":
        return []
    if concern.scan_state == "infected":
        return [_("A virus was found in the file. Do not accept it: its author may write again with a clean one.")]
    if not clamd.waits(concern.scan_state):
        return []
    return [_("The file is not scanned for viruses yet. Press “Scan the files now” and load the page again.")]


def is_public_already(concern: Any) -> list[str]:
    """Return why a concern cannot be taken back: it was public before an appeal sent it back."""
    return [_("The concern is public. It stays, and the office reads it again.")] if concern.accepted_at else []


def returned_a_plan(concern: Any) -> list[str]:
    """Return why the city cannot send a plan back: it did so once."""
    if concern.status_changes.filter(transition="return_plan").exists():
        return [_("The city sent a plan back once already. Agree to this one, or let the time to answer pass.")]
    return []


def step_faults(steps: list[tuple[dt.date, str]], today: dt.date, last: dt.date | None) -> list[str]:
    """Say what is wrong with the steps of a plan.

    Args:
        steps: (by when, what).
        today: the day to judge by.
        last: the last day that the edition allows, if it names one.
    """
    if not steps:
        return [_("Write at least one step with its day: 2027-03-31 The desk opens on Saturdays")]
    faults = [_("Give every step a day to come.")] if any(day <= today for day, _text in steps) else []
    if last is not None and any(day > last for day, _text in steps):
        faults.append(_("Let the last step end by %(day)s: a plan has no more time.") % {"day": last.isoformat()})
    return faults
