"""Recommendations to cities: a list to look at, and a file to bring in after a look at every fault."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_administrator, is_office
from cities.actions import import_recommendations
from cities.models import Recommendation
from cities.recommending import COLUMNS, MOST_BYTES, Table, read_table
from core.access import Refused
from core.admin import RuleAdmin


class ImportForm(forms.Form):
    """The file, or what was read of it after the look."""

    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)

    def raw(self) -> bytes:
        """Return the bytes of the file that was chosen now, else of the one that was looked at."""
        file = self.cleaned_data["file"]
        return file.read(MOST_BYTES + 1) if file else self.cleaned_data["text"].encode()


@admin.register(Recommendation)
class RecommendationAdmin(RuleAdmin):
    view_rule = staticmethod(is_office)
    actions = None
    change_list_template = "admin/cities/recommendation/change_list.html"
    list_display = ("body", "text", "city", "country", "dated_on", "by_city")
    list_filter = ("source", "by_city", "country")
    list_select_related = ("city",)
    search_fields = ("body", "text", "reference")
    list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="cities_recommendation_import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show every fault of a file; store it when there is none and somebody says so."""
        if not is_administrator(request.user):
            raise Refused(_("Administrators import recommendations."))
        form = ImportForm(request.POST or None, request.FILES or None)
        table, raw = None, b""
        if request.method == "POST" and form.is_valid() and (raw := form.raw()):
            if "save" in request.POST:
                table = import_recommendations(by=request.user, raw=raw, file_name="recommendations.csv")
                if not table.faults:
                    words = _("%(count)s recommendations added. What was there already stays as it is.")
                    messages.success(request, words % {"count": len(table.rows)})
                    return redirect("admin:cities_recommendation_changelist")
            table = table or read_table(raw)
        elif request.method == "POST":
            form.add_error("file", _("Choose a file."))
        return TemplateResponse(
            request, "admin/cities/recommendation/import.html", self._context(request, form, table, raw)
        )

    def _context(self, request: HttpRequest, form: ImportForm, table: Table | None, raw: bytes) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": _("Import recommendations"),
            "opts": self.opts,
            "form": form,
            "table": table,
            "text": raw.decode("utf-8-sig", "replace") if table and not table.faults else "",
            "columns": ", ".join(COLUMNS),
        }
