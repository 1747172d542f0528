"""A recommendation that was made to the city, added by its own people."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import Recommendation
from core.fields import PartsDateField
from desk.forms.base import DeskForm, LanguageField, LineField, OneOfField, TextField, WebField


class RecommendationForm(DeskForm):
    source = OneOfField(label=gettext_lazy("Who made it?"), choices=Recommendation.Source.choices)
    body = LineField(
        label=gettext_lazy("What is the body called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say who recommends it.")},
    )
    text = TextField(
        label=gettext_lazy("What does it recommend?"),
        max_length=1000,
        help_text=gettext_lazy("In its own words, one recommendation."),
        error_messages={"required": gettext_lazy("Say what is recommended.")},
    )
    language = LanguageField(label=gettext_lazy("Language of these words"))
    reference = LineField(
        label=gettext_lazy("Number or paragraph"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("For example, paragraph 47"),
    )
    dated_on = PartsDateField(
        label=gettext_lazy("When was that?"), what=gettext_lazy("The date of the recommendation"), required=False
    )
    url = WebField(label=gettext_lazy("Where can it be read?"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if (day := values.get("dated_on")) and day > timezone.localdate():
            self.add_error("dated_on", _("The date of the recommendation must not be in the future"))
        return values
