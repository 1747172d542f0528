"""The gazetteer to look at, and the names, codes and e-mail domains of cities to keep."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.rules import is_office
from cities.actions import edit_identity
from cities.admin.base import ActingAdmin
from cities.cleaning import clean_identity
from cities.countries import country_choices
from cities.models import City, Place
from cities.queries import places_named, without_approver
from cities.rules import may_edit_identity
from core.admin import RuleAdmin

IDENTITY = ("name", "local_name", "country", "region", "place", "email_domains")


@admin.register(Place)
class PlaceAdmin(RuleAdmin):
    view_rule = staticmethod(is_office)
    list_display = ("name", "local_name", "country", "region", "population", "lau_code")
    list_filter = ("country_group",)
    search_fields = ("name",)
    list_per_page = 50

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return (places_named(queryset, search_term) if search_term else queryset), False


class DomainsField(forms.CharField):
    """A list of domains, typed one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(value).split()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class CityForm(forms.ModelForm):
    country = forms.ChoiceField(choices=country_choices, label=gettext_lazy("Country"))
    email_domains = DomainsField(
        required=False,
        label=gettext_lazy("Official e-mail domains"),
        help_text=gettext_lazy("One a line, as after the @ of the city's own addresses."),
    )
    opened_at = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = City
        fields = IDENTITY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_at"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                clean_identity(**{name: cleaned[name] for name in IDENTITY})
            except ValidationError as error:
                self.add_error(None, error)
        if cleaned.get("opened_at") != self.instance.revision:
            self.add_error(None, _("Somebody else changed this city. Reload the page and make your change again."))
        return cleaned


class WithoutApproverFilter(admin.SimpleListFilter):
    """Cities that take part while nobody can sign off for them."""

    title = gettext_lazy("approver")
    parameter_name = "approver"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", gettext_lazy("nobody can sign off"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[City]) -> QuerySet[City]:
        return without_approver(queryset) if self.value() == "none" else queryset


@admin.register(City)
class CityAdmin(ActingAdmin):
    view_rule = staticmethod(is_office)
    change_rule = staticmethod(may_edit_identity)
    form = CityForm
    list_display = ("name", "country", "membership", "origin", "joined_on", "slug")
    list_filter = (WithoutApproverFilter, "membership", "origin", "country")
    search_fields = ("name", "local_name", "slug")
    ordering = ("name", "pk")
    raw_id_fields = ("place",)
    readonly_fields = (
        "slug",
        "membership",
        "origin",
        "joined_on",
        "source_url",
        "language",
        "about",
        "website",
        "facts",
        "changed_at",
        "team",
    )
    fields = (*IDENTITY, "opened_at", *readonly_fields)
    list_per_page = 50

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = self.has_change_permission(request, obj)
        return self.fields if shown else tuple(name for name in self.fields if name != "opened_at")

    @admin.display(description=gettext_lazy("What public sources say"))
    def facts(self, obj: City) -> str:
        rows = ((fact.get_kind_display(), fact.title, fact.since or "–", fact.source_url) for fact in obj.facts.all())
        line = '<li>{}: {} ({}) <a href="{}" rel="noreferrer">{}</a></li>'
        lines = format_html_join("", line, ((*row, _("source")) for row in rows))
        return format_html("<ul>{}</ul>", lines) if lines else "–"

    @admin.display(description=gettext_lazy("Team"))
    def team(self, obj: City) -> str:
        """Say whether anybody can sign off; an administrator appoints an approver on the city's team page."""
        approvers = obj.roles.approvers().count()
        words = ngettext("%(count)d approver can sign off.", "%(count)d approvers can sign off.", approvers)
        text = words % {"count": approvers} if approvers else _("Nobody can sign off. Appoint an approver.")
        url = reverse("desk:members", args=[obj.slug])
        return format_html('{} <a href="{}">{}</a>', text, url, _("See the team, invite or appoint"))

    def save_model(self, request: HttpRequest, obj: City, form: CityForm, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in IDENTITY}
        city = City.objects.get(pk=obj.pk)
        edit_identity(city=city, by=request.user, revision=form.cleaned_data["opened_at"], **values)
