"""What the city says about a concern."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from desk.forms.base import DeskForm, LanguageField, TextField
from labels.models import ANSWER_LENGTH


class SaidForm(DeskForm):
    """A public text of the city: its answer, or a report on the plan."""

    text = TextField(
        label=_("What the city says"),
        max_length=ANSWER_LENGTH,
        rows=9,
        help_text=_("Public at once, and it stays as it is. Name no person."),
        error_messages={"required": _("Write what the city says.")},
    )
    language = LanguageField(label=_("Language of the text"))

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label


class PlanForm(DeskForm):
    """Words for the office when a plan goes back."""

    reason = TextField(
        label=_("What should be different?"),
        max_length=5_000,
        required=False,
        help_text=_("Only to send the plan back, which is possible once. The office reads it."),
    )
