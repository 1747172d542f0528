"""Who may write, answer and look again at what a panel finds. Objects are duck-typed.

An application has `city`, `panel`; a finding has `application`, `author` (a seat of the panel), `reply`.
"""

from typing import Any

from cities.rules import acts_for, is_approver
from labels.rules.panel import may_answer

NOT_OURS, OURS, SHARED = "not_ours", "ours", "shared"


def is_author(user: Any, finding: Any) -> bool:
    """Whether `user` wrote the finding."""
    return bool(finding.author.member.user_id == user.pk)


def may_write_finding(user: Any, finding: Any) -> bool:
    """Its author writes a finding; once the author left the panel, anybody seated goes on with it."""
    is_free = finding.author.state != "seated"
    return (is_author(user, finding) or is_free) and may_answer(user, finding.application)


def may_look_again(user: Any, finding: Any) -> bool:
    """Somebody seated who did not write the finding."""
    return not is_author(user, finding) and may_answer(user, finding.application)


def may_write_reply(user: Any, finding: Any) -> bool:
    """The city's editors and approvers write what the city says."""
    return acts_for(user, finding.application.city)


def may_send_replies(user: Any, application: Any) -> bool:
    """An approver of the city sends it."""
    return is_approver(user, application.city)


def may_be_not_ours(criterion: Any, power: str | None) -> bool:
    """Whether a panel may find that something is not in the city's power.

    Args:
        criterion: the question.
        power: what the city's own profile of powers says of it ("" when it left it open); None when the city wrote
            no self-assessment.
    """
    return bool(criterion.by_competence) and power in (NOT_OURS, None)


def is_majority(agreed: int, seated: int) -> bool:
    """Whether more than half of the people who sit in the panel agree."""
    return agreed * 2 > seated
