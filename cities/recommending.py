"""Recommendations: a table read and judged cell by cell, and what a form offers. Nothing here writes."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cities.countries import is_known, iso_code
from cities.models import City, Recommendation
from core.text import clean_line, validate_public_url

COLUMNS = ("city", "country", "source", "body", "reference", "date", "text", "language", "link")
MOST_ROWS, MOST_BYTES, MOST_OFFERED = 2000, 2_000_000, 200
LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Fault:
    """A cell that makes no sense; `row` counts as a spreadsheet does, the head is row 1."""

    row: int
    column: str
    words: str


@dataclass(frozen=True)
class Table:
    """What a file holds: rows ready to be stored, and every fault. Rows are stored only when there is none."""

    rows: list[dict[str, Any]]
    faults: list[Fault]


def read_table(raw: bytes) -> Table:
    """Return the rows of a CSV file (UTF-8, comma or semicolon) with a fault for every cell that makes no sense."""
    if len(raw) > MOST_BYTES:
        return Table([], [Fault(1, "", _("The file is too large: 2 MB are the most."))])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Table([], [Fault(1, "", _("Save the file as CSV in UTF-8."))])
    if "\x00" in text:
        return Table([], [Fault(1, "", _("The file holds characters that cannot be read."))])
    head, _end, _rest = text.partition("\n")
    table = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    found = {str(name or "").strip().lower() for name in table.fieldnames or ()}
    if missing := [name for name in ("body", "text") if name not in found]:
        words = _("The first row must name the columns. Missing: %(names)s.") % {"names": ", ".join(missing)}
        return Table([], [Fault(1, "", words)])
    try:
        lines = [{str(k or "").strip().lower(): v for k, v in line.items()} for line in table]
    except csv.Error:
        return Table([], [Fault(1, "", _("The file cannot be read as CSV."))])
    return _judge(lines)


def _judge(lines: list[dict[str, Any]]) -> Table:
    if len(lines) > MOST_ROWS:
        return Table([], [Fault(MOST_ROWS + 2, "", _("2,000 rows are the most. Split the file."))])
    cities = {city.slug: city for city in City.objects.filter(slug__in=[_cell(line, "city") for line in lines])}
    rows, faults = [], []
    for number, line in enumerate(lines, 2):
        if not any(_cell(line, name) for name in COLUMNS):
            continue
        row: dict[str, Any] = {}
        for column, clean in _CLEANERS.items():
            try:
                row |= clean(_cell(line, column), line, cities)
            except ValidationError as error:
                faults.append(Fault(number, column, " ".join(error.messages)))
        rows.append(row)
    return Table(rows, faults)


def _cell(line: dict[str, Any], name: str) -> str:
    value = line.get(name)
    return clean_line(value) if isinstance(value, str) else ""


def _city(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    if bool(value) == bool(_cell(line, "country")):
        raise ValidationError(_("Name a city or a country, one of the two."))
    if value and value not in cities:
        raise ValidationError(_("There is no city with the address “%(slug)s”.") % {"slug": value[:60]})
    return {"city": cities.get(value)}


def _country(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    code = iso_code(value) if value else ""
    if value and not is_known(code):
        raise ValidationError(_("Write the country as two letters, such as AT."))
    return {"country": code}


def _source(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    value = value.lower() or "other"
    if value not in Recommendation.Source.values:
        raise ValidationError(_("Use one of: %(words)s.") % {"words": ", ".join(Recommendation.Source.values)})
    return {"source": value}


def _line(name: str, most: int, *, needed: Any = "") -> Any:
    def clean(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
        if needed and not value:
            raise ValidationError(needed)
        if len(value) > most:
            raise ValidationError(_("Use %(most)s characters at most.") % {"most": most})
        return {name: value}

    return clean


def _date(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    try:
        day = parse_date(value) if value else None
    except ValueError:
        day = None
    if value and (day is None or not dt.date(1945, 1, 1) <= day <= dt.date(2100, 1, 1)):
        raise ValidationError(_("Write the date as 2026-03-31."))
    return {"dated_on": day}


def _language(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    value = value.lower() or "en"
    if not LANGUAGE.fullmatch(value):
        raise ValidationError(_("Write the language as a code, such as de."))
    return {"language": value}


def _link(value: str, line: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    if value:
        validate_public_url(value)
    return {"url": value}


_CLEANERS = {
    "city": _city,
    "country": _country,
    "source": _source,
    "body": _line("body", 200, needed=_("Say who recommends it.")),
    "reference": _line("reference", 100),
    "date": _date,
    "text": _line("text", 1000, needed=_("Say what is recommended.")),
    "language": _language,
    "link": _link,
}


def recommendation_choices(city: Any, *, chosen: Iterable[int] = (), with_code: bool = False) -> list[tuple[int, str]]:
    """Return the recommendations to a city and its country as choices, latest first. One query.

    Args:
        city: to which they were made.
        chosen: primary keys that stay on offer.
        with_code: whether each begins with its code, as in a spreadsheet.
    """
    offered = Recommendation.objects.offered(chosen=chosen).to_city(city)
    rows = offered.order_by(F("dated_on").desc(nulls_last=True), "pk")
    named = [(row, _recommendation_words(row)) for row in rows[:MOST_OFFERED]]
    return [(row.pk, f"{row.code} {words}" if with_code else words) for row, words in named]


def _recommendation_words(row: Recommendation) -> str:
    source = ", ".join(part for part in (row.body, row.reference) if part)
    return f"{source}: {row.text}"
