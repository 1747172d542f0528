"""The mandate: who re-affirms, from when to when, with which document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import Mandate
from core.fields import PartsDateField
from desk.forms.base import DeskForm, LineField, OneOfField, UploadField
from desk.forms.sending import MayorForm

TITLE = _("What gives the mandate?")
START, END = _("It starts on"), _("It ends on")


class _TermForm(DeskForm):
    title = LineField(
        label=TITLE,
        max_length=300,
        help_text=_("The decision of the council, or the election, with its date."),
        error_messages={"required": _("Name the decision of the council or mayor.")},
    )
    starts_on = PartsDateField(label=START, what=_("The start of the mandate"))
    ends_on = PartsDateField(label=END, what=_("The end of the mandate"), help_text=_("The end of the council's term."))


class MandateForm(_TermForm):
    """A mandate with its document, for the office to verify."""

    kind = OneOfField(label=_("What is it?"), choices=Mandate.Kind.choices)
    file = UploadField(
        label=_("That decision as a document"),
        error_messages={"required": _("Attach the decision or the signed statement.")},
    )
    is_public = forms.BooleanField(label=_("Everybody may read this document on the page of the city"), required=False)

    field_order = ("kind", "title", "starts_on", "ends_on", "file", "is_public")


class ReaffirmForm(_TermForm, MayorForm):
    """The new mayor re-affirms by a one-time link."""

    field_order = ("name", "email", "title", "starts_on", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = _("Election of the mayor")
