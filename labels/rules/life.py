"""The dates in the life of a label, and who writes what about it. Derived: nothing here stands still.

`Terms` are the deadlines of one edition: ("midterm", "report") -> (18, "months"). A label is duck-typed: it has `city`,
`state`, `valid_from`, `valid_until`.
"""

import datetime as dt
from typing import Any

from cities.rules import acts_for, is_approver
from labels.rules.clocks import add_months, due_on

Terms = dict[tuple[str, str], tuple[int, str]]
MIDTERM_OPENS_DAYS = 90  # before it is due: with the first reminder


def may_write_midterm(user: Any, label: Any) -> bool:
    """The city's editors and approvers write the report at half time."""
    return acts_for(user, label.city)


def may_send_midterm(user: Any, label: Any) -> bool:
    """An approver of the city sends it."""
    return is_approver(user, label.city)


def midterm_due(valid_from: dt.date, terms: Terms, country: str) -> dt.date | None:
    """Return the last day for the report at half time, or None when the edition asks for none.

    Args:
        valid_from: the first day of the label; not counted.
        terms: of the edition the label was granted under.
        country: of the city, ISO 3166-1 alpha-2; its public holidays count.
    """
    return _after(valid_from, terms.get(("midterm", "report")), country)


def hold_after(due: dt.date | None, terms: Terms, country: str) -> dt.date | None:
    """Return the last day before a label without its report goes on hold, or None when it never does.

    Args:
        due: what `midterm_due` says.
        terms: of the edition.
        country: of the city.
    """
    return _after(due, terms.get(("midterm", "hold")), country) if due else None


def midterm_opens(due: dt.date) -> dt.date:
    """Return the first day on which the report at half time can be written."""
    return due - dt.timedelta(days=MIDTERM_OPENS_DAYS)


def renewal_opens(valid_until: dt.date, terms: Terms) -> dt.date | None:
    """Return the first day on which the city can ask for a renewal, or None when the edition knows none.

    Args:
        valid_until: the last day of the label. Counted back in months it keeps its number, or the last of the month.
        terms: of the edition.
    """
    length, unit = terms.get(("renewal", "opens"), (0, ""))
    if not length:
        return None
    return add_months(valid_until, -length) if unit == "months" else valid_until - dt.timedelta(days=length)


def _after(start: dt.date, term: tuple[int, str] | None, country: str) -> dt.date | None:
    return due_on(start, *term, country) if term else None
