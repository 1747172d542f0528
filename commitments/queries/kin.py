"""Which public commitment a text continues, and which ones continue it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject
from django.urls import reverse

from commitments.models import Commitment
from core.aggregates import JsonRows


@dataclass(frozen=True, order=True)
class Kin:
    """A public commitment that was copied forward to another one, or from it. `is_earlier`: it came before."""

    code: str
    title: str
    language: str
    is_earlier: bool

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("portal:commitment", args=[self.code])


def kin_as_json() -> Subquery:
    """Return an expression over a version for `read_kin`: the page of a commitment reads it with its first query."""
    near = Q(pk=OuterRef("commitment__copied_from")) | Q(copied_from=OuterRef("commitment"))
    texts = {"versions__state": "published", "city__is_public": True}
    rows = Commitment.objects.public().filter(near, **texts).order_by().values("city")
    told = JSONObject(
        code=F("code"),
        title=F("versions__title"),
        language=F("versions__language"),
        later=Case(When(copied_from=OuterRef("commitment"), then=1), default=0),
    )
    return Subquery(rows.annotate(rows=JsonRows(told)).values("rows"))


def read_kin(rows: list[dict[str, Any]] | None) -> list[Kin]:
    """Return what `kin_as_json` read, in the order of their codes."""
    return sorted(Kin(row["code"], row["title"], row["language"], not row["later"]) for row in rows or [])
