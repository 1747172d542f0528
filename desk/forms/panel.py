"""Serving in panels: the own offer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.countries import grouped_choices
from core.languages import LANGUAGES
from desk.forms.base import CHOOSE, DeskForm, LineField, OneOfField
from labels.models import PanelSeat, PoolMember


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
