"""What belongs to a text: links, milestones, indicators, evidence; for any number of versions in three queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateField, DecimalField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse

from commitments.models import LINK_FIELDS, CommitmentVersion, Indicator, Milestone, VersionEvidence
from commitments.models.indicator import DECIMALS, DIGITS

_TEXT = CharField()
_NONE, _GIVEN = Value(""), Value("-")
_PAGES = {"elements": "portal:element", "rights": "portal:right"}
# Link field -> column of the link table, then path to number, title, official title and group of the row it names.
_COLUMNS: dict[str, tuple[str, Any, Any, Any, Any]] = {
    "elements": (
        "element",
        F("element__code"),
        Coalesce(NullIf(F("element__official_title"), Value("")), F("element__working_title")),
        F("element__official_title"),
        F("element__pillar"),
    ),
    "rights": ("right", F("right__number"), F("right__heading"), _GIVEN, F("right__title__heading")),
    "charter_articles": ("charterarticle", F("charterarticle__number"), F("charterarticle__heading"), _GIVEN, _NONE),
    "goals": ("goal", F("goal__number"), F("goal__title"), _GIVEN, _NONE),
    "recommendations": (
        "recommendation",
        F("recommendation__reference"),
        F("recommendation__text"),
        _GIVEN,
        F("recommendation__body"),
    ),
    "policy_areas": ("policyarea", _NONE, F("policyarea__name"), _GIVEN, _NONE),
    "groups": ("rightsholdergroup", _NONE, F("rightsholdergroup__name"), _GIVEN, _NONE),
}


@dataclass(frozen=True, order=True)
class LinkRow:
    """One row of the framework that a text names. `number` is what people cite: F1, 21, XVIII, 11.

    `group` is the pillar of an element, the Charter title of a right, who made a recommendation; else empty.
    """

    order: int
    code: str
    kind: str = field(compare=False)
    pk: int = field(compare=False)
    number: str = field(compare=False)
    title: str = field(compare=False)
    is_working_title: bool = field(compare=False, default=False)
    group: str = field(compare=False, default="")

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
    pks = list(pks)
    found: dict[int, Links] = {pk: {kind: [] for kind in LINK_FIELDS} for pk in pks}
    rows = [_link_rows(kind, pks) for kind in LINK_FIELDS]
    for version, kind, pk, code, number, title, official, group, order in rows[0].union(*rows[1:], all=True):
        found[version][kind].append(LinkRow(order, code, kind, pk, number, title, not official, group))
    for links in found.values():
        for row in links.values():
            row.sort()
    return found


def _link_rows(kind: str, pks: list[int]) -> QuerySet:
    column, number, title, official, group = _COLUMNS[kind]
    through = getattr(CommitmentVersion, kind).through
    return through.objects.filter(commitmentversion_id__in=pks).values_list(
        "commitmentversion_id",
        Value(kind, output_field=_TEXT),
        f"{column}_id",
        f"{column}__code",
        Cast(number, _TEXT),
        Cast(title, _TEXT),
        Cast(official, _TEXT),
        Cast(group, _TEXT),
        Cast(F(f"{column}__order"), IntegerField()),
    )


def rows_of(pks: Iterable[int]) -> list[Milestone | Indicator]:
    """Return the milestones and indicators of versions (primary keys), in order. One query."""
    pks = list(pks)
    no_text, no_day = Value("", output_field=_TEXT), Value(None, output_field=DateField())
    no_figure = Value(None, output_field=DecimalField(max_digits=DIGITS, decimal_places=DECIMALS))
    blank = {"unit": no_text, "baseline": no_figure, "baseline_on": no_day}
    blank |= {"target": no_figure, "target_on": no_day, "source": no_text, "frequency": no_text}
    shared, own = ("position", "pk", "version_id", "key", "title"), tuple(blank)
    indicators = Indicator.objects.filter(version__in=pks).order_by()
    milestones = Milestone.objects.filter(version__in=pks).order_by()
    # Indicators come first: the types of the columns are theirs.
    both = indicators.values_list(Value("i", output_field=_TEXT), *shared, no_day, *own).union(
        milestones.values_list(Value("m", output_field=_TEXT), *shared, "due_on", *blank.values()), all=True
    )
    return [
        Milestone(**dict(zip((*shared, "due_on"), row, strict=False)))
        if kind == "m"
        else Indicator(**dict(zip((*shared, *own), (*row[:5], *row[6:]), strict=True)))
        for kind, *row in sorted(both, key=lambda row: row[:3])
    ]


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
