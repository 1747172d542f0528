"""Who may do what with the conditions of a decision. A condition has `label`, `city`, `open_report`, `due_on`."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import is_office
from cities.rules import acts_for, is_approver, may_check, may_judge
from labels.rules import switched_off

HELD = ("valid", "on_hold", "suspended")


def may_see_conditions(user: Any) -> bool:
    """Reviewers and deciders confirm, administrators read."""
    return is_office(user)


def may_hold_condition(user: Any, condition: Any) -> bool:
    """A reviewer or decider without hard conflict takes it; others still confirm."""
    return may_check(user, condition.city)


def may_read_conditions(user: Any, city: Any) -> bool:
    """The city's editors and approvers read what the office answered."""
    return acts_for(user, city)


def may_report_condition(user: Any, condition: Any) -> bool:
    """An approver of the city reports."""
    return is_approver(user, condition.city)


def may_confirm_first(user: Any, condition: Any) -> bool:
    """A reviewer or decider without conflict."""
    return condition.open_report is not None and may_judge(user, condition.city)


def may_confirm_second(user: Any, condition: Any) -> bool:
    """Another one than who confirmed first."""
    report = condition.open_report
    return report is not None and report.confirmed_by_id not in (None, user.pk) and may_judge(user, condition.city)


def may_ask_again(user: Any, condition: Any) -> bool:
    """A reviewer or decider without conflict says what is missing."""
    return condition.open_report is not None and may_judge(user, condition.city)


def missing_for_condition(condition: Any) -> list[str]:
    """Return why nothing can be reported about a condition: no label follows from its decision any more."""
    label = condition.label
    if label is not None and label.state in HELD:
        return switched_off()
    return [_("The city does not hold the label of this decision any more.")]
