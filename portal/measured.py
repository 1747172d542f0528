"""Indicators as the pages of a commitment draw them: a table of figures with their dates, never a bar or a score."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from commitments.models import CommitmentVersion
from commitments.queries import IndicatorRow, indicator_words
from portal import words
from portal.words import Row


def indicator_rows(found: Iterable[IndicatorRow], version: CommitmentVersion) -> list[Row]:
    """Return one row for each indicator: what is measured, from where to where, and the latest value."""
    return [
        {
            "title": row.title,
            "lang": words.lang(version.language),
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
    return {"text": text, "day": days[name] if text else None, "note": note, "empty": empty}
