"""The office's own times in words, for the page of figures. Kinds without words of their own use their label."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.words import Row
from review.registry import kind_named
from review.statistics import Took, service_times

KEPT_FOR = 60
KINDS: dict[str, Any] = {
    "join": gettext_lazy("A city asks to join"),
    "version": gettext_lazy("A commitment, or a change of one"),
    "report": gettext_lazy("A progress report"),
    "label": gettext_lazy("An application for the label"),
}
STEPS: dict[str, Any] = {
    "answer": gettext_lazy("one answer"),
    "case": gettext_lazy("the whole case"),
}


def times_in_words(*, today: dt.date) -> list[Row]:
    """Return the periods, latest twelve months first, each with its rows. One query, at most once a minute."""
    found: list[Took] = cache.get_or_set(f"portal:times:{today}", lambda: service_times(today=today), KEPT_FOR) or []
    periods: dict[dt.date | None, list[Row]] = {}
    for row in found:
        if row.kind != "label" or settings.LABEL_ENABLED:
            periods.setdefault(row.start, []).append(_row(row))
    return [{"title": _period(start), "rows": rows} for start, rows in periods.items()]


def _row(row: Took) -> Row:
    kind = kind_named(row.kind)
    words = KINDS.get(row.kind) or (kind.label if kind else row.kind)
    return {"kind": words, "step": STEPS[row.step], "cases": row.cases, "median": row.median, "p90": row.p90}


def _period(start: dt.date | None) -> str:
    if start is None:
        return _("The last twelve months")
    words = _("%(quarter)s. quarter of %(year)s")
    return words % {"quarter": (start.month - 1) // 3 + 1, "year": start.year}
