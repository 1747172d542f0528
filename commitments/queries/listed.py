"""Rows of the list of commitments: what tells one from the next and what it says, for a page of places in one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from commitments.queries.parts import LinkRow
from commitments.queries.search import listed_commitments
from commitments.queries.translations import in_language
from core.aggregates import JsonRows
from core.prepared import Given, Prepared
from core.reference import reference_words

AT_ONCE = 50
# With the same values a row reads the same.
KEY = ("pk", "state", "progress", "origin", "changed_at", "city__changed_at")
TEXT = ("language", "title", "summary", "starts_on", "ends_on")
CITY = ("slug", "name", "country", "origin")
# What a row says of its text: the kinds of links, and where each has the words.
SAID = {"rights": "right__title__heading", "policy_areas": "policyarea__name", "elements": "element__pillar"}


@dataclass(frozen=True)
class ListedRow:
    """A public commitment of a list. `key` names everything that may change how it reads."""

    key: tuple[Any, ...]
    values: tuple[Any, ...]

    @property
    def pk(self) -> int:
        """The commitment's primary key."""
        return self.key[0]

    def text(self) -> Any:
        """Return its text in force with commitment and city; `translated` is what `in_language` read."""
        code, outcome, *more = self.values
        city = City(**dict(zip(CITY, more, strict=False)), changed_at=self.key[5])
        pk, state, progress, origin, changed_at = self.key[:5]
        commitment = Commitment(
            pk=pk, code=code, state=state, progress=progress, origin=origin, outcome=outcome, city=city,
            changed_at=changed_at,
        )  # fmt: skip
        text: Any = CommitmentVersion(**dict(zip(TEXT, more[len(CITY) :], strict=False)), commitment=commitment)
        text.translated = more[len(CITY) + len(TEXT)]
        return text

    def links(self) -> dict[str, list[LinkRow]]:
        """Return what the text is about: of rights and elements their groups, of policy areas their names."""
        return {
            kind: sorted(_link(kind, row) for row in rows or [])
            for kind, rows in zip(SAID, self.values[-len(SAID) :], strict=True)
        }


def _link(kind: str, row: dict[str, Any]) -> LinkRow:
    said = reference_words(row["said"])
    return LinkRow(row["place"], row["code"], kind, 0, "", title=said, group=said)


def rows_at(places: list[int], language: str) -> list[ListedRow]:
    """Return the commitments at some places, fifty at most, that are public; in the order of the places. One query.

    Args:
        places: of `found_places`.
        language: of the reader, for texts that are translated.
    """
    padded = [*places, *[-1] * (AT_ONCE - len(places))]
    rows = _rows(language=language, **{f"at{number}": place for number, place in enumerate(padded)})
    found = {place: ListedRow(tuple(row[: len(KEY)]), tuple(row[len(KEY) :])) for *row, place in rows}
    return [found[place] for place in places if place in found]


@Prepared
def _rows() -> QuerySet[Any, Any]:
    published = Q(versions__state=CommitmentVersion.State.PUBLISHED)
    at: list[Any] = [Given(f"at{number}", BigIntegerField()) for number in range(AT_ONCE)]
    rows = listed_commitments().filter(search_entry__place__in=at).order_by()
    return rows.annotate(text=FilteredRelation("versions", condition=published)).values_list(
        *KEY,
        "code",
        "outcome",
        *(f"city__{name}" for name in CITY),
        *(f"text__{name}" for name in TEXT),
        in_language(Given("language", CharField()), in_force=True),
        *(_said_as_json(kind) for kind in SAID),
        "search_entry__place",
    )


def _said_as_json(kind: str) -> Subquery:
    field: Any = CommitmentVersion._meta.get_field(kind)
    column = field.m2m_reverse_field_name()
    told = JSONObject(place=F(f"{column}__order"), code=F(f"{column}__code"), said=F(SAID[kind]))
    links = field.remote_field.through.objects.filter(commitmentversion=OuterRef("text__pk")).order_by()
    return Subquery(links.values("commitmentversion").annotate(rows=JsonRows(told)).values("rows"))
