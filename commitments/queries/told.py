"""What a text and a report tell row by row, read at once and given to their own managers: `text.milestones.all()`."""

from typing import Any

from django.db.models import CharField, DecimalField, Value

from commitments.models import CommitmentVersion, IndicatorValue, Milestone, MilestoneClaim, ProgressReport
from commitments.models.indicator import DECIMALS, DIGITS
from commitments.queries.parts import rows_of

_TEXT = CharField()


def with_rows(text: CommitmentVersion) -> CommitmentVersion:
    """Return the same text, its milestones and indicators read. One query."""
    rows = rows_of([text.pk])
    _keep(text, milestones=[row for row in rows if isinstance(row, Milestone)])
    _keep(text, indicators=[row for row in rows if not isinstance(row, Milestone)])
    return text


def with_answers(report: ProgressReport) -> ProgressReport:
    """Return the same report, its claims about milestones and values of indicators read. One query."""
    no_figure = Value(None, output_field=DecimalField(max_digits=DIGITS, decimal_places=DECIMALS))
    values = IndicatorValue.objects.filter(report=report).order_by()
    claims = MilestoneClaim.objects.filter(report=report).order_by()
    # Values come first: the types of the columns are theirs.
    both = values.values_list("position", "pk", "indicator_key", "measured_on", "note", "value", _word("")).union(
        claims.values_list("position", "pk", "milestone_key", "reached_on", "note", no_figure, "progress"), all=True
    )
    figures, said = [], []
    for position, pk, key, day, note, value, progress in sorted(both, key=lambda row: row[:2]):
        same = {"pk": pk, "report": report, "position": position, "note": note}
        if progress:
            said.append(MilestoneClaim(**same, milestone_key=key, reached_on=day, progress=progress))
        else:
            figures.append(IndicatorValue(**same, indicator_key=key, measured_on=day, value=value))
    _keep(report, claims=said)
    _keep(report, indicator_values=figures)
    return report


def _word(word: str) -> Value:
    return Value(word, output_field=_TEXT)


def _keep(obj: Any, **rows: list[Any]) -> None:
    """Give rows that were read to the managers that would read them, as a prefetch does."""
    for name, found in rows.items():
        kept = getattr(obj, name).all()
        kept._result_cache = found
        kept._prefetch_done = True
        obj._prefetched_objects_cache = {**getattr(obj, "_prefetched_objects_cache", {}), name: kept}
