"""How a city joins: find the place, then ask with a mandate."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cities.countries import country_choices
from core.fields import PartsDateField
from desk.forms.base import CHOOSE, DeskForm, LineField, MailField, UploadField

JOIN_FIELDS = (
    "work_email",
    "job_title",
    "official_channel",
    "mandate_title",
    "mandate_file",
    "mandate_start",
    "mandate_end",
)


class PlaceSearchForm(DeskForm):
    """Type-ahead with script, plain search without. `place` is filled by the type-ahead."""

    mark_optional = False
    q = LineField(
        label=_("Name of your municipality"),
        required=False,
        max_length=200,
        help_text=_("In any language, with or without accents, for example Wien or Vienna."),
    )
    place = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class PlaceChoiceForm(DeskForm):
    """The matches of a search as radio buttons."""

    place = forms.ChoiceField(label=_("Which one is it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place.pk, place_words(place)) for place in places]


def place_words(place: Any) -> str:
    """Return a place as people tell two of the same name apart."""
    name = f"{place.name} ({place.local_name})" if place.local_name and place.local_name != place.name else place.name
    return ", ".join(part for part in (name, place.region, str(dict(country_choices()).get(place.country, ""))) if part)


class TypedPlaceForm(DeskForm):
    """For a municipality that the list lacks."""

    name = LineField(
        label=_("Name of your municipality"),
        max_length=200,
        error_messages={"required": _("Type the name of your municipality.")},
    )
    country = forms.ChoiceField(
        label=_("Country"), error_messages={"required": _("Choose the country."), "invalid_choice": CHOOSE}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *country_choices()]


class JoinForm(DeskForm):
    """Who asks, and what the city decided."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    work_email = MailField(
        label=_("Your e-mail address at work"),
        help_text=_("The office compares its domain with the city's website."),
        error_messages={"required": _("Enter your e-mail address at work.")},
    )
    job_title = LineField(
        label=_("Your role in the city"),
        max_length=200,
        help_text=_("For example, head of the equality unit."),
        error_messages={"required": _("Say what your role in the city is.")},
    )
    official_channel = LineField(
        label=_("How can the office reach you officially?"),
        required=False,
        max_length=300,
        help_text=_("For example the switchboard number, or the page of the city website that names you."),
    )
    mandate_title = LineField(
        label=_("Which decision gives you the mandate?"),
        max_length=300,
        help_text=_("The council's decision or the mayor's signed statement, with its date."),
        error_messages={"required": _("Name the decision of the council or mayor.")},
    )
    mandate_file = UploadField(
        label=_("That decision as a document"),
        help_text=_("Only the office reads it. PDF works best."),
        error_messages={"required": _("Attach the decision or the signed statement.")},
    )
    mandate_start = PartsDateField(
        label=_("The mandate starts on"), what=_("The start of the mandate"), help_text=_("For example, 1 1 2026")
    )
    mandate_end = PartsDateField(
        label=_("The mandate ends on"),
        what=_("The end of the mandate"),
        help_text=_("For example the end of the council's term. We ask you in time who follows."),
    )

    def __init__(self, *args: Any, stored_file: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stored_file:
            field = self.fields["mandate_file"]
            field.required = False
            words = _("We have {name}. Choose a file only if you want to replace it.")
            field.help_text = format_lazy(words, name=stored_file)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("mandate_start"), values.get("mandate_end")
        if start and end and end < start:
            self.add_error("mandate_end", _("The mandate must not end before it starts."))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in JOIN_FIELDS}
