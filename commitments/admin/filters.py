"""Filters of the queues. An unknown value in the address filters nothing and breaks nothing."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name

WAITING = ("submitted", "checking")
Lookups = list[tuple[str, Any]]


class StateFilter(admin.SimpleListFilter):
    """What waits, unless somebody asks for more."""

    title = _("state")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [
            ("submitted", _("not claimed")),
            ("checking", _("being checked")),
            ("public", _("published")),
            ("all", _("all")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("waiting")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in WAITING:
            return queryset.filter(state=self.value())
        if self.value() == "public":
            return queryset.exclude(state__in=WAITING)
        return queryset if self.value() == "all" else queryset.filter(state__in=WAITING)


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
    """The countries of what this person may see; one query."""

    title = _("country")
    parameter_name = "country"
    path = "commitment__city__country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        codes = model_admin.get_queryset(request).order_by().values_list(self.path, flat=True).distinct()
        return sorted(((code, country_name(code)) for code in codes), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {code for code, _name in self.lookup_choices}
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset
