"""Milestones as rows that can be added and removed without script."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import PartsDateField
from desk.forms.base import DeskForm, LineField

MOST = 30
FEWEST_SHOWN = 2
FIELDS = ("key", "title", "due_on")


class MilestoneForm(DeskForm):
    mark_optional = False
    key = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    title = LineField(
        label=gettext_lazy("What will be visible?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: “The report is on the city website in Swedish and English.”"),
    )
    due_on = PartsDateField(
        label=gettext_lazy("By when?"), required=False, help_text=gettext_lazy("For example, 15 6 2027")
    )


class BaseMilestones(BaseFormSet):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        number = (index or 0) + 1
        form.fields["due_on"].what = _("The date of milestone %(number)s") % {"number": number}
        if number > 1:
            form.fields["title"].help_text = ""

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows that say anything, ready for the action."""
        rows = [{name: form.cleaned_data[name] for name in FIELDS} for form in self.forms]
        return [row for row in rows if row["title"] or row["due_on"]]

    def typed(self) -> list[dict[str, Any]]:
        """Return what stands in the boxes, right or wrong."""
        return [{name: form[name].value() for name in FIELDS} for form in self.forms]

    def hold_within(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Refuse dates outside the commitment's own period; return whether all are within."""
        for number, form in enumerate(self.forms, 1):
            due = form.cleaned_data.get("due_on")
            if due and start and due < start:
                words = _("The date of milestone %(number)s must not be before the start, %(date)s")
                form.add_error("due_on", words % {"number": number, "date": date_format(start, "j F Y")})
            if due and end and due > end:
                words = _("The date of milestone %(number)s must not be after the end, %(date)s")
                form.add_error("due_on", words % {"number": number, "date": date_format(end, "j F Y")})
        return not any(form.errors for form in self.forms)


MilestoneFormSet = formset_factory(
    MilestoneForm,
    formset=BaseMilestones,
    extra=0,
    max_num=MOST,
    absolute_max=MOST,
    validate_max=True,
    validate_min=True,
)


def shown_rows(rows: list[dict[str, Any]]) -> Any:
    """Return the rows as an unbound formset; a new text starts with two empty ones."""
    empty = [{}] * (FEWEST_SHOWN if not rows else 0)
    return MilestoneFormSet(initial=[*rows, *empty], prefix="m")


def rows_of(milestones: Any) -> list[dict[str, Any]]:
    """Return saved milestones as rows."""
    return [{name: getattr(milestone, name) for name in FIELDS} for milestone in milestones]


def changed_rows(rows: list[dict[str, Any]], *, add: bool, remove: str) -> Any:
    """Return the rows with one more or one less, everything typed still in place."""
    if remove.isdecimal() and len(remove) < 4:
        rows = [row for number, row in enumerate(rows, 1) if number != int(remove)]
    if add and len(rows) < MOST:
        rows = [*rows, {}]
    return MilestoneFormSet(initial=rows or [{}], prefix="m")
