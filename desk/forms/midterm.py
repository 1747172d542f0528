"""The report at half time: a text for the whole, and for each commitment how it stands and what became of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Progress
from desk.forms.base import LanguageField, OneOfField, TextField
from desk.forms.revision import RevisionForm
from labels.models import MidtermLine
from labels.queries.midterm import TEXT_LENGTH, MidtermPage


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

    def __init__(self, *args: Any, lines: list[MidtermLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        return found

    def lines(self) -> dict[str, tuple[str, str]]:
        """Return what was typed for each commitment: how it stands, what became of it."""
        typed = self.cleaned_data
        return {code: (typed[f"standing_{code}"], typed[f"text_{code}"]) for code in self.codes}
