"""Serving in panels: the own offer, and what is declared about a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.countries import grouped_choices
from core.languages import LANGUAGES
from desk.forms.base import CHOOSE, DeskForm, LineField, OneOfField, TextField
from labels.models import PanelDeclaration, PanelSeat, PoolMember

Says = PanelDeclaration.Says
SAYS = (
    (Says.NONE, _("I have no conflict of interest")),
    (Says.SOFT, _("I have a soft conflict")),
    (Says.HARD, _("I have a hard conflict")),
)
SAYS_HINTS = {
    Says.SOFT: _("Something connects you with the city, but you can judge freely. A decider has to agree."),
    Says.HARD: _(
        "You work or worked for the city, were paid by it or did a project with it in the last three years, have "
        "family there in office, or raised a concern about it. The case then disappears from your desk."
    ),
}


class OfferForm(DeskForm):
    """Who offers to serve, and as what. The action says what is missing."""

    fields_saved = ("name", "kind", "country", "languages", "institution")

    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    name = LineField(
        label=_("Your name"), required=False, max_length=150, help_text=_("Public once you sit in a panel.")
    )
    kind = OneOfField(label=_("You serve as"), required=False, choices=PanelSeat.Kind.choices)
    city = forms.ChoiceField(
        label=_("Your city, if you are an official"),
        required=False,
        help_text=_("Only cities that hold the label are on this list."),
        error_messages={"invalid_choice": CHOOSE},
    )
    country = forms.ChoiceField(
        label=_("State"),
        required=False,
        help_text=_("Where you work. Nobody sits in a panel about a city of the same state."),
        error_messages={"invalid_choice": CHOOSE},
    )
    institution = LineField(
        label=_("Institution"),
        required=False,
        max_length=200,
        help_text=_("Where you work, or whom you speak for. Public once you sit in a panel."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you read well"),
        required=False,
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )

    mark_optional = False

    def __init__(self, *args: Any, cities: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cities = {city.slug: city for city in cities}
        empty = [("", _("Choose"))]
        self.fields["city"].choices = [*empty, *((slug, city.name) for slug, city in self.cities.items())]
        self.fields["country"].choices = [*empty, *grouped_choices()]

    @classmethod
    def initial_of(cls, member: PoolMember) -> dict[str, Any]:
        shown = {name: getattr(member, name) for name in (*cls.fields_saved, "revision")}
        return shown | {"city": member.city.slug if member.city else ""}

    def offer_values(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in self.fields_saved}
        return found | {"city": self.cities.get(self.cleaned_data["city"])}


class DeclareForm(DeskForm):
    """Whether somebody has a conflict with the city of one case."""

    mark_optional = False

    says = OneOfField(
        label=_("Do you have a conflict of interest?"), choices=SAYS, hints=SAYS_HINTS, missing=_("Choose one.")
    )
    reason = TextField(
        label=_("If you have: what connects you with this city"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=_("The office reads it, nobody else."),
    )

    def __init__(self, *args: Any, is_seated: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_seated:
            self.fields["says"].choices = SAYS[1:]
