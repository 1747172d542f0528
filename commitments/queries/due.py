"""What has its turn for a reminder today: reports, confirmations, milestones, answers to the office, old drafts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from commitments.models import IN_FORCE, Commitment, CommitmentVersion, Milestone, MilestoneClaim, ProgressReport
from core.models import Reminder
from core.reminders import Turn

KEPT = ("done", "dropped")
ANEW = "confirmation_anew"  # kind of a reminder that somebody asked for; its `offset` counts them
COLUMNS = ("thing", "part", "due", "report", "commitment", "code", "title", "detail", "city_id", "city")


@dataclass(frozen=True)
class Due:
    """One due date of a city. `thing` and `part` name it in the table of reminders, `detail` is a milestone's text."""

    thing: int
    part: str
    due_on: dt.date
    report: int | None
    commitment: int
    code: str
    title: str
    detail: str
    city_id: int
    city: str


def due_reports(turn: Turn) -> Iterator[Due]:
    """Reports of active commitments; not while the office checks one."""
    waiting = ProgressReport.objects.waiting().order_by().filter(commitment=OuterRef("pk"))
    rows = Commitment.objects.filter(~Exists(waiting), state=Commitment.State.ACTIVE)
    return _read("report", turn, rows, "next_report_on", prefix="")


def due_confirmations(turn: Turn) -> Iterator[Due]:
    """Yearly confirmations of commitments in force."""
    return _read("confirmation", turn, Commitment.objects.in_force(), "next_confirm_on", prefix="")


def confirmation_due_of(commitment: Commitment) -> Due | None:
    """Return the yearly confirmation that a commitment has ahead, with its city; None when there is none. One query."""
    if commitment.next_confirm_on is None:
        return None
    text = CommitmentVersion.objects.published().filter(commitment=commitment).first()
    city, title = commitment.city, text.title if text else commitment.code
    about = (commitment.pk, "", commitment.next_confirm_on, None, commitment.pk, commitment.code, title, "")
    return Due(*about, city.pk, city.name)


def links_sent_anew(person: int, commitment: int, due_on: dt.date) -> int:
    """Return how often somebody (key) was sent a new link to confirm, in place of those before. One query."""
    rows = Reminder.objects.filter(kind=ANEW, thing=commitment, due_on=due_on, person=person)
    return rows.aggregate(last=Max("offset"))["last"] or 0


def due_milestones(turn: Turn) -> Iterator[Due]:
    """Milestones of the cities' own texts that no published report calls completed or dropped."""
    kept = MilestoneClaim.objects.filter(
        report__commitment=OuterRef("version__commitment"),
        report__state="published",
        milestone_key=OuterRef("key"),
        progress__in=KEPT,
    )
    rows = Milestone.objects.filter(
        ~Exists(kept), version__state="published", version__commitment__state__in=IN_FORCE
    ).exclude(version__commitment__origin="compiled")
    keys = {"thing": F("version__commitment"), "part": F("key"), "detail": F("title")}
    return _read("milestone", turn, rows, "due_on", prefix="version__commitment__", **keys)


def due_answers(turn: Turn) -> Iterator[Due]:
    """Texts that the office sent back."""
    rows = CommitmentVersion.objects.filter(state=CommitmentVersion.State.RETURNED)
    return _read("answer", turn, rows, "answer_by", prefix="commitment__", title=F("title"))


def due_report_answers(turn: Turn) -> Iterator[Due]:
    """Reports that the office sent back."""
    rows = ProgressReport.objects.filter(state=ProgressReport.State.RETURNED)
    return _read("report_answer", turn, rows, "answer_by", prefix="commitment__", report=F("pk"))


def due_drafts(turn: Turn) -> Iterator[Due]:
    """Drafts that nobody touched; the day of the last change counts as the due date."""
    rows = CommitmentVersion.objects.filter(state=CommitmentVersion.State.DRAFT)
    rows = rows.annotate(untouched=TruncDate("updated_at"))
    return _read("draft", turn, rows, "untouched", prefix="commitment__", title=F("title"))


def _read(kind: str, turn: Turn, rows: QuerySet[Any], date: str, *, prefix: str, **keys: Any) -> Iterator[Due]:
    """Return the rows whose date is in the turn and that nobody was reminded of yet. One query."""
    commitment = OuterRef(prefix.rstrip("_") or "pk")
    titles = CommitmentVersion.objects.published().filter(commitment=commitment).values("title")[:1]
    empty, none = Value("", output_field=CharField()), Value(None, output_field=CharField())
    found: dict[str, Any] = {
        "thing": F("pk"), "part": empty, "due": F(date), "report": none, "detail": empty, "title": Subquery(titles),
        "commitment": F(f"{prefix}pk"), "code": F(f"{prefix}code"), "city_id": F(f"{prefix}city"),
        "city": F(f"{prefix}city__name"), **keys,
    }  # fmt: skip
    columns = {f"c_{name}": found[name] for name in COLUMNS}
    given = Reminder.objects.filter(
        kind=kind, thing=OuterRef("c_thing"), part=OuterRef("c_part"), due_on=OuterRef(date), offset=turn.offset
    )
    near = rows.filter(**{f"{date}__gte": turn.first, f"{date}__lte": turn.last}).annotate(**columns)
    values = near.filter(~Exists(given)).order_by(date, "pk").values_list(*columns)
    for row in values.iterator(chunk_size=500):
        due = Due(*row)
        yield due if due.title else replace(due, title=due.code)
