"""What somebody fills in to speak on a label application while its public window is open."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import LanguageField, LineField, MailField, OneOfField, PortalForm, TextField, WebField
from core.reference import worded
from labels.models import Criterion
from participation.models import WINDOW_TEXT_LENGTH, LabelStatement
from voices.forms import NAME_HIDDEN, NAME_SHOWN

Kind = LabelStatement.Kind


class WindowForm(PortalForm):
    mark_optional = False
    criteria = forms.MultipleChoiceField(
        label=_("Which questions is your text about?"),
        help_text=_("Choose one or several. These are the questions by which the panel looks at the city."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one question."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    text = TextField(
        label=_("What do you see in this city?"),
        max_length=WINDOW_TEXT_LENGTH,
        rows=9,
        help_text=_("What works, what does not, and where one can see it. Do not name other people."),
        error_messages={"required": _("Say what you see in this city.")},
    )
    language = LanguageField(label=_("Language of your text"))
    url = WebField(
        label=_("A page on the web that shows it (optional)"),
        required=False,
        help_text=_("It begins with https:// and everybody can open it. For example, https://www.example.org/report"),
    )
    kind = OneOfField(
        label=_("For whom do you speak?"),
        choices=[(row.value, capfirst(row.label)) for row in Kind],
        hints={Kind.RESIDENT.value: _("You live, work or study in the city, and speak for yourself.")},
        initial=Kind.RESIDENT.value,
    )
    speaker = LineField(
        label=_("Your name, or the organisation’s"),
        required=False,
        max_length=150,
        help_text=_("An organisation or institution is always named in public. A resident may leave this empty."),
    )
    show_name = OneOfField(
        label=_("You speak as a resident: may the public read your name?"),
        choices=[(NAME_HIDDEN, _("No, write “a resident”")), (NAME_SHOWN, _("Yes, show it with my text"))],
        initial=NAME_HIDDEN,
    )
    email = MailField(
        label=_("E-mail address"),
        help_text=_(
            "We send a link there, so that we know it is you. Neither the public, the city, the panel nor the office "
            "sees it."
        ),
        error_messages={"required": _("Enter your e-mail address. We send a link there.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Reload the page, then send again.")})

    def __init__(self, *args: Any, questions: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = [(row.code, worded(row.title, row.scheme.language)) for row in questions]

    def values(self) -> dict[str, Any]:
        """Return the arguments of the action, which says what is still missing."""
        return {**self.cleaned_data, "show_name": self.cleaned_data["show_name"] == NAME_SHOWN}
