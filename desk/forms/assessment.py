"""The forms of the self-assessment: which powers the city has, and the answer of one group to one question."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name
from core.reference import reference_words, worded
from desk.forms.base import DeskForm, LanguageField, LineField, OneOfField, TextField
from desk.forms.revision import RevisionForm
from labels.models import Answer, Power, Scale, Tier, UsualPower
from labels.queries.assessments import Question


class AnswerForm(RevisionForm):
    """One answer with its reasons. Empty is allowed: it is written in parts."""

    mark_optional = False
    fields_saved = ("value", "text", "evidence", "language")

    value = OneOfField(label=_("Your answer"), required=False, choices=())
    text = TextField(label=_("Why? Say it in plain words."), required=False, max_length=5000, rows=6)
    evidence = TextField(
        label=_("What shows it?"),
        required=False,
        max_length=5000,
        rows=4,
        help_text=_("Links, or names of documents, one a line."),
    )
    language = LanguageField(label=_("Language of your text"))

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = question.criterion
        words = {Scale.NOT_YET: row.not_yet, Scale.PARTLY: row.partly, Scale.MET: row.met, Scale.NOT_OURS: row.not_ours}
        offered = [scale for scale in Scale if scale != Scale.NOT_OURS or row.by_competence]
        field: Any = self.fields["value"]
        field.choices = [(scale.value, str(scale.label).capitalize()) for scale in offered]
        field.widget.hints = {scale.value: reference_words(words[scale]) for scale in offered if words[scale]}

    @classmethod
    def initial_of(cls, answer: Answer | None) -> dict[str, Any]:
        if answer is None:
            return {"value": "", "text": "", "evidence": "", "language": "en"}
        return {name: getattr(answer, name) for name in cls.fields_saved}

    def answer_values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields_saved}


class PowersForm(DeskForm):
    """Kind of local government, and for each question that depends on powers who has them.

    `usual` names by element what is usual in the country: it is chosen until the city says something itself.
    """

    mark_optional = False
    tier = OneOfField(label=_("What kind of local government is the city?"), choices=Tier.choices)

    def __init__(
        self, *args: Any, questions: list[Question], usual: dict[str, UsualPower] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [row.criterion.code for row in questions]
        for row in questions:
            code, known = row.criterion.code, (usual or {}).get(row.criterion.element)
            self.fields[f"power_{code}"] = OneOfField(
                label=reference_words(row.criterion.title),
                required=False,
                choices=[(one.value, one.label) for one in Power],
                help_text=_usual_words(known) if known else "",
            )
            self.fields[f"who_{code}"] = LineField(
                label=_("Who has the power, if it is not the city alone?"), required=False, max_length=200
            )

    def powers(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {code: (data[f"power_{code}"], data[f"who_{code}"]) for code in self.codes}


def _usual_words(row: UsualPower) -> str:
    words = gettext("Usual in your country (%(country)s): %(power)s. Change it where it is different with you.") % {
        "country": country_name(row.country),
        "power": Power(row.power).label,
    }
    if not row.source_url:
        return words
    source = worded(row.source, "en")
    return format_html('{} {} <a href="{}">{}</a>', words, gettext("Source:"), row.source_url, source)


class SwitchForm(forms.Form):
    """Open or close the survey."""

    act = forms.ChoiceField(choices=[("open", ""), ("close", "")])
