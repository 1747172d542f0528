"""Indicators: in words, what changed from text to text, and the latest value the public reads."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from commitments.models import CommitmentVersion, Frequency, Indicator, IndicatorValue
from commitments.queries.words import figure_in_words
from core import local
from core.prepared import Given, Prepared

Row = dict[str, str]
FIGURES = ("title", "unit", "baseline", "target", "frequency", "source")
CITY_WORDS = ("title", "unit", "source")


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with the latest value that a published report gives."""

    key: str
    position: int
    title: str
    unit: str
    baseline: Decimal | None
    baseline_on: dt.date | None
    target: Decimal | None
    target_on: dt.date | None
    source: str
    frequency: str
    value: Decimal | None
    measured_on: dt.date | None
    note: str

    def in_words(self, name: str) -> str:
        """Return "baseline", "target" or "value" with its unit; empty when there is none."""
        figure = figure_in_words(getattr(self, name))
        return f"{figure} {self.unit}".strip() if figure else ""

    @property
    def frequency_label(self) -> str:
        """Return how often the city reports it, in words."""
        return str(Frequency(self.frequency).label) if self.frequency else ""


def indicators_with_values(version: CommitmentVersion) -> list[IndicatorRow]:
    """Return a text's indicators, each with the value of the latest published report that names it. One query."""
    return [
        IndicatorRow(
            **{name: getattr(row, name) for name in ("key", "position", "title", "unit", "source", "frequency")},
            **{name: getattr(row, name) for name in ("baseline", "baseline_on", "target", "target_on")},
            value=row.latest_value,
            measured_on=row.latest_measured_on or row.latest_as_of,
            note=row.latest_note or "",
        )
        for row in _with_latest(version=version.pk)
    ]


@Prepared
def _with_latest() -> QuerySet[Indicator]:
    values = IndicatorValue.objects.filter(
        report__commitment=OuterRef("version__commitment"), report__state="published", indicator_key=OuterRef("key")
    ).order_by("-report__as_of", "-report_id")
    columns = {"value": "value", "measured_on": "measured_on", "note": "note", "as_of": "report__as_of"}
    latest = {f"latest_{name}": Subquery(values.values(column)[:1]) for name, column in columns.items()}
    return Indicator.objects.filter(version=Given("version", BigIntegerField())).annotate(**latest)


def indicator_words(row: Any, name: str) -> str:
    """Return one answer of an indicator as people read it: a figure with its date, the rhythm in words."""
    if name in {"baseline", "target"}:
        return _figure_and_day(getattr(row, name), getattr(row, f"{name}_on"))
    if name == "frequency":
        return str(Frequency(row.frequency).label) if row.frequency else ""
    return str(getattr(row, name))


def value_words(row: Any) -> str:
    """Return what a report says of one indicator: the figure, its day, the remark."""
    return "\n".join(part for part in (_figure_and_day(row.value, row.measured_on), row.note) if part)


def value_rows(report: Any, indicators: Iterable[Indicator]) -> list[Row]:
    """Return what a report says of each indicator beside what was public before. One query."""
    public = Q(report__commitment=report.commitment_id, report__state="published", report__as_of__lte=report.as_of)
    rows = IndicatorValue.objects.filter(public | Q(report=report))
    values = list(rows.order_by("report__as_of", "report_id", "position", "pk"))
    before = {row.indicator_key: row for row in values if row.report_id != report.pk}
    titles = {row.key: f"{row.title} ({row.unit})" for row in indicators}
    label = _("Indicator %(number)s: %(title)s")
    return [
        {
            "label": label % {"number": row.position, "title": titles.get(row.indicator_key, "")},
            "old": value_words(before[row.indicator_key]) if row.indicator_key in before else "",
            "new": value_words(row),
        }
        for row in values
        if row.report_id == report.pk
    ]


def indicator_lines(row: Any) -> list[str]:
    """Return everything an indicator says, one line each."""
    labels = {"baseline": _("Today: %(what)s"), "target": _("Target: %(what)s"), "frequency": _("Reported %(what)s")}
    labels |= {"unit": _("Unit: %(what)s"), "source": _("Source: %(what)s"), "title": "%(what)s"}
    words = {name: indicator_words(row, name) for name in FIGURES}
    return [labels[name] % {"what": what} for name, what in words.items() if what]


def indicator_rows(old: list[Indicator], new: list[Indicator], languages: Row) -> list[Row]:
    """Return the indicators' differences, matched by their stable keys; a mere new order is no difference."""
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    rows = []
    for key, row in after.items():
        number = {"number": row.position}
        if key not in before:
            label = _("Indicator %(number)s, new") % number
            rows.append({"label": label, "old": "", "new": "\n".join(indicator_lines(row))})
            continue
        rows += [_difference(row, before[key], name, languages) for name in FIGURES]
    for key, row in before.items():
        if key not in after:
            label = _("Indicator %(number)s, removed") % {"number": row.position}
            rows.append({"label": label, "old": "\n".join(indicator_lines(row)), "new": ""})
    return rows


def _difference(row: Indicator, was: Indicator, name: str, languages: Row) -> Row:
    labels = {
        "title": _("Indicator %(number)s: what is measured"),
        "unit": _("Indicator %(number)s: unit"),
        "baseline": _("Indicator %(number)s: value today"),
        "target": _("Indicator %(number)s: target"),
        "frequency": _("Indicator %(number)s: how often it is reported"),
        "source": _("Indicator %(number)s: source"),
    }
    label = labels[name] % {"number": row.position}
    words = {"label": label, "old": indicator_words(was, name), "new": indicator_words(row, name)}
    return words | languages if name in CITY_WORDS else words


def _figure_and_day(value: Decimal | None, day: dt.date | None) -> str:
    return ", ".join(part for part in (figure_in_words(value), local.day(day)) if part)
