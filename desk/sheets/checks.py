"""What the cells of one row say together. Only rows that were changed are judged."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.models import Progress
from desk.sheets.columns import COMMITMENTS, INDICATORS, MEASURED, MILESTONES, PROGRESS
from desk.sheets.standing import Record

Period = tuple[str, str]  # start and end as ISO dates
REACHED = ("", Progress.DONE, Progress.PARTLY_DONE)


def row_faults(sheet: str, key: str, values: Record, changed: set[str], *, period: Period) -> Iterator[tuple[str, str]]:
    """Yield (column, words) for what a row must not say.

    Args:
        sheet: which one.
        key: of a milestone; empty on the progress sheet for the whole commitment.
        values: everything the row says.
        changed: the columns that say something new.
        period: start and end of the commitment, as the sheet says; empty when it does not.
    """
    if sheet == COMMITMENTS:
        yield from _text_faults(values, changed)
    elif sheet == MILESTONES:
        yield from _milestone_faults(values, period)
    elif sheet == INDICATORS and not values.get("title"):
        yield "title", _("Say what is measured.")
    elif sheet == PROGRESS:
        yield from _date_faults(values, "on")
        yield from _claim_faults(values) if key else _report_faults(values, changed)
    elif sheet == MEASURED:
        yield from _date_faults(values, "measured_on")
        if not values.get("value") and (values.get("measured_on") or values.get("note")):
            yield "value", _("Give the value, or leave the row empty.")


def _text_faults(values: Record, changed: set[str]) -> Iterator[tuple[str, str]]:
    start, end = values.get("starts_on", ""), values.get("ends_on", "")
    if start and end and str(end) < str(start):
        yield "ends_on", _("The end date must not be before the start date.")
    if "language" in changed and not values["language"]:
        yield "language", _("Choose the language from the list.")
    if "title" in changed and not values["title"]:
        yield "title", _("Write a few words as a title.")


def _milestone_faults(values: Record, period: Period) -> Iterator[tuple[str, str]]:
    due, (start, end) = str(values.get("due_on", "")), period
    if due and not values.get("title"):
        yield "title", _("Say what people will be able to see on that day.")
    if due and start and due < start:
        yield "due_on", _("This date must not be before the start of the commitment, %(date)s.") % {"date": start}
    if due and end and due > end:
        yield "due_on", _("This date must not be after the end of the commitment, %(date)s.") % {"date": end}


def _date_faults(values: Record, name: str) -> Iterator[tuple[str, str]]:
    if str(values.get(name, "")) > timezone.localdate().isoformat():
        yield name, _("This date must not be in the future.")


def _report_faults(values: Record, changed: set[str]) -> Iterator[tuple[str, str]]:
    """The row of a whole commitment."""
    if values.get("progress") == Progress.NOT_STARTED or ("progress" in changed and not values["progress"]):
        yield "progress", _("Choose how the whole commitment stands; “Planned” is for milestones only.")
    if "on" in changed and not values["on"]:
        yield "on", _("Give the day that the report describes.")


def _claim_faults(values: Record) -> Iterator[tuple[str, str]]:
    """The row of a milestone."""
    if not values.get("progress") and (values.get("on") or values.get("note")):
        yield "progress", _("Choose how the milestone stands.")
    if values.get("on") and values.get("progress") not in REACHED:
        yield "on", _("The milestone has a date, but is not completed. Empty the date or choose “Completed”.")
