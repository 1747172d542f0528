"""How long the office takes, as plain values: the figures of the page for people, from the same roll-up."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation

from commitments.queries import facet_rows
from core.languages import SOURCE
from review.statistics import Took, service_times

FIGURE_COLUMNS = ("facet", "code", "name", "commitments")
COLUMNS = ("kind", "step", "period", "starts_on", "ends_on", "cases", "median_days", "p90_days")


def service_rows(*, today: dt.date) -> list[dict[str, Any]]:
    """Return one row for each kind, step and period with five cases or more. One query.

    Args:
        today: the last day that counts; the twelve months end with it.
    """
    found = service_times(today=today)
    return [_row(row, today) for row in found if row.kind != "label" or settings.LABEL_ENABLED]


def figure_rows(facet: str) -> list[dict[str, Any]]:
    """Return how many commitments have each value of a facet, in the framework's own order. Two queries at most.

    The names are English, whoever asks: data says the same to everybody.
    """
    with translation.override(SOURCE):
        return [
            {"facet": facet, "code": row.code, "name": row.name, "commitments": row.number}
            for row in facet_rows(facet)[facet]
        ]


def _row(row: Took, today: dt.date) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "step": row.step,
        "period": "quarter" if row.start else "twelve_months",
        "starts_on": row.start or today.replace(day=1, year=today.year - 1),
        "ends_on": _last_day_of_quarter(row.start) if row.start else today,
        "cases": row.cases,
        "median_days": row.median,
        "p90_days": row.p90,
    }


def _last_day_of_quarter(start: dt.date) -> dt.date:
    months = start.month + 2
    return dt.date(start.year + months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)
