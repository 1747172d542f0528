"""An appeal, and the vote of somebody who hears one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from desk.forms.base import DeskForm, LanguageField, OneOfField, TextField
from labels.models.appeal import PLAIN_LENGTH


class AppealForm(DeskForm):
    text = TextField(
        label=_("Why should it be looked at again?"),
        max_length=10_000,
        rows=9,
        help_text=_("Public at once, and it stays as it is. Name no person."),
        error_messages={"required": _("Say why it should be looked at again.")},
    )
    language = LanguageField(label=_("Language of the text"))


class VoteForm(DeskForm):
    """What one of the three says, once."""

    vote = OneOfField(label=_("Your vote"), choices=[], missing=_("Choose one of the outcomes."))
    reasons = TextField(
        label=_("Your reasons"),
        max_length=5_000,
        rows=9,
        help_text=_("Public when the appeal is decided, without your name. They stay as they are."),
        error_messages={"required": _("Give your reasons.")},
    )

    plain = TextField(
        label=_("In plain language, if you vote to replace it"),
        max_length=PLAIN_LENGTH,
        rows=4,
        required=False,
        help_text=_(
            "What the city did for people, and what is still open. With the words of the second who agrees it is the "
            "first thing on the page of the label."
        ),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], may_award: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vote"].choices = choices
        if not may_award:
            del self.fields["plain"]
