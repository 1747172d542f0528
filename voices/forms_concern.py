"""The form of a concern about a label, and the one with which others stand behind it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.forms import LanguageField, LineField, MailField, OneOfField, PortalForm, TextField, UploadField, WebField
from core.uploads import KINDS
from labels.models import CONCERN_LENGTH, Filer

LINK, FILE = "link", "file"
Choices = list[tuple[str, str]]


class ConcernForm(PortalForm):
    mark_optional = False  # of link and file one is needed: the labels say so
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
    language = LanguageField(label=_("Language of your text"))
    proof = OneOfField(
        label=_("How do you prove it?"),
        choices=[(LINK, _("With a page or document on the web")), (FILE, _("With a file from your computer"))],
        initial=LINK,
        missing=_("Choose how you prove it."),
    )
    url = WebField(
        label=_("The web address, if it is a page"),
        required=False,
        help_text=_("It begins with https:// and everybody can open it. For example, https://www.example.org/photos"),
    )
    file = UploadField(
        label=_("The file, if it is one"),
        required=False,
        help_text=format_lazy(
            _("{kinds}, up to {limit} MB. Remove names and faces of people who did not agree."),
            kinds=", ".join(name.upper() for name in KINDS),
            limit=settings.UPLOAD_MAX_BYTES // 2**20,
        ),
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_(
            "We send a link there. Neither the public nor the city sees it; of an organisation, the office sees what "
            "stands after the @."
        ),
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, then send again.")})

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

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kind = values.get("proof")
        if kind == FILE and not values.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        if kind == LINK and not values.get("url") and "url" not in self.errors:
            self.add_error("url", _("Enter the web address."))
        return values

    def values(self) -> dict[str, Any]:
        """Return the arguments of the action. Of file and link only the chosen one counts."""
        values = dict(self.cleaned_data)
        return values | ({"file": None} if values["proof"] == LINK else {"url": ""})


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
