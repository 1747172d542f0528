"""The report at half time: a text for the whole, and for each commitment how it stands and what became of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Evidence, Progress
from desk.forms.base import LanguageField, LinksField, OneOfField, TextField
from desk.forms.revision import RevisionForm
from labels.models import MidtermLine
from labels.queries.midterm import TEXT_LENGTH, MidtermPage


def _piece_words(piece: Evidence) -> str:
    is_public = piece.visibility == Evidence.Visibility.PUBLIC
    return piece.title if is_public else _("%(title)s (confidential)") % {"title": piece.title}


class MidtermForm(RevisionForm):
    """Empty is allowed: it is written in parts."""

    mark_optional = False

    text = TextField(
        label=gettext_lazy("What changed for people since the label was granted?"),
        required=False,
        max_length=10_000,
        rows=8,
        help_text=gettext_lazy("Say what people can see now, and what is still open. It is public. Name no person."),
    )
    language = LanguageField(label=gettext_lazy("Language of your text"))
    evidence = LinksField(
        label=gettext_lazy("Evidence that shows it"),
        help_text=gettext_lazy(
            "From the evidence of your city that was sent or published. Public pieces are shown with the report, "
            "confidential ones stay confidential. A new piece? Add it to a report on one of your commitments first."
        ),
    )

    def __init__(self, *args: Any, lines: list[MidtermLine], pieces: list[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["evidence"]
        field.choices = [(piece.pk, _piece_words(piece)) for piece in pieces]
        if not pieces:
            del self.fields["evidence"]
        self.codes = [line.code for line in lines]
        for line in lines:
            standing = OneOfField(
                label=_("How does “%(title)s” stand?") % {"title": line.title}, choices=Progress.choices
            )
            words = _("What became of “%(title)s”?") % {"title": line.title}
            self.fields[f"standing_{line.code}"] = standing
            self.fields[f"text_{line.code}"] = TextField(label=words, required=False, max_length=TEXT_LENGTH, rows=4)

    @staticmethod
    def initial_of(page: MidtermPage, language: str) -> dict[str, Any]:
        """Return what the form says when it is opened."""
        report = page.report
        found = {"text": report.text if report else "", "language": report.language if report else language}
        for line in page.lines:
            found |= {f"standing_{line.code}": line.standing, f"text_{line.code}": line.text}
        return found | {"evidence": sorted(piece.pk for piece in report.evidence.all()) if report else []}

    @classmethod
    def typed(cls, data: Any) -> list[tuple[str, str]]:
        """Return every text that was sent, each commitment by its code."""
        lines = [(name.partition("_")[2], data[name]) for name in data if name.startswith("text_")]
        return super().typed(data) + [(code, words) for code, words in lines if words.strip()]

    def chosen(self) -> list[int]:
        """Return the primary keys of the pieces that were ticked."""
        return sorted(self.cleaned_data.get("evidence", []))

    def lines(self) -> dict[str, tuple[str, str]]:
        """Return what was typed for each commitment: how it stands, what became of it."""
        typed = self.cleaned_data
        return {code: (typed[f"standing_{code}"], typed[f"text_{code}"]) for code in self.codes}
