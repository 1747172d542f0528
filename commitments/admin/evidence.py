"""Evidence as the office sees it: read-only, and a download that asks for permission on every request."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Evidence
from commitments.queries import evidence_cases, evidence_for_office, is_quarantined
from commitments.rules import may_enter_office, may_see_confidential
from core import audit
from core.access import Hidden, Refused
from core.admin import RuleAdmin
from core.storage import download_response


@admin.register(Evidence)
class EvidenceAdmin(RuleAdmin):
    """The list names what was submitted or published; what only drafts list is the city's own."""

    view_rule = staticmethod(may_enter_office)
    actions = None
    list_display = ("title", "city", "kind", "visibility", "size", "scan_state", "created_at")
    list_select_related = ("city",)
    list_filter = ("kind", "visibility", "scan_state")
    search_fields = ("title", "city__name", "sha256")
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fields = (
        "title", "city", "kind", "file_name", "content_type", "size", "sha256", "page", "language", "dated_on",
        "proves", "visibility", "has_personal_data", "scan_state", "scanned_at", "scan_found", "archive_url",
        "dead_since", "created_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return evidence_for_office(request.user)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("<uuid:public_id>/file/", view, name="commitments_evidence_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, public_id: UUID) -> FileResponse:
        """Send the file to deciders without conflict and to the reviewer who checks it; public files to all staff."""
        evidence = self.get_queryset(request).filter(public_id=public_id, kind=Evidence.Kind.FILE).first()
        if evidence is None or not self.has_view_permission(request):
            raise Hidden
        if is_quarantined(evidence):
            raise Refused(_("A virus was found in this file. Nobody can open it."))
        if not Evidence.objects.public().filter(pk=evidence.pk).exists():
            if not may_see_confidential(request.user, evidence, evidence_cases(evidence)):
                raise Refused(_("Only who checks this submission may open its evidence. Claim it first."))
            audit.record("open_evidence", by=request.user, obj=evidence, scope=evidence.city)
        return download_response(evidence.file.open("rb"), name=evidence.file_name, content_type=evidence.content_type)
