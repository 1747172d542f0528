"""Deadlines as data: the defaults of the method (process.md, sections 1 and 2), and what the office made of them."""

from review.models import Deadline

Key = Deadline.Key
DEFAULTS: dict[str, int] = {
    Key.FORM_CHECK: 15,
    Key.JOIN_CHECK: 15,
    Key.LABEL_HEARING: 30,
    Key.STATEMENT_CHECK: 5,
    Key.ANSWER: 30,
    Key.INVITATION: 7,
    Key.SIGN_OFF_LINK: 7,
    Key.MANDATE_NOTICE: 60,
    Key.CONFIRM_EVERY: 365,
    Key.REPORT_EVERY: 730,
    Key.EXTENSION: 30,
    Key.HOLD_AFTER: 60,
    Key.REPLY: 30,
    Key.POOL_OFFER: 15,
    Key.LINK_MARK: 30,
}


def days(key: str) -> int:
    """Return how many days `key` (one of `Deadline.Key`) gives now. One query."""
    return Deadline.objects.filter(key=key).values_list("days", flat=True).first() or DEFAULTS[key]
