"""The roll-up with names: each facet as rows in the order of the framework, never in the order of the numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from cities.countries import country_name
from commitments.models import Facet, Progress
from commitments.queries.rollups import numbers_by
from core.reference import reference_words
from core.text import fold
from framework.models import Element, PolicyArea, Right, RightsHolderGroup, RightsTitle

FACETS = (
    Facet.PILLAR.value,
    Facet.ELEMENT.value,
    Facet.TITLE.value,
    Facet.RIGHT.value,
    Facet.AREA.value,
    Facet.GROUP.value,
    Facet.COUNTRY.value,
    Facet.YEAR.value,
    Facet.PROGRESS.value,
)
_NAMED = {Facet.ELEMENT.value, Facet.TITLE.value, Facet.RIGHT.value, Facet.AREA.value, Facet.GROUP.value}
_TEXT = CharField()
_NONE = Value("", output_field=_TEXT)


@dataclass(frozen=True)
class Name:
    """One row of the framework, in the reader's words. `group`: the pillar of an element, the title of a right."""

    code: str
    name: str
    number: str
    group: str
    is_offered: bool


@dataclass(frozen=True)
class FacetRow:
    """How many commitments have one value of a facet. `code` is empty for those that name nothing of it."""

    code: str
    name: str
    number: int


def framework_names() -> dict[str, list[Name]]:
    """Return facet -> its rows in their own order, retired ones among them. One query."""
    title = Coalesce(NullIf(F("official_title"), Value("")), F("working_title"), output_field=_TEXT)
    rights = Right.objects.filter(title__holds_rights=True)
    parts = [
        _names(Facet.ELEMENT, Element.objects.filter(framework__is_current=True), F("code"), F("pillar"), title),
        _names(Facet.TITLE, RightsTitle.objects.filter(holds_rights=True), F("number"), _NONE, F("heading")),
        _names(Facet.RIGHT, rights, Cast(F("number"), _TEXT), F("title__heading"), F("heading")),
        _names(Facet.AREA, PolicyArea.objects.all(), _NONE, _NONE, F("name")),
        _names(Facet.GROUP, RightsHolderGroup.objects.all(), _NONE, _NONE, F("name")),
    ]
    found: dict[str, list[tuple]] = {facet: [] for facet in sorted(_NAMED)}
    for facet, *row in parts[0].union(*parts[1:], all=True):
        found[facet].append(tuple(row))
    return {facet: [_name(*row) for row in sorted(rows, key=_place)] for facet, rows in found.items()}


def _name(_order: int, code: str, name: str, number: str, group: str, is_offered: bool) -> Name:
    return Name(code, reference_words(name), number, reference_words(group), is_offered)


def _place(row: tuple) -> tuple:
    """Elements stand pillar by pillar, all else in its order."""
    order, code, _name, _number, group, _offered = row
    return group if group in Element.Pillar.values else "", order, code


def _names(facet: str, rows: QuerySet[Any], *columns: Any) -> QuerySet[Any]:
    number, group, name = (Cast(column, _TEXT) for column in columns)
    kind = Value(str(facet), output_field=_TEXT)
    order, offered = Cast(F("order"), IntegerField()), Cast(F("is_offered"), BooleanField())
    return rows.order_by().values_list(kind, order, Cast(F("code"), _TEXT), name, number, group, offered)


def facet_rows(*facets: str) -> dict[str, list[FacetRow]]:
    """Return each of these facets as rows, nothing invented counted and nothing left out. Two queries at most.

    Args:
        facets: of `FACETS`. Countries come by name, years in their order, all else as the framework orders it.
    """
    numbers = numbers_by(*facets)
    names = framework_names() if _NAMED & set(facets) else {}
    return {facet: _rows(facet, numbers[facet], names) for facet in facets}


def _rows(facet: str, numbers: dict[str, int], names: dict[str, list[Name]]) -> list[FacetRow]:
    known = _known(facet, numbers, names)
    # What is retired, or of an earlier edition, is still counted where it is cited.
    gone = {code: code for code in sorted(numbers) if code and code not in known}
    rows = [FacetRow(code, name, numbers.get(code, 0)) for code, name in (known | gone).items()]
    return rows + ([FacetRow("", _none_named(facet), numbers[""])] if numbers.get("") else [])


def _known(facet: str, numbers: dict[str, int], names: dict[str, list[Name]]) -> dict[str, str]:
    if facet in _NAMED:
        rows = [row for row in names[facet] if row.is_offered or row.code in numbers]
        return {row.code: f"{row.number} {row.name}".strip() for row in rows}
    if facet == Facet.PILLAR:
        return {code: str(label) for code, label in Element.Pillar.choices}
    if facet == Facet.PROGRESS:
        return {code: str(label) for code, label in Progress.choices}
    if facet == Facet.COUNTRY:
        return dict(sorted(((code, country_name(code)) for code in numbers), key=lambda pair: fold(pair[1])))
    return {code: code for code in sorted(numbers) if code}


def _none_named(facet: str) -> str:
    return _("No start given") if facet == Facet.YEAR else _("None named")
