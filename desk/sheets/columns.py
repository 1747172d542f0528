"""The columns of the city's spreadsheet, as data: what each is called, holds and explains."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commitments.models import (
    LINK_FIELDS,
    CommitmentVersion,
    Frequency,
    Indicator,
    IndicatorValue,
    Milestone,
    MilestoneClaim,
    Progress,
    ProgressReport,
)
from core.languages import LANGUAGES

COMMITMENTS, MILESTONES, INDICATORS = "commitments", "milestones", "indicators"
PROGRESS, MEASURED = "progress", "measured"
PARTS = (MILESTONES, INDICATORS)  # rows that belong to a text and can be added
REPORTED = (PROGRESS, MEASURED)  # rows that belong to a report
# Columns that say which row it is, or what is known about it: the portal fills them, nobody changes them.
BASE, CODE, KEY = "base", "code", "key"
FIXED = ("id", "info", "base")


@dataclass(frozen=True)
class Column:
    """One column. `kind`: id, info, base, line, text, date, money, figure, order, choice or links."""

    name: str
    kind: str
    label: Any
    help: Any = ""
    width: int = 24
    model: Any = None
    field: str = ""
    choices: tuple[tuple[str, Any], ...] = ()

    @property
    def is_fixed(self) -> bool:
        return self.kind in FIXED

    @property
    def stored(self) -> Any:
        """The field of the table behind it."""
        return self.model._meta.get_field(self.field or self.name)

    @property
    def most(self) -> int | None:
        """How many characters it takes, if that is limited."""
        return self.stored.max_length if self.kind in ("line", "text") else None


@dataclass(frozen=True)
class Sheet:
    """One sheet. `spare` rows below the last one are open for new entries."""

    key: str
    title: Any
    columns: tuple[Column, ...]
    spare: int

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def open_columns(self) -> Iterator[Column]:
        return (column for column in self.columns if not column.is_fixed)


def _text(name: str, kind: str, label: Any, hint: Any = "", width: int = 24) -> Column:
    return Column(name, kind, label, hint, width, CommitmentVersion, choices=LANGUAGES if kind == "choice" else ())


def _figure(name: str, kind: str, label: Any, hint: Any = "", width: int = 16) -> Column:
    choices = tuple(Frequency.choices) if kind == "choice" else ()
    return Column(name, kind, label, hint, width, Indicator, choices=choices)


_base = Column(BASE, "base", _("What it said"), width=10)
_code = Column(
    CODE,
    "id",
    _("Code"),
    _("The portal gives it. For a new commitment write NEW 1, NEW 2 and so on; its milestones repeat it."),
    14,
)
_about = Column("about", "info", _("Commitment"), _("Its title. The portal fills it."), 36)
_number = Column("number", "info", _("Number"), _("Its place in the list. The portal fills it."), 9)
_reported = tuple(choice for choice in Progress.choices if choice[0] != Progress.NOT_REPORTED)
_many = _("One or more from the sheet “Choices”, each on a line of its own.")

SHEETS = (
    Sheet(
        COMMITMENTS,
        _("Commitments"),
        (
            _base,
            _code,
            Column("state", "info", _("State"), _("Where the text is. The portal fills it."), 18),
            _text("title", "line", _("Title"), _("A few words a resident understands."), 36),
            _text("language", "choice", _("Language"), _("The language you write in: any EU language."), 14),
            _text("summary", "text", _("Promise"), _("One or two sentences that a resident can check."), 44),
            _text("problem", "text", _("Problem"), _("What goes wrong today, for whom, and how you know."), 44),
            _text("action", "text", _("What the city will do"), _("Name the steps, not the intentions."), 44),
            _text("unit", "line", _("Responsible unit"), _("The office that answers. Do not name a person."), 24),
            _text("starts_on", "date", _("Start"), _("A date."), 13),
            _text("ends_on", "date", _("End"), _("A date, not before the start."), 13),
            _text("budget", "money", _("Budget in euro"), _("A number."), 16),
            _text("budget_note", "line", _("About the budget"), _("For example, staff costs for two years."), 28),
            _text("decision", "line", _("Council decision"), _("Number and title."), 28),
            _text("decided_on", "date", _("Date of the decision"), _("A date."), 13),
            _text("consulted", "text", _("Who was consulted"), _("If nobody was consulted, say so."), 36),
            _text("taken_up", "text", _("What was taken up"), _("What changed because of what people said."), 36),
            _text("elements", "links", _("Framework"), _many, 34),
            _text("rights", "links", _("Rights"), _many, 34),
            _text("policy_areas", "links", _("Policy areas"), _many, 28),
            _text("goals", "links", _("Goals"), _many, 28),
            _text("charter_articles", "links", _("City charter"), _many, 28),
            _text("instrument_items", "links", _("Other charters and treaties"), _many, 34),
            _text("groups", "links", _("People concerned"), _many, 28),
            _text(
                "recommendations",
                "links",
                _("Recommendations it answers"),
                _("One or more from the sheet “Choices”, each on a line of its own; the code is enough."),
                34,
            ),
            _text(
                "change_reason",
                "text",
                _("Reason for the change"),
                _("Only when you change a published text. The public reads it."),
                30,
            ),
        ),
        50,
    ),
    Sheet(
        MILESTONES,
        _("Milestones"),
        (
            _base,
            _code,
            Column(KEY, "id", _("Milestone"), _("The portal gives it. Leave it empty for a new milestone."), 16),
            _about,
            Column(
                "position",
                "order",
                _("Number"),
                _("Its place in the list. Write another number to move it there: the others make room."),
                9,
                Milestone,
            ),
            Column(
                "title",
                "line",
                _("What people will be able to see"),
                _("One visible result. An emptied row is never a deletion: delete on the portal."),
                60,
                Milestone,
            ),
            Column("due_on", "date", _("By when"), _("A date."), 13, Milestone),
        ),
        200,
    ),
    Sheet(
        INDICATORS,
        _("Indicators"),
        (
            _base,
            _code,
            Column(KEY, "id", _("Indicator"), _("The portal gives it. Leave it empty for a new indicator."), 16),
            _about,
            _number,
            _figure("title", "line", _("What is measured"), _("For example, people who got advice at a desk."), 44),
            _figure("unit", "line", _("Unit of measure"), _("For example, people a year, days, percent of flats."), 20),
            _figure("baseline", "figure", _("Value today"), _("A number; empty if nobody has measured it yet.")),
            _figure("baseline_on", "date", _("Measured on"), _("A date."), 13),
            _figure("target", "figure", _("Target"), _("A number.")),
            _figure("target_on", "date", _("Target date"), _("A date."), 13),
            _figure("frequency", "choice", _("How often it is reported"), _("Choose from the list."), 20),
            _figure("source", "line", _("Where the figures come from"), _("The register or office that counts."), 36),
        ),
        100,
    ),
    Sheet(
        PROGRESS,
        _("Progress"),
        (
            _base,
            _code,
            Column(KEY, "id", _("Milestone"), _("Empty: the row is about the whole commitment."), 16),
            Column("about", "info", _("What it is about"), _("The title. The portal fills it."), 44),
            Column(
                "progress",
                "choice",
                _("How it stands"),
                _("Choose from the list. Leave the row empty when you have nothing to report."),
                18,
                ProgressReport,
                choices=_reported,
            ),
            Column(
                "on",
                "date",
                _("Date"),
                _("Whole commitment: the day the report describes. Milestone: when it was reached, if it was."),
                13,
                MilestoneClaim,
                "reached_on",
            ),
            Column(
                "note",
                "text",
                _("Reason or remark"),
                _("Why it is delayed or dropped. For a milestone 500 characters at most."),
                40,
                ProgressReport,
                "reason",
            ),
            Column(
                "text",
                "text",
                _("What happened"),
                _("Since the last report. Only in the row of the whole commitment."),
                50,
                ProgressReport,
            ),
        ),
        0,
    ),
    Sheet(
        MEASURED,
        _("Figures"),
        (
            _base,
            _code,
            Column(KEY, "id", _("Indicator"), _("The portal gives it."), 16),
            Column("about", "info", _("What is measured"), _("The indicator and its unit. The portal fills it."), 44),
            Column(
                "value",
                "figure",
                _("Value"),
                _("A number: what you measured last. Leave it empty when nobody has."),
                16,
                IndicatorValue,
            ),
            Column("measured_on", "date", _("Measured on"), _("A date, not in the future."), 13, IndicatorValue),
            Column("note", "line", _("Remark"), _("What people should know about the figure."), 40, IndicatorValue),
        ),
        0,
    ),
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
LINKS = LINK_FIELDS
