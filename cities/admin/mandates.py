"""Where the office verifies the mandates that cities hand in, and reads those on file."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_office
from cities.actions import accept_mandate, refuse_mandate
from cities.admin.base import DocumentAdmin, scan_words, send_document
from cities.admin.conflicts import ConflictMixin
from cities.models import City, Mandate
from cities.queries import without_conflicts
from cities.queries.documents import mandate_with_document
from cities.tasks import scan_now
from cities.workflow import MANDATE
from core.models import Scan
from review.admin import SCAN, WaitingMixin


def accepting(*, obj: Mandate, by: Any, note: str, ticks: Any = ()) -> Mandate:
    """Accept, as the review page calls it."""
    return accept_mandate(mandate=obj, by=by, note=note)


def refusing(*, obj: Mandate, by: Any, note: str, ticks: Any = ()) -> Mandate:
    """Do not accept, as the review page calls it."""
    return refuse_mandate(mandate=obj, by=by, note=note)


@admin.register(Mandate)
class MandateAdmin(WaitingMixin, DocumentAdmin, ConflictMixin):
    view_rule = staticmethod(is_office)
    workflow = MANDATE
    decisions = {"accept": accepting, "refuse": refusing, SCAN: scan_now}
    list_display = ("title", "city", "state", "starts_on", "ends_on", "days_waiting")
    list_select_related = ("city",)
    list_filter = ("state", "kind")
    search_fields = ("title", "city__name")
    fields = (
        "city",
        "state",
        "kind",
        "title",
        "decided_on",
        "starts_on",
        "ends_on",
        "document",
        "virus_scan",
        "sha256",
        "is_public",
        "signed_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        return without_conflicts(super().get_queryset(request), request.user)

    def review_title(self, obj: Mandate) -> str:
        return _("Mandate of %(city)s") % {"city": obj.city}

    def conflict_city(self, obj: Mandate) -> City:
        return obj.city

    @admin.display(description=gettext_lazy("document"))
    def document(self, obj: Mandate) -> str:
        if obj.scan_state == Scan.INFECTED:
            return obj.file_name
        url = reverse("admin:cities_mandate_document", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, obj.file_name) if obj.file else "–"

    @admin.display(description=gettext_lazy("virus scan"))
    def virus_scan(self, obj: Mandate) -> str:
        return scan_words(obj) if obj.file else "–"

    @admin.display(description=gettext_lazy("re-affirmed by the mayor"))
    def signed_by(self, obj: Mandate) -> str:
        link = obj.reaffirm_links.exclude(used_at=None).first()
        return f"{link.name} · SHA-256 {link.digest}" if link else "–"

    def document_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        mandate = mandate_with_document(request.user, object_id)
        return send_document(mandate.file, mandate.file_name)
