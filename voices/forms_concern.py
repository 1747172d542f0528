"""The form of a concern about a label, and the one with which others stand behind it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.forms import LanguageField, LineField, MailField, OneOfField, PortalForm, TextField
from labels.models import CONCERN_LENGTH, Filer
from voices.proof_form import ProofForm

Choices = list[tuple[str, str]]


class ConcernForm(ProofForm):
    filer = OneOfField(
        label=_("Who raises the concern?"),
        choices=[(row.value, capfirst(row.label)) for row in Filer],
        hints={
            Filer.CITY: _("Write from an address of that city."),
            Filer.PANEL: _("Three members must stand behind it; each confirms by e-mail."),
            Filer.RESIDENTS: _("25 residents must stand behind it; each confirms by e-mail."),
        },
        missing=_("Choose who raises the concern."),
    )
    organisation = LineField(
        label=_("Name of the institution or organisation"),
        required=False,
        max_length=150,
        help_text=_("Public once the office accepts the concern. Leave it empty for a city, panel members, residents."),
    )
    about = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("A question that the label asks, or a commitment of the city."),
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("Choose from the list.")},
    )
    text = TextField(
        label=_("What happened?"),
        max_length=CONCERN_LENGTH,
        rows=9,
        help_text=_("Say what the city did or did not do, when and where. Do not name people."),
        error_messages={"required": _("Say what happened.")},
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_(
            "We send a link there. Neither the public nor the city sees it; of an organisation, the office sees what "
            "stands after the @."
        ),
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )
    field_order = ("filer", "organisation", "about", "text", "language", "proof", "url", "file", "email", "key")

    def __init__(self, *args: Any, criteria: Choices, commitments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = (
            (_now("Questions of the label"), "criterion", criteria),
            (_now("Commitments"), "commitment", commitments),
        )
        self.fields["about"].choices = [
            ("", _now("Choose")),
            *((name, [(f"{kind}-{pk}", title) for pk, title in rows]) for name, kind, rows in groups if rows),
        ]


class SupportForm(PortalForm):
    """Where the link goes with which somebody stands behind a concern."""

    email = MailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link there, and keep only that one more person confirmed. One address counts once."),
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )


class AppealForm(PortalForm):
    """Why three people should look at one's own concern again."""

    text = TextField(
        label=_("Why should it be looked at again?"),
        max_length=10_000,
        rows=9,
        help_text=_("The three and the office read it. Name no person."),
        error_messages={"required": _("Say why it should be looked at again.")},
    )
    language = LanguageField(label=_("Language of your text"))
