"""Indicators as the pages of a commitment draw them: a table of figures with their dates, never a bar or a score."""

from typing import Any

from django.utils.translation import gettext as _

from commitments.models import INDICATOR
from commitments.queries import IndicatorRow, VersionReading, indicator_words
from portal import reading, words
from portal.words import Row


def indicator_rows(found: list[IndicatorRow], read: VersionReading) -> list[Row]:
    """Return one row for each indicator: what is measured, from where to where, and the latest value."""
    titles = {row.key: reading.shown(read.row(INDICATOR, row)) for row in found}
    return [
        {
            "title": titles[row.key]["text"],
            "title_lang": titles[row.key]["lang"],
            "lang": words.lang(read.source.language),
            "source": row.source,
            "frequency": indicator_words(row, "frequency"),
            "figures": [_figure(row, name) for name in ("baseline", "value", "target")],
        }
        for row in found
    ]


def _figure(row: IndicatorRow, name: str) -> dict[str, Any]:
    days = {"baseline": row.baseline_on, "target": row.target_on, "value": row.measured_on}
    note = row.note if name == "value" else ""
    text = row.in_words(name)
    empty = _("Not reported yet") if name == "value" else _("Not given")
    heading = {"baseline": _("At the start"), "value": _("Latest value"), "target": _("Target")}[name]
    return {"heading": heading, "text": text, "day": days[name] if text else None, "note": note, "empty": empty}
