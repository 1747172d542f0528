"""The public record at a glance. Nothing is changed here: cities and the workflow move it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Commitment
from commitments.queries import commitments_for_office
from commitments.rules import may_enter_office
from core.admin import RuleAdmin


@admin.register(Commitment)
class CommitmentAdmin(RuleAdmin):
    view_rule = staticmethod(may_enter_office)
    actions = None
    list_display = ("code", "city", "title", "state", "progress", "origin", "changed_at")
    list_filter = ("state", "progress", "origin")
    search_fields = ("code", "city__name")
    ordering = ("-changed_at", "-pk")
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fields = (
        "code", "city", "title", "public_page", "state", "progress", "progress_reason", "origin", "source_url",
        "public_reason", "first_published_at", "changed_at", "withdrawn_at",
    )  # fmt: skip
    readonly_fields = ("title", "public_page")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        return commitments_for_office(request.user)

    @admin.display(description=gettext_lazy("title"))
    def title(self, obj: Commitment) -> str:
        return getattr(obj, "title", "") or "–"

    @admin.display(description=gettext_lazy("public page"))
    def public_page(self, obj: Commitment) -> str:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("Open the public page"))
