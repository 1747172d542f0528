"""Working days. Holidays of the city's country come with the label process; weekends count here."""

import datetime as dt


def add_working_days(start: dt.date, days: int) -> dt.date:
    """Return the date `days` working days (Monday to Friday) after `start`."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Return how many working days passed from `start` to `end`: 0 on the same day, 1 on the next working day.

    The counterpart of `add_working_days`: a date `n` working days after a start is `n` away from it.
    """
    whole_weeks, rest = divmod(max((end - start).days, 0), 7)
    return whole_weeks * 5 + sum((start + dt.timedelta(days=day)).weekday() < 5 for day in range(1, rest + 1))
