"""A piece of evidence: a file or a link, and what it proves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.fields import PartsDateField
from core.uploads import KINDS
from desk.forms.base import CHOOSE, DeskForm, LanguageField, LineField, OneOfField, TextField, UploadField, WebField

FILE, LINK = "file", "link"
PUBLIC, CONFIDENTIAL = "public", "confidential"


class EvidenceForm(DeskForm):
    mark_optional = False  # of file and address one is needed: the labels say so
    kind = OneOfField(
        label=_("Is it a file or a link?"),
        choices=[(FILE, _("A file from your computer")), (LINK, _("A page or document on the web"))],
        initial=FILE,
        missing=_("Choose whether it is a file or a link."),
    )
    file = UploadField(
        label=_("The file, if it is one"),
        required=False,
        help_text=format_lazy(
            _("{kinds}, up to {limit} MB. Never upload names or other personal data of residents."),
            kinds=", ".join(name.upper() for name in KINDS),
            limit=settings.UPLOAD_MAX_BYTES // 2**20,
        ),
    )
    url = WebField(
        label=_("The web address, if it is a link"),
        required=False,
        help_text=_("For example, https://www.city.example/minutes"),
    )
    title = LineField(
        label=_("Title"),
        max_length=200,
        help_text=_("What people see in the list, for example “Council minutes of 18 December 2026”."),
        error_messages={"required": _("Give the evidence a title.")},
    )
    proves = TextField(
        label=_("What does it prove?"),
        max_length=500,
        rows=2,
        help_text=_("One sentence. For example, “The council adopted the commitment.”"),
        error_messages={"required": _("Say what the evidence proves.")},
    )
    milestone_key = forms.ChoiceField(
        label=_("Which milestone does it belong to? (optional)"),
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    page = LineField(
        label=_("Page (optional)"),
        required=False,
        max_length=50,
        help_text=_("Where to look, for example 12 or 12 to 14."),
    )
    language = LanguageField(
        label=_("Language of the document (optional)"), required=False, empty=_("Choose a language")
    )
    dated_on = PartsDateField(
        label=_("Date of the document (optional)"), what=_("The date of the document"), required=False
    )
    has_personal_data = forms.BooleanField(
        label=_("It contains personal data, for example the names of residents."),
        required=False,
        help_text=_("Then it is kept confidential. Better: upload a version without names."),
    )
    visibility = OneOfField(
        label=_("Who may see it?"),
        choices=[(PUBLIC, _("Everybody")), (CONFIDENTIAL, _("Your city and the people who check it"))],
        hints={
            PUBLIC: _("It is shown on the commitment's page as soon as the commitment is published."),
            CONFIDENTIAL: _("The public does not see that it exists."),
        },
        initial=PUBLIC,
        missing=_("Choose who may see it."),
    )

    def __init__(self, *args: Any, milestones: Any = (), stored: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored
        rows = [(row.key, f"{row.position}. {row.title}") for row in milestones]
        self.fields["milestone_key"].choices = [("", _("The whole commitment")), *rows]
        if stored is not None:
            self._keep_what_is_stored(stored)

    def _keep_what_is_stored(self, stored: Any) -> None:
        """A stored file or link stays what it is: whoever needs another one adds another piece."""
        del self.fields["kind"]
        del self.fields["file"]
        if stored.kind == FILE:
            del self.fields["url"]
        else:
            self.fields["url"].required = True
            self.fields["url"].label = _("Web address")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("has_personal_data"):
            values["visibility"] = CONFIDENTIAL
        kind = values.get("kind")
        if kind == FILE and not values.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        if kind == LINK and not values.get("url") and "url" not in self.errors:
            self.add_error("url", _("Enter the web address."))
        return values

    def values(self) -> dict[str, Any]:
        """Return the arguments of the action. Of file and link only the chosen one counts."""
        values = dict(self.cleaned_data)
        if values.get("kind") == LINK:
            values["file"] = None
        if values.get("kind") == FILE:
            values["url"] = ""
        return values


class LibraryForm(forms.Form):
    """What the library of a city is searched by. Nonsense in the address finds everything."""

    q = LineField(label=_("Words in title, proof, file name or address"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), (FILE, _("Files")), (LINK, _("Links"))]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("care", _("Needs care: a dead link or a file with a virus")),
            ("changed", _("Page has changed")),
            ("confidential", _("Confidential")),
        ],
    )

    def values(self) -> dict[str, str]:
        """Return what is asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AttachForm(DeskForm):
    """What a stored document proves this time."""

    milestone_key = forms.ChoiceField(
        label=_("Which milestone does it belong to? (optional)"),
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    proves = TextField(
        label=_("What does it prove?"),
        max_length=500,
        rows=2,
        help_text=_("Change it when the document shows something else this time."),
        error_messages={"required": _("Say what the evidence proves.")},
    )
    page = LineField(label=_("Page (optional)"), required=False, max_length=50)

    def __init__(self, *args: Any, milestones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row.key, f"{row.position}. {row.title}") for row in milestones]
        self.fields["milestone_key"].choices = [("", _("The whole commitment")), *rows]


class CopyForm(DeskForm):
    """A copy of a linked page: a file of ours, or an address at an archive."""

    mark_optional = False
    file = UploadField(
        label=_("A copy as a file, for example the page printed as PDF"),
        required=False,
        help_text=_("It is checked by the review office together with the link."),
    )
    archive_url = WebField(
        label=_("The address of a copy at a web archive"),
        required=False,
        help_text=_("For example, https://web.archive.org/… It is shown beside the link at once."),
    )

    def __init__(self, *args: Any, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_open:
            del self.fields["file"]
