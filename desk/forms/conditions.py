"""How a city says that it meets a condition."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commitments.models import Evidence
from desk.forms.base import DeskForm, LanguageField, LinksField, TextField


class ConditionReportForm(DeskForm):
    """A text, and public evidence of the city that shows it."""

    mark_optional = False

    text = TextField(
        label=_("How is it met?"),
        max_length=5000,
        rows=7,
        help_text=_("Say what people can see now. It is public. Name no person."),
        error_messages={"required": _("Say how the condition is met.")},
    )
    evidence = LinksField(label=_("What shows it? Public evidence of your city."))
    language = LanguageField(label=_("Language of your text"))

    def __init__(self, *args: Any, pieces: list[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {piece.pk: piece for piece in pieces}
        self.fields["evidence"].choices = [(str(piece.pk), piece.title) for piece in pieces]
        if not pieces:
            del self.fields["evidence"]

    def chosen(self) -> list[Evidence]:
        """Return the pieces that were ticked."""
        return [self.pieces[pk] for pk in self.cleaned_data.get("evidence", [])]
