"""What a new commitment takes over from an earlier one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.actions import TAKEN
from desk.forms.base import DeskForm


class CopyForm(DeskForm):
    """One tick for each part; all are ticked at first."""

    mark_optional = False
    take = forms.MultipleChoiceField(
        label=_("What do you want to take over?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=list(TAKEN),
        help_text=_("Dates stay empty, because they are promised anew. Documents are listed again, not copied."),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, parts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"].choices = [(part.key, part.title) for part in parts if part.key in TAKEN]
