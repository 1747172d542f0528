"""The short forms of a commitment's rhythm: more time with a reason, and how it ends."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.models import Outcome
from desk.forms.base import DeskForm, OneOfField, TextField


class ConfirmForm(DeskForm):
    """One button. The due date is the one the page showed, so that a second click answers nothing else."""

    due_on = forms.DateField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("This page is out of date. Reload it.")),
    )

    def day(self) -> dt.date:
        """Return the due date that is answered."""
        day: dt.date = self.cleaned_data["due_on"]
        return day


class ExtendForm(DeskForm):
    reason = TextField(
        label=_("Why do you need more time?"),
        max_length=500,
        rows=4,
        help_text=_("The public reads this on the commitment’s page."),
        error_messages={"required": _("Say why you need more time. The public reads it.")},
    )


class CloseForm(DeskForm):
    outcome = OneOfField(
        label=_("How does this commitment end?"),
        choices=Outcome.choices,
        hints={
            Outcome.DONE: _("Attach evidence to the final report"),
            Outcome.PARTLY_DONE: _("Attach evidence, and say what is missing and why"),
            Outcome.NOT_DONE: _("Say why"),
        },
        missing=_("Say how the commitment ends."),
    )
