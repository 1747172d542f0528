"""The city's reply to what somebody says."""

from django.utils.translation import gettext_lazy as _

from desk.forms.base import DeskForm, LanguageField, TextField
from participation.models import REPLY_LENGTH


class ReplyForm(DeskForm):
    text = TextField(
        label=_("Your city's reply"),
        max_length=REPLY_LENGTH,
        rows=7,
        help_text=_("Public at once, beside the text, and it stays as it is. 1,000 characters at most. Name nobody."),
        error_messages={"required": _("Write the reply.")},
    )
    language = LanguageField(label=_("Language of the reply"))
