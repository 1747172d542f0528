"""What belongs to a text: links, milestones, indicators, evidence; for any number of versions in three queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateField,
    DecimalField,
    F,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse

from commitments.models import LINK_FIELDS, CommitmentVersion, Indicator, Milestone, VersionEvidence
from commitments.models.indicator import DECIMALS, DIGITS
from core.prepared import Given, Prepared
from core.reference import reference_words

_TEXT = CharField()
_NONE, _GIVEN = Value(""), Value("-")
_SHARED = ("position", "pk", "version_id", "key", "title")
_MEASURED = ("unit", "baseline", "baseline_on", "target", "target_on", "source", "frequency")
_PAGES = {"elements": "portal:element", "rights": "portal:right"}


class _Columns(NamedTuple):
    """Where a kind of link finds what it says: the column of its link table, and paths to the row it names.

    `official` is empty for a working title; `group`, `source` and `by_city` are told by `LinkRow`.
    """

    column: str
    number: Any
    title: Any
    official: Any = _GIVEN
    group: Any = _NONE
    source: Any = _NONE
    by_city: Any = Value(False)
    order: Any = None


_ITEM = "instrumentitem"
_COLUMNS = {
    "elements": _Columns(
        "element",
        F("element__code"),
        Coalesce(NullIf(F("element__official_title"), Value("")), F("element__working_title")),
        F("element__official_title"),
        F("element__pillar"),
    ),
    "rights": _Columns("right", F("right__number"), F("right__heading"), group=F("right__title__heading")),
    "charter_articles": _Columns("charterarticle", F("charterarticle__number"), F("charterarticle__heading")),
    "instrument_items": _Columns(
        _ITEM,
        Case(
            When(**{f"{_ITEM}__number": "", "then": F(f"{_ITEM}__abbreviation")}),
            default=Concat(F(f"{_ITEM}__instrument__abbreviation"), Value(" "), F(f"{_ITEM}__number")),
        ),
        F(f"{_ITEM}__title"),
        group=F(f"{_ITEM}__instrument__title"),
        source=F(f"{_ITEM}__instrument__url"),
        order=F(f"{_ITEM}__instrument__order") * 1000 + F(f"{_ITEM}__order"),
    ),
    "goals": _Columns("goal", F("goal__number"), F("goal__title")),
    "recommendations": _Columns(
        "recommendation",
        F("recommendation__reference"),
        F("recommendation__text"),
        group=F("recommendation__body"),
        source=F("recommendation__url"),
        by_city=F("recommendation__by_city"),
    ),
    "policy_areas": _Columns("policyarea", _NONE, F("policyarea__name")),
    "groups": _Columns("rightsholdergroup", _NONE, F("rightsholdergroup__name")),
}


@dataclass(frozen=True, order=True)
class LinkRow:
    """One row of the framework that a text names. `number` is what people cite: F1, 21, XVIII, 11, ECCAR 7, CEDAW.

    `group` is the pillar of an element, the Charter title of a right, the instrument of a point, who made a
    recommendation; else empty. `source_url` is where an instrument or a recommendation can be read, if that is known;
    `by_city` tells that the city itself added the recommendation.
    """

    order: int
    code: str
    kind: str = field(compare=False)
    pk: int = field(compare=False)
    number: str = field(compare=False)
    title: str = field(compare=False)
    is_working_title: bool = field(compare=False, default=False)
    group: str = field(compare=False, default="")
    source_url: str = field(compare=False, default="")
    by_city: bool = field(compare=False, default=False)

    def __str__(self) -> str:
        if self.kind == "recommendations":
            source = ", ".join(part for part in (self.group, self.number) if part)
            return f"{source}: {self.title}"
        return f"{self.number} {self.title}".strip()

    @property
    def url(self) -> str:
        """Return the address of its page; empty for kinds without one."""
        return reverse(_PAGES[self.kind], args=[self.code.lower()]) if self.kind in _PAGES else ""


Links = dict[str, list[LinkRow]]


@dataclass(frozen=True)
class VersionParts:
    """Everything that belongs to one version besides its own fields."""

    links: Links
    milestones: list[Milestone]
    indicators: list[Indicator]
    evidence: list[VersionEvidence]


def links_of(pks: Iterable[int]) -> dict[int, Links]:
    """Return the links of versions (primary keys), by version and kind, each kind complete and in order. One query."""
    if not (pks := list(pks)):
        return {}
    rows = _links_of_one(version=pks[0]) if len(pks) == 1 else _all_links(commitmentversion__in=pks)
    return _gathered(pks, rows)


def links_of_city(city: int, pks: Iterable[int]) -> dict[int, Links]:
    """Return the links of some texts in force of one city (primary keys), as `links_of`. One query, written once."""
    wanted = set(pks)
    return _gathered(wanted, [row for row in _links_in_force(city=city) if row[0] in wanted])


def _gathered(pks: Iterable[int], rows: Iterable[Any]) -> dict[int, Links]:
    found: dict[int, Links] = {pk: {kind: [] for kind in LINK_FIELDS} for pk in pks}
    for version, kind, pk, code, number, title, official, order, group, *more in rows:
        say = str if kind == "recommendations" else reference_words  # those stay in the words of whoever made them
        found[version][kind].append(LinkRow(order, code, kind, pk, number, say(title), not official, say(group), *more))
    for links in found.values():
        for row in links.values():
            row.sort()
    return found


@Prepared
def _links_of_one() -> QuerySet:
    return _all_links(commitmentversion=Given("version", BigIntegerField()))


@Prepared
def _links_in_force() -> QuerySet:
    texts = CommitmentVersion.objects.published().of_city(Given("city", BigIntegerField()))
    return _all_links(commitmentversion__in=texts.values("pk"))


def _all_links(**whose: Any) -> QuerySet:
    first, *others = [_link_rows(kind, whose) for kind in LINK_FIELDS]
    return first.union(*others, all=True)


def _link_rows(kind: str, whose: dict[str, Any]) -> QuerySet:
    of = _COLUMNS[kind]
    through = getattr(CommitmentVersion, kind).through
    return through.objects.filter(**whose).values_list(
        "commitmentversion_id",
        Value(kind, output_field=_TEXT),
        f"{of.column}_id",
        f"{of.column}__code",
        Cast(of.number, _TEXT),
        Cast(of.title, _TEXT),
        Cast(of.official, _TEXT),
        Cast(of.order or F(f"{of.column}__order"), IntegerField()),
        Cast(of.group, _TEXT),
        Cast(of.source, _TEXT),
        Cast(of.by_city, BooleanField()),
    )


def rows_of(pks: Iterable[int] | QuerySet) -> list[Milestone | Indicator]:
    """Return the milestones and indicators of versions (primary keys, or a query for them), in order. One query."""
    pks = pks if isinstance(pks, QuerySet) else list(pks)
    is_one = isinstance(pks, list) and len(pks) == 1
    both = _rows_of_one(version=pks[0]) if is_one else _all_rows(version__in=pks)
    return [
        Milestone(**dict(zip((*_SHARED, "due_on"), row, strict=False)))
        if kind == "m"
        else Indicator(**dict(zip((*_SHARED, *_MEASURED), (*row[:5], *row[6:]), strict=True)))
        for kind, *row in sorted(both, key=lambda row: row[:3])
    ]


@Prepared
def _rows_of_one() -> QuerySet:
    return _all_rows(version=Given("version", BigIntegerField()))


def _all_rows(**whose: Any) -> QuerySet:
    no_text, no_day = Value("", output_field=_TEXT), Value(None, output_field=DateField())
    no_figure = Value(None, output_field=DecimalField(max_digits=DIGITS, decimal_places=DECIMALS))
    blank = (no_text, no_figure, no_day, no_figure, no_day, no_text, no_text)
    indicators = Indicator.objects.filter(**whose).order_by()
    milestones = Milestone.objects.filter(**whose).order_by()
    # Indicators come first: the types of the columns are theirs.
    return indicators.values_list(Value("i", output_field=_TEXT), *_SHARED, no_day, *_MEASURED).union(
        milestones.values_list(Value("m", output_field=_TEXT), *_SHARED, "due_on", *blank), all=True
    )


def parts_of(versions: Iterable[CommitmentVersion]) -> dict[int, VersionParts]:
    """Return links, milestones, indicators and evidence of several versions, by primary key. Three queries."""
    links = links_of([version.pk for version in versions])
    parts = {pk: VersionParts(links=links[pk], milestones=[], indicators=[], evidence=[]) for pk in links}
    for row in rows_of(links):
        if isinstance(row, Milestone):
            parts[row.version_id].milestones.append(row)
        else:
            parts[row.version_id].indicators.append(row)
    for listed in VersionEvidence.objects.filter(version__in=links).select_related("evidence__archive"):
        parts[listed.version_id].evidence.append(listed)
    return parts
