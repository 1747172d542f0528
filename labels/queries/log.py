"""Reads of the public decision log, and its check."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from core.models import AuditEvent
from labels.chain import Head, faults, line_of, moment
from labels.log_guards import missing_guards
from labels.models import DecisionEntry, DecisionHead


def log_entries(*, label: str = "") -> QuerySet[DecisionEntry]:
    """Return the entries, newest first; those of one label when its number is given."""
    rows = DecisionEntry.objects.order_by("-seq")
    return rows.filter(label_code=label) if label else rows


def log_head() -> Head:
    """Return the end of the log as it is stored now (1 query)."""
    row = DecisionHead.objects.filter(pk=1).first()
    return Head(row.seq, row.hash) if row else Head()


def log_lines() -> Iterator[str]:
    """Yield the whole log, oldest first, as lines without their breaks."""
    return (line_of(entry) for entry in DecisionEntry.objects.order_by("seq").iterator(chunk_size=2000))


def head_at_end_of(day: dt.date) -> dict[str, Any]:
    """Return the head of the log when `day` (UTC) was over: day, number, hash, and when the last entry was made.

    The same for ever once the day is over, so a copy kept elsewhere shows whether the log was written anew.
    """
    after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
    last = DecisionEntry.objects.filter(at__lt=after).order_by("-seq").first()
    head = Head(last.seq, last.hash) if last else Head()
    return {"day": day.isoformat(), "seq": head.seq, "hash": head.hash, "at": moment(last.at) if last else ""}


def head_text(day: dt.date) -> str:
    """Return `head_at_end_of` as the text of its file."""
    return json.dumps(head_at_end_of(day), sort_keys=True) + "\n"


def log_faults() -> Iterator[str]:
    """Walk log, head and the audit chain's own notes of the log; yield one sentence for each fault."""
    yield from faults(DecisionEntry.objects.order_by("seq").iterator(chunk_size=2000), log_head())
    known = dict(DecisionEntry.objects.values_list("seq", "hash"))
    notes = AuditEvent.objects.filter(action="decision_logged").order_by("seq").values_list("data", flat=True)
    for note in notes.iterator(chunk_size=2000):
        seq = note.get("seq")
        if known.get(seq) != note.get("hash"):
            yield f"The audit chain names entry {seq} with another hash, or it is gone."


def guard_faults() -> list[str]:
    """Return one sentence for each guard of the database that is not set."""
    return [f"The database guard {name} is not set: run migrate." for name in missing_guards()]
