"""What residents and organisations fill in. Nothing typed is lost; every refusal says how to mend it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import LineField, MailField, OneOfField, PortalForm, TextField
from participation.models import TEXT_LENGTH, Alert
from voices.proof_form import ProofForm

NAME_SHOWN, NAME_HIDDEN = "yes", "no"


class CounterForm(ProofForm):
    text = TextField(
        label=_("What does it show instead?"),
        max_length=TEXT_LENGTH,
        rows=7,
        help_text=_(
            "Say what is different from what the city says, and where one can see it. Do not name other people."
        ),
        error_messages={"required": _("Say what it shows instead.")},
    )
    milestone_key = forms.ChoiceField(
        label=_("Which part of the report is it about?"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    speaker = LineField(label=_("Your name or organisation (optional)"), required=False, max_length=150)
    show_name = OneOfField(
        label=_("May the public read this name?"),
        choices=[(NAME_HIDDEN, _("No, write “a resident”")), (NAME_SHOWN, _("Yes, show it with my text"))],
        initial=NAME_HIDDEN,
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_(
            "We send a link there, so that we know it is you. Neither the public, the city nor the office sees it."
        ),
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )
    field_order = ("text", "milestone_key", "language", "proof", "url", "file", "speaker", "show_name", "email", "key")

    def __init__(self, *args: Any, milestones: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone_key"].choices = [("", _("The whole report")), *milestones]
        if not milestones:
            del self.fields["milestone_key"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("show_name") == NAME_SHOWN and not values.get("speaker") and "speaker" not in self.errors:
            self.add_error("speaker", _("Write the name that may be public, or choose that no name is shown."))
        return values

    def values(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        values = super().values()
        return values | {"show_name": values["show_name"] == NAME_SHOWN}


class AlertForm(PortalForm):
    """Where to, and how often. What is followed stands in the address of the page."""

    email = MailField(
        label=_("E-mail address"),
        help_text=_("We send a link there. Nobody else sees the address, and we use it for these mails only."),
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )
    often = OneOfField(
        label=_("How often?"),
        choices=[(row.value, capfirst(row.label)) for row in Alert.Often],
        initial=Alert.Often.WEEKLY,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, then send again.")})


class AddressForm(PortalForm):
    """Whose alerts: the link goes to that mailbox."""

    email = MailField(
        label=_("E-mail address"), error_messages={"required": _("Enter your e-mail address. We send a link there.")}
    )
