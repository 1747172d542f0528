"""The filters of the two long lists. A value that is not offered is named in the form and filters nothing."""

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Progress
from portal import queries
from portal.widgets import QuickSelect

UNKNOWN = _("The address holds a value that is not in this list, so this filter is not used.")
TOO_LONG = _("Search for 200 characters at most.")


def _text(label: Any, method: str) -> filters.CharFilter:
    errors = {"max_length": TOO_LONG}
    return filters.CharFilter(label=label, method=method, max_length=200, error_messages=errors)


def _ticks(label: Any, method: str, choices: Any = ()) -> filters.MultipleChoiceFilter:
    errors = {"invalid_choice": UNKNOWN, "invalid_list": UNKNOWN}
    widget = forms.CheckboxSelectMultiple
    return filters.MultipleChoiceFilter(
        label=label, method=method, choices=choices, widget=widget, error_messages=errors
    )


def _one(label: Any, method: str) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(
        label=label,
        method=method,
        choices=(),
        widget=QuickSelect,
        empty_label=_("All"),
        error_messages={"invalid_choice": UNKNOWN},
    )


class ListFilter(filters.FilterSet):
    """A filter set whose choices are read from the database once, and that counts the filters in use."""

    def __init__(self, data: QueryDict, queryset: QuerySet, choices: dict[str, list[Any]]) -> None:
        super().__init__(data, queryset)
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered

    @property
    def active(self) -> int:
        """How many filters are in use, with those whose value was not understood."""
        return sum(any(self.data.getlist(name)) for name in self.filters)


class CityFilter(ListFilter):
    q = _text(_("City or region"), "by_name")
    status = _ticks(_("Status"), "by_status")
    country = _ticks(_("Country"), "by_country")

    def by_name(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        return queries.named_like(rows, text)

    def by_status(self, rows: QuerySet, _name: str, status: list[str]) -> QuerySet:
        return queries.with_status(rows, status, timezone.localdate()) if status else rows

    def by_country(self, rows: QuerySet, _name: str, codes: list[str]) -> QuerySet:
        return rows.filter(country__in=codes) if codes else rows


def city_choices() -> dict[str, list[Any]]:
    """Return what the list of cities can be narrowed to. One query."""
    status = [
        (queries.STATUS_COMMITTED, _("Committed city")),
        (queries.STATUS_INTERESTED, _("Interested")),
        (queries.STATUS_COMPILED, _("Compiled from public sources")),
    ]
    if settings.LABEL_ENABLED:
        status = [(queries.STATUS_LABEL, _("Label held")), *status]
    return {"status": status, "country": queries.country_options()}


class CommitmentFilter(ListFilter):
    q = _text(_("Words in the promise, or a code"), "by_text")
    city = _text(_("City"), "by_city")
    progress = _ticks(_("Progress, as the city says"), "by_progress", Progress.choices)
    right = _one(_("Right"), "by_right")
    element = _one(_("Framework element"), "by_element")
    area = _one(_("Policy area"), "by_area")
    group = _one(_("Whom it concerns"), "by_group")
    country = _ticks(_("Country"), "by_country")

    def by_text(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        return queries.with_text(rows, text)

    def by_city(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        return queries.of_city_named(rows, text)

    def by_progress(self, rows: QuerySet, _name: str, values: list[str]) -> QuerySet:
        return queries.with_progress(rows, values) if values else rows

    def by_right(self, rows: QuerySet, _name: str, code: str) -> QuerySet:
        return queries.citing(rows, "rights", code, "code", "title__code")

    def by_element(self, rows: QuerySet, _name: str, code: str) -> QuerySet:
        return queries.citing(rows, "elements", code)

    def by_area(self, rows: QuerySet, _name: str, code: str) -> QuerySet:
        return queries.citing(rows, "policy_areas", code)

    def by_group(self, rows: QuerySet, _name: str, code: str) -> QuerySet:
        return queries.citing(rows, "groups", code)

    def by_country(self, rows: QuerySet, _name: str, codes: list[str]) -> QuerySet:
        return queries.in_countries(rows, codes) if codes else rows
