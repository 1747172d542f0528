"""The questions of a self-assessment as a form for residents and organisations of civil society."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import OneOfField, PortalForm
from core.reference import reference_words
from labels.models import Criterion, Scale, SurveyReply


class SurveyForm(PortalForm):
    mark_optional = False
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("This page is out of date. Reload it and send again.")),
    )
    kind = OneOfField(label=_("For whom do you speak?"), choices=SurveyReply.Kind.choices)

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [row.code for row in criteria]
        for row in criteria:
            words = {Scale.NOT_YET: row.not_yet, Scale.PARTLY: row.partly, Scale.MET: row.met}
            self.fields[f"answer_{row.code}"] = OneOfField(
                label=reference_words(row.title),
                required=False,
                choices=[(scale.value, str(scale.label).capitalize()) for scale in words],
                hints={scale.value: reference_words(text) for scale, text in words.items() if text},
            )

    def answers(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"answer_{code}"] for code in self.codes}
