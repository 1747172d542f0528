"""Milestones as the public reads them: each with what the latest published report says of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from commitments.models import Milestone, MilestoneClaim, Progress
from core.aggregates import JsonRows


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with what the latest published report says of it."""

    key: str
    position: int
    title: str
    due_on: dt.date | None
    progress: str
    reached_on: dt.date | None
    note: str

    @property
    def progress_label(self) -> str:
        """Return the progress in words; "Planned" as long as no report says more."""
        return str(Progress(self.progress).label)


def milestones_as_json() -> Subquery:
    """Return an expression over a version for `read_milestones`: a page reads them with the text they belong to."""
    claims = MilestoneClaim.objects.filter(
        report__commitment=OuterRef("version__commitment"), report__state="published", milestone_key=OuterRef("key")
    ).order_by("-report__as_of", "-report_id")
    claimed = {name: Subquery(claims.values(name)[:1]) for name in ("progress", "reached_on", "note")}
    own = {name: F(name) for name in ("pk", "key", "position", "title", "due_on")}
    rows = Milestone.objects.filter(version=OuterRef("pk")).order_by().values("version")
    return Subquery(rows.annotate(rows=JsonRows(JSONObject(**own, **claimed))).values("rows"))


def read_milestones(rows: list[dict[str, Any]] | None) -> list[MilestoneRow]:
    """Return what `milestones_as_json` read, in the order of the text."""
    return [
        MilestoneRow(
            key=row["key"],
            position=row["position"],
            title=row["title"],
            due_on=_day(row["due_on"]),
            progress=row["progress"] or Progress.NOT_STARTED,
            reached_on=_day(row["reached_on"]),
            note=row["note"] or "",
        )
        for row in sorted(rows or [], key=lambda row: (row["position"], row["pk"]))
    ]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
