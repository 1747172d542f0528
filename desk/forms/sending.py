"""The forms of the last click: a reason, a number that makes a double click one submission, a tick."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.base import DeskForm, LineField, MailField, TextField


class ReasonForm(DeskForm):
    """One reason, in words."""

    reason = TextField(label=_("Reason"), max_length=5000)

    def __init__(self, *args: Any, label: Any, hint: Any = "", missing: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, hint, bool(missing)
        field.error_messages["required"] = missing


class MayorForm(DeskForm):
    """Who signs without an account."""

    name = LineField(
        label=_("Name of the mayor"),
        max_length=150,
        error_messages={"required": _("Enter the name of the mayor.")},
    )
    email = MailField(
        label=_("Official e-mail address of the mayor"),
        help_text=_("An address of the city. For any other, a second approver confirms first that it is the mayor's."),
        error_messages={"required": _("Enter the mayor's official e-mail address.")},
    )


class SendForm(DeskForm):
    """The last click: a number of its own makes a double click one submission; a tick says who stands behind it."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("This page is out of date. Reload it and send again.")),
    )


class SignOffForm(SendForm):
    """As `SendForm`, for a text: `seen` is the fingerprint of what the approver read, the tick stands for it."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    mandate = forms.BooleanField(error_messages={"required": _("Tick the box if this is so. Else send the text back.")})

    def __init__(self, *args: Any, promise: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].label = promise
