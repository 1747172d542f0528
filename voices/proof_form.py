"""What somebody fills in who proves what they say, with a page on the web or a file. Of the two one is needed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms import LanguageField, MailField, OneOfField, PortalForm, UploadField, WebField
from core.uploads import KINDS

LINK, FILE = "link", "file"


class ProofForm(PortalForm):
    """Language, proof, mailbox and the number of the form; each kind says in `field_order` where its own stand."""

    mark_optional = False  # of link and file one is needed: the labels say so
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
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, then send again.")})

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
