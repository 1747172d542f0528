"""The page of figures: commitments by what they are about, and the office's own times in words."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.models import Facet
from commitments.queries import FacetRow, facet_rows
from core import local
from core.page_cache import remember
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

FACETS: dict[str, Any] = {
    Facet.PILLAR: gettext_lazy("By foundation, structure and tool"),
    Facet.TITLE: gettext_lazy("By title of the EU Charter"),
    Facet.AREA: gettext_lazy("By policy area"),
    Facet.GROUP: gettext_lazy("By group of people"),
    Facet.COUNTRY: gettext_lazy("By country, in the order of the alphabet"),
    Facet.YEAR: gettext_lazy("By the year in which they start"),
    Facet.PROGRESS: gettext_lazy("By progress, as the cities say"),
}


def charts() -> list[Row]:
    """Return a chart for each facet: its rows with words and the width of their bars. Two queries."""
    found = facet_rows(*FACETS)
    return [
        {
            "key": str(Facet(facet).value),
            "title": title,
            "rows": _bars(found[facet]),
            "csv": reverse("opendata:figures_csv", args=[Facet(facet).value]),
        }
        for facet, title in FACETS.items()
    ]


def _bars(rows: list[FacetRow]) -> list[Row]:
    longest = max((row.number for row in rows), default=0) or 1
    return [
        {
            "name": row.name,
            "number": local.number(row.number),
            "words": _commitments(row.number),
            "width": f"{100 * row.number / longest:.1f}",
        }
        for row in rows
    ]


def _commitments(number: int) -> str:
    words = ngettext("%(number)s commitment", "%(number)s commitments", number)
    return words % {"number": local.number(number)}


def times_in_words(*, today: dt.date) -> list[Row]:
    """Return the periods, latest twelve months first, each with its rows. One query, at most once a minute."""
    found: list[Took] = remember(f"portal:times:{today}", lambda: service_times(today=today), KEPT_FOR) or []
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
