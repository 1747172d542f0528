"""The forms of the panel and of the city's reply: an answer with reasons, a reply with evidence, the agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.base import DeskForm, LanguageField, LinksField, OneOfField, TextField
from desk.forms.revision import OUT_OF_DATE, RevisionForm
from labels.models import Criterion, FindingReply, Scale


def scale_words(row: Criterion) -> dict[str, str]:
    """Return what each word of the scale means for one criterion."""
    return {Scale.NOT_YET: row.not_yet, Scale.PARTLY: row.partly, Scale.MET: row.met, Scale.NOT_OURS: row.not_ours}


class JudgementForm(RevisionForm):
    """An answer of the scale with reasons: the own answer, a finding, a second look."""

    mark_optional = False
    fields_saved = ("answer", "reasons", "language")

    answer = OneOfField(label=_("Answer"), required=False, choices=())
    reasons = TextField(
        label=_("Reasons"),
        required=False,
        max_length=5000,
        rows=8,
        help_text=_("What did you see that leads to your answer? Name no person."),
    )
    language = LanguageField(label=_("Language of your text"))

    def __init__(self, *args: Any, criterion: Criterion, scale: list[Scale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = scale_words(criterion)
        field: Any = self.fields["answer"]
        field.choices = [(one.value, str(one.label).capitalize()) for one in scale]
        field.widget.hints = {one.value: words[one] for one in scale if words[one]}

    @classmethod
    def initial_of(cls, stored: Any) -> dict[str, Any]:
        """Return the boxes as stored: of an answer, a finding, or nothing yet."""
        if stored is None:
            return {"answer": "", "reasons": "", "language": "en"}
        return {name: getattr(stored, name) for name in cls.fields_saved}

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields_saved}

    @classmethod
    def typed(cls, data: Any) -> list[tuple[str, str]]:
        """Return what was sent, the answer in words before its reasons."""
        texts, answer = super().typed(data), data.get("answer", "")
        chosen = [(str(cls.base_fields["answer"].label), str(Scale(answer).label))] if answer in Scale.values else []
        return [*chosen, *texts] if texts else []


class FindingForm(JudgementForm):
    """A finding or a second look. `revision` counts the draft, `base` the finding that it changes."""

    base = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput({"autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_DATE),
    )


class FindingReplyForm(RevisionForm):
    """What the city says about one finding."""

    mark_optional = False
    fields_saved = ("disputed", "text", "language")

    disputed = forms.BooleanField(
        required=False,
        label=_("The city disputes this finding"),
        help_text=_("A member of the panel who did not write it then looks at it again."),
    )
    text = TextField(
        label=_("What the city says"),
        required=False,
        max_length=5000,
        rows=8,
        help_text=_("It is published with the decision, next to the finding. Name no person."),
    )
    language = LanguageField(label=_("Language of your text"))
    evidence = LinksField(
        label=_("Evidence of your record that shows it"),
        help_text=_("What you have published, or sent to the office. The panel may open confidential files as well."),
    )

    def __init__(self, *args: Any, pieces: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["evidence"]
        field.choices = [(piece.pk, piece.title) for piece in pieces]
        if not pieces:
            self.fields.pop("evidence")

    @classmethod
    def initial_of(cls, stored: FindingReply | None) -> dict[str, Any]:
        """Return the boxes as stored, or empty ones."""
        if stored is None:
            return {"disputed": False, "text": "", "language": "en", "evidence": []}
        chosen = sorted(piece.pk for piece in stored.evidence.all())
        return {name: getattr(stored, name) for name in cls.fields_saved} | {"evidence": chosen}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields_saved}

    def chosen(self) -> list[int]:
        return sorted(self.cleaned_data.get("evidence", []))


class AgreeForm(DeskForm):
    """Agree to the findings as they were read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
