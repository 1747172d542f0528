"""What the filters of the explorer offer, in words: six lists that are read together with their counts."""

from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext as _

from cities.countries import country_name
from cities.models import City
from core.reference import reference_words
from core.text import fold
from framework.models import Element, Goal, PolicyArea, Right, RightsHolderGroup
from portal.words import pillar_name

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]
Row = tuple[Any, ...]
OFFERED = "offered "
LISTS = ("country", "element", "right", "area", "group", "goal")

_TEXT = CharField()
_NONE = Value("", output_field=_TEXT)
_ELEMENT_TITLE = Coalesce(NullIf(F("official_title"), Value("")), F("working_title"), output_field=_TEXT)
_GOAL = Concat(Cast(F("number"), _TEXT), Value(" "), F("title"), output_field=_TEXT)
_NUMBERED = Concat(F("number"), Value(" "), F("heading"), output_field=_TEXT)


def choice_rows() -> list[QuerySet]:
    """Return the queries of all lists, to be read as one; `choices_of` understands their rows.

    Each row holds the name of a list, a code, its place there, the code and the heading of its group (of elements the
    official title), its text.
    """
    return [
        _rows("element", Element, F("pillar"), F("official_title"), _ELEMENT_TITLE),
        _rows("right", Right, F("title__code"), F("title__heading"), _NUMBERED),
        _rows("area", PolicyArea, _NONE, _NONE, F("name")),
        _rows("goal", Goal, _NONE, _NONE, _GOAL),
        _rows("group", RightsHolderGroup, _NONE, _NONE, F("name")),
        _countries(),
    ]


def choices_of(rows: dict[str, list[Row]]) -> dict[str, list[Any]]:
    """Return the choices of country, element, right, area, goal and group by code, two of them grouped, in words.

    Args:
        rows: of `choice_rows`, by the name of their list, without it; each with its place first.
    """
    lists = {kind: rows.get(f"{OFFERED}{kind}", []) for kind in LISTS}
    return {
        "country": sorted(((row[1], country_name(row[1])) for row in lists["country"]), key=lambda pair: fold(pair[1])),
        "element": _grouped_elements(sorted(lists["element"], key=lambda row: (row[2], row[0]))),
        "right": _grouped_rights(sorted(lists["right"])),
        "area": [(row[1], reference_words(row[4])) for row in sorted(lists["area"])],
        "goal": [(row[1], _numbered(row[4])) for row in sorted(lists["goal"])],
        "group": [(row[1], reference_words(row[4])) for row in sorted(lists["group"])],
    }


def _rows(kind: str, table: Any, outer: Any, heading: Any, text: Any) -> QuerySet:
    return (
        table.objects.offered()
        .order_by()
        .values_list(
            Value(f"{OFFERED}{kind}", output_field=_TEXT),
            F("code"),
            Cast(F("order"), IntegerField()),
            Cast(outer, _TEXT),
            Cast(heading, _TEXT),
            Cast(text, _TEXT),
        )
    )


def _countries() -> QuerySet:
    kind, place = Value(f"{OFFERED}country", output_field=_TEXT), Value(0, output_field=IntegerField())
    codes = City.objects.public().order_by().values_list(kind, F("country"), place, _NONE, _NONE, _NONE)
    return codes.distinct()


def _grouped_elements(rows: list[tuple]) -> list[Group]:
    groups: dict[str, list[Choice]] = {}
    for _place, code, pillar, official_title, text in rows:
        mark = "" if official_title else " " + _("(working title)")
        groups.setdefault(pillar, []).append((code, f"{code} {reference_words(text)}{mark}"))
    return [(pillar_name(pillar), choices) for pillar, choices in groups.items()]


def _grouped_rights(rows: list[tuple]) -> list[Group]:
    groups: dict[str, list[Choice]] = {}
    for _place, code, title_code, heading, numbered in rows:
        title = reference_words(heading)
        every = (title_code, _("All of “%(title)s”") % {"title": title})
        groups.setdefault(title, [every]).append((code, _numbered(numbered)))
    return list(groups.items())


def _numbered(text: str) -> str:
    number, _space, title = text.partition(" ")
    return f"{number} {reference_words(title)}"
