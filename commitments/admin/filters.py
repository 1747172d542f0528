"""Filters of the queues. An unknown value in the address filters nothing and breaks nothing."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name
from cities.models import City
from commitments.rules import WAITING_STATES

Lookups = list[tuple[str, Any]]
MOST = 1000


class CappedPaginator(Paginator):
    """Counts to 1,000 and no further: nobody leafs that far, and counting a long queue costs more than the page."""

    @cached_property
    def count(self) -> int:
        return self.object_list[: MOST + 1].count()


def shows_waiting(request: HttpRequest) -> bool:
    """Return whether the list shows only what waits: the rule, unless somebody asks for more."""
    return request.GET.get("show") not in {"public", "all"}


class StateFilter(admin.SimpleListFilter):
    """What waits, unless somebody asks for more; the query set of the list does the narrowing (`shows_waiting`)."""

    title = _("state")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [
            ("submitted", _("not claimed")),
            ("checking", _("being checked")),
            ("refusal", _("refusal proposed")),
            ("public", _("published")),
            ("all", _("all")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("waiting")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in WAITING_STATES:
            return queryset.filter(state=self.value())
        if self.value() == "public":
            return queryset.exclude(state__in=WAITING_STATES)
        return queryset


class HolderFilter(admin.SimpleListFilter):
    title = _("claimed by")
    parameter_name = "claimed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("mine", _("me")), ("nobody", _("nobody")), ("others", _("others"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        mine = {"holder_id": request.user.pk}
        chosen = {
            "mine": queryset.filter(**mine),
            "nobody": queryset.filter(holder_id=None),
            "others": queryset.exclude(holder_id=None).exclude(**mine),
        }
        return chosen.get(self.value() or "", queryset)


class CountryFilter(admin.SimpleListFilter):
    """The countries of all cities, so that the list tells nothing about a hidden case; one query."""

    title = _("country")
    parameter_name = "country"
    path = "commitment__city__country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        codes = City.objects.order_by().values_list("country", flat=True).distinct()
        return sorted(((code, country_name(code)) for code in codes), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {code for code, _name in self.lookup_choices}
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset
