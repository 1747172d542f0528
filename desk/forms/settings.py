"""How a person wants to be written to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Digest
from core.languages import COMPLETE, language_name
from desk.forms.base import CHOOSE, DeskForm, OneOfField


class SettingsForm(DeskForm):
    language = forms.ChoiceField(
        label=_("Language of your mail and calendar"),
        choices=[(code, language_name(code)) for code in COMPLETE],
        error_messages={"invalid_choice": CHOOSE},
    )
    digest = OneOfField(
        label=_("Mail that can wait"),
        choices=Digest.choices,
        help_text=_("What asks for an act of yours, or is due within a week, always comes at once."),
    )
