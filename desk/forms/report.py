"""A progress report: how the whole stands, and each milestone."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Progress
from commitments.rules import REASON_NEEDED
from core.fields import PartsDateField
from desk.forms.base import CHOOSE, DeskForm, FigureField, LanguageField, LineField, OneOfField, TextField
from desk.forms.revision import RevisionForm

CLAIMS = [choice for choice in Progress.choices if choice[0] != Progress.NOT_REPORTED]
WHOLE = [choice for choice in CLAIMS if choice[0] != Progress.NOT_STARTED]
REACHED = frozenset({Progress.DONE, Progress.PARTLY_DONE})


def refuse_future(form: forms.Form, name: str) -> None:
    """A report tells what has happened."""
    if (day := form.cleaned_data.get(name)) and day > timezone.localdate():
        form.add_error(name, _("%(what)s must not be in the future") % {"what": form.fields[name].what})


class ReportForm(RevisionForm):
    mark_optional = False
    fields_saved = ("progress", "reason", "text", "as_of", "language")

    progress = OneOfField(label=gettext_lazy("How does the whole commitment stand?"), choices=WHOLE)
    reason = TextField(
        label=gettext_lazy("Why is it delayed or dropped?"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=gettext_lazy("Only if it is. The public reads your reason next to the delay."),
    )
    text = TextField(
        label=gettext_lazy("What happened since the last report?"),
        required=False,
        max_length=5000,
        rows=7,
        help_text=gettext_lazy("Say what people can see now that they could not see before."),
    )
    as_of = PartsDateField(
        label=gettext_lazy("Which day does the report describe?"), what=gettext_lazy("The day of the report")
    )
    language = LanguageField(label=gettext_lazy("Language of your text"))

    @classmethod
    def initial_of(cls, report: Any) -> dict[str, Any]:
        return {name: getattr(report, name) for name in cls.fields_saved}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        refuse_future(self, "as_of")
        return values

    def report_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields_saved}


class ClaimForm(DeskForm):
    """What the city says of one milestone."""

    mark_optional = False
    progress = forms.ChoiceField(
        label=gettext_lazy("How does it stand?"), choices=CLAIMS, error_messages={"invalid_choice": CHOOSE}
    )
    reached_on = PartsDateField(
        label=gettext_lazy("When was it reached?"), required=False, help_text=gettext_lazy("Only if it was.")
    )
    note = LineField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("If it is delayed or dropped, say why."),
    )

    def __init__(self, *args: Any, milestone: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"c-{milestone.key}", **kwargs)
        self.milestone = milestone
        number = {"number": milestone.position}
        self.fields["reached_on"].what = _("The date when milestone %(number)s was reached") % number

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        number = {"number": self.milestone.position}
        progress = values.get("progress")
        if progress in REASON_NEEDED and not values.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why milestone %(number)s is delayed or dropped") % number)
        if progress and progress not in REACHED and values.get("reached_on"):
            self.add_error("reached_on", _("Milestone %(number)s has a date, but is not completed") % number)
        refuse_future(self, "reached_on")
        return values

    def row(self) -> dict[str, Any]:
        return {"milestone_key": self.milestone.key, **self.cleaned_data}


def as_sent(posted: QueryDict) -> QueryDict:
    """Return what was posted; "nothing changed" writes the sentence that says so, unless the person wrote their own."""
    if "unchanged" not in posted or posted.get("text", "").strip():
        return posted
    filled = posted.copy()
    filled["text"] = _("Nothing has changed since the last report. The work goes on.")
    return filled


def claim_forms(milestones: Any, claims: Any, data: Any = None) -> list[ClaimForm]:
    """Return one form for each milestone, filled with what the report already says."""
    said = {claim.milestone_key: claim for claim in claims}
    return [
        ClaimForm(
            data,
            milestone=milestone,
            initial={name: getattr(said[milestone.key], name) for name in ClaimForm.base_fields}
            if milestone.key in said
            else {"progress": Progress.NOT_STARTED},
        )
        for milestone in milestones
    ]


class ValueForm(DeskForm):
    """What the city measured of one indicator."""

    mark_optional = False
    value = FigureField(
        label=gettext_lazy("What is the value now?"),
        required=False,
        help_text=gettext_lazy("Leave it empty if nothing was measured since the last report."),
    )
    measured_on = PartsDateField(label=gettext_lazy("When was it measured?"), required=False)
    note = LineField(label=gettext_lazy("Remark on the figure"), required=False, max_length=500)

    def __init__(self, *args: Any, indicator: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"i-{indicator.key}", **kwargs)
        self.indicator = indicator
        number = {"number": indicator.position}
        self.fields["measured_on"].what = _("The date when indicator %(number)s was measured") % number

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        said = values.get("measured_on") or values.get("note")
        if said and values.get("value") is None and "value" not in self.errors:
            number = {"number": self.indicator.position}
            self.add_error("value", _("Indicator %(number)s has a date or a remark, but no value") % number)
        refuse_future(self, "measured_on")
        return values

    def row(self) -> dict[str, Any]:
        return {"indicator_key": self.indicator.key, **self.cleaned_data}


def value_forms(indicators: Any, values: Any, data: Any = None) -> list[ValueForm]:
    """Return one form for each indicator, filled with what the report already says."""
    said = {row.indicator_key: {name: getattr(row, name) for name in ValueForm.base_fields} for row in values}
    return [ValueForm(data, indicator=row, initial=said.get(row.key, {})) for row in indicators]


def rows_to_save(rows: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """Return claims and measured values as the action takes them."""
    return {
        "claims": [row.row() for row in rows if isinstance(row, ClaimForm)],
        "measured": [row.row() for row in rows if isinstance(row, ValueForm)],
    }
