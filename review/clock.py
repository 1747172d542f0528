"""Working days. Holidays of the city's country come with the label process; weekends count here."""

import datetime as dt


def add_working_days(start: dt.date, days: int) -> dt.date:
    """Return the date `days` working days (Monday to Friday) after `start`."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day
