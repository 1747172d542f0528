"""Rows that can be added and removed without script: milestones and indicators."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.actions import save_indicators, save_milestones
from commitments.models import Frequency
from commitments.queries import indicator_lines
from core import local
from core.local import day
from desk.forms.base import CHOOSE, DeskForm, DraftDate, DraftLine, FigureField

CHOOSE_RHYTHM = [("", gettext_lazy("Not decided yet")), *Frequency.choices]


class RowForm(DeskForm):
    """One row, known again by its key."""

    mark_optional = False
    key = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput({"autocomplete": "off"}))


class MilestoneForm(RowForm):
    title = DraftLine(
        label=gettext_lazy("What will be visible?"),
        max_length=300,
        help_text=gettext_lazy("For example: “The report is on the city website in Swedish and English.”"),
    )
    due_on = DraftDate(label=gettext_lazy("By when?"), help_text=gettext_lazy("For example, 15 6 2027"))


class IndicatorForm(RowForm):
    title = DraftLine(
        label=gettext_lazy("What do you measure?"),
        max_length=300,
        help_text=gettext_lazy("For example: “People who got advice at a rights desk”."),
    )
    unit = DraftLine(
        label=gettext_lazy("In which unit?"),
        max_length=100,
        help_text=gettext_lazy("For example, people a year, days, percent of flats"),
    )
    baseline = FigureField(
        label=gettext_lazy("What is the value today?"),
        required=False,
        help_text=gettext_lazy("A number. Leave it empty if nobody has measured it yet."),
    )
    baseline_on = DraftDate(label=gettext_lazy("When was that measured?"))
    target = FigureField(label=gettext_lazy("What value do you want to reach?"), required=False)
    target_on = DraftDate(label=gettext_lazy("By when?"))
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often will you report it?"),
        required=False,
        choices=CHOOSE_RHYTHM,
        error_messages={"invalid_choice": CHOOSE},
    )
    source = DraftLine(
        label=gettext_lazy("Where do the figures come from?"),
        max_length=300,
        help_text=gettext_lazy("The register, survey or office that counts."),
    )


class BaseRows(BaseFormSet):
    """`names` are the fields of a row; a row counts when one of them but its key says something."""

    names: tuple[str, ...] = ()
    dates: dict[str, Any] = {}
    hinted: tuple[str, ...] = ()

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        number = (index or 0) + 1
        for name, words in self.dates.items():
            form.fields[name].what = words % {"number": number}
        if number > 1:
            for name in self.hinted:
                form.fields[name].help_text = ""

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows that say anything, ready for the action."""
        return [{name: form.cleaned_data.get(name) for name in self.names} for form in self.forms if self.counts(form)]

    def counts(self, form: forms.Form) -> bool:
        """Whether a row says anything."""
        return any(form.cleaned_data.get(name) not in (None, "") for name in self.names[1:])

    def typed(self) -> list[dict[str, Any]]:
        """Return what stands in the boxes, right or wrong."""
        return [{name: form[name].value() for name in self.names} for form in self.forms]

    def hold_within(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Refuse what does not fit the commitment's own period; return whether every row is sound."""
        return not any(form.errors for form in self.forms)


class BaseMilestones(BaseRows):
    names = ("key", "title", "due_on")
    dates = {"due_on": gettext_lazy("The date of milestone %(number)s")}
    hinted = ("title",)

    def hold_within(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Refuse dates outside the commitment's own period; return whether all are within."""
        for number, form in enumerate(self.forms, 1):
            due = form.cleaned_data.get("due_on")
            if due and start and due < start:
                words = _("The date of milestone %(number)s must not be before the start, %(date)s")
                form.add_error("due_on", words % {"number": number, "date": local.day(start)})
            if due and end and due > end:
                words = _("The date of milestone %(number)s must not be after the end, %(date)s")
                form.add_error("due_on", words % {"number": number, "date": local.day(end)})
        return super().hold_within(start, end)


class BaseIndicators(BaseRows):
    names = ("key", "title", "unit", "baseline", "baseline_on", "target", "target_on", "frequency", "source")
    dates = {
        "baseline_on": gettext_lazy("The date of the value today of indicator %(number)s"),
        "target_on": gettext_lazy("The date of the target of indicator %(number)s"),
    }
    hinted = ("title", "unit", "baseline", "source")


def _milestone_line(row: dict[str, Any]) -> str:
    return " · ".join(part for part in (row["title"], day(row["due_on"]) if row["due_on"] else "") if part)


class _Said:
    """A typed row that can be asked like a stored one."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row)


def _indicator_line(row: dict[str, Any]) -> str:
    return " · ".join(indicator_lines(_Said(row)))


@dataclass(frozen=True)
class RowKind:
    """The rows of one part: their boxes, the action that saves them, and how they read in one line.

    `name` is what the text calls its rows; `shown` is how many empty ones a new text starts with.
    """

    name: str
    label: Any
    formset: Any
    most: int
    shown: int
    save: Callable[..., Any]
    line: Callable[[dict[str, Any]], str]

    def stored(self, found: Any) -> list[dict[str, Any]]:
        """Return saved rows as dictionaries."""
        return [{name: getattr(row, name) for name in self.formset.names} for row in found]

    def open(self, found: Any) -> Any:
        """Return saved rows as an unbound formset."""
        rows = self.stored(found)
        return self.formset(initial=rows or [{}] * self.shown, prefix="m")

    def posted(self, data: Any) -> Any:
        return self.formset(data, prefix="m")

    def changed(self, rows: list[dict[str, Any]], *, add: bool, remove: str) -> Any:
        """Return the rows with one more or one less, everything typed still in place."""
        if remove.isdecimal() and len(remove) < 4:
            rows = [row for number, row in enumerate(rows, 1) if number != int(remove)]
        if add and len(rows) < self.most:
            rows = [*rows, {}]
        return self.formset(initial=rows or [{}], prefix="m")


def _formset(form: Any, base: Any, most: int) -> Any:
    limits = {"max_num": most, "absolute_max": most, "validate_max": True, "validate_min": True}
    return formset_factory(form, formset=base, extra=0, **limits)


MILESTONES = RowKind(
    name="milestones",
    label=gettext_lazy("Milestones"),
    formset=_formset(MilestoneForm, BaseMilestones, 30),
    most=30,
    shown=2,
    save=save_milestones,
    line=_milestone_line,
)
INDICATORS = RowKind(
    name="indicators",
    label=gettext_lazy("Indicators"),
    formset=_formset(IndicatorForm, BaseIndicators, 10),
    most=10,
    shown=1,
    save=save_indicators,
    line=_indicator_line,
)
