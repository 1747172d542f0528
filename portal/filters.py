"""The filters of the two long lists. A value that is not offered is named in the form and filters nothing."""

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.models import City
from commitments.models import Progress
from commitments.queries import Search
from labels.queries.cities import cities_with_label
from portal.offers import STATUS_OF_COMMITMENTS, Offers
from portal.widgets import QuickSelect

UNKNOWN = _("The address holds a value that is not in this list, so this filter is not used.")
TOO_LONG = _("Search for 200 characters at most.")
HELD = "held"
LONGEST = 200


def _text(label: Any) -> filters.CharFilter:
    return filters.CharFilter(label=label, max_length=LONGEST, error_messages={"max_length": TOO_LONG})


def _ticks(label: Any, choices: Any = ()) -> filters.MultipleChoiceFilter:
    errors = {"invalid_choice": UNKNOWN, "invalid_list": UNKNOWN}
    return filters.MultipleChoiceFilter(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=errors
    )


def _one(label: Any) -> filters.ChoiceFilter:
    errors = {"invalid_choice": UNKNOWN}
    return filters.ChoiceFilter(
        label=label, choices=(), widget=QuickSelect, empty_label=_("All"), error_messages=errors
    )


class ListFilter(filters.FilterSet):
    """A filter set whose choices and counts come ready made, and that knows the filters in use.

    `typed` are the filters in which people write what they want.
    """

    typed: tuple[str, ...] = ("q",)

    def __init__(self, data: QueryDict, offers: Offers) -> None:
        super().__init__(data, City.objects.none())
        self.offers = offers
        for name, offered in offers.choices.items():
            if name in self.filters:
                self.filters[name].extra["choices"] = offered
        for name in [name for name, offered in offers.choices.items() if not offered]:
            self.filters.pop(name, None)

    def get_form_class(self) -> type[forms.Form]:
        """Return the form; its boxes and options show how many rows each value has."""
        form = super().get_form_class()
        for name, counts in self.offers.counts.items():
            if name in form.base_fields:
                form.base_fields[name].widget.counts = counts
        return form

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """What was understood of the address, without what is empty."""
        self.form.full_clean()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def active(self) -> int:
        """How many filters are in use, with those whose value was not understood."""
        return sum(any(self.data.getlist(name)) for name in self.filters)


class CityFilter(ListFilter):
    q = _text(_("City, region, country, or a word of the city’s page"))
    status = _ticks(_("Status"))
    region = _one(_("Region"))
    country = _ticks(_("Country"))


class CommitmentFilter(ListFilter):
    typed = ("q", "city")
    q = _text(_("Words in the promise, or a code"))
    city = _text(_("City"))
    progress = _ticks(_("Progress, as the city says"), Progress.choices)
    status = _ticks(_("Status"), STATUS_OF_COMMITMENTS)
    right = _one(_("Right"))
    element = _one(_("Framework element"))
    area = _one(_("Policy area"))
    group = _one(_("Whom it concerns"))
    goal = _one(_("Development goal (SDG)"))
    year = _one(_("Year"))
    language = _one(_("Can be read in (original or translation)"))
    label = _ticks(_("Label"), [(HELD, _("The city holds the label"))])
    region = _one(_("Region"))
    country = _ticks(_("Country"))


def search_of(wanted: dict[str, Any]) -> Search:
    """Return what is wanted of the commitments, as the search understands it."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in wanted.items()}
    held = values.pop("label", None)
    return Search(**values, cities=cities_with_label() if held and settings.LABEL_ENABLED else None)
