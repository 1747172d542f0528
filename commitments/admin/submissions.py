"""The two queues of the office: commitments and progress reports, oldest first, each with its review page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_decider
from cities.admin.conflicts import ConflictMixin
from commitments.actions import (
    claim,
    propose_refusal,
    publish_report,
    publish_version,
    refuse,
    reject_refusal,
    release,
    return_report,
    return_version,
)
from commitments.admin.filters import (
    CappedPaginator,
    CountryFilter,
    HolderFilter,
    StateFilter,
    shows_waiting,
)
from commitments.admin.proof import proof_row
from commitments.admin.talk import TalkMixin
from commitments.models import CommitmentVersion, ProgressReport
from commitments.queries import (
    ReviewPage,
    report_review,
    reports_for_office,
    version_review,
    versions_for_office,
)
from commitments.rules import WAITING_STATES, may_enter_office, may_see_submitted, unsettled_files
from commitments.tasks import scan_listed
from commitments.workflow import REPORT, VERSION
from core import local
from review.admin import SCAN, WaitingMixin

SHARED = {"propose_refusal": propose_refusal, "refuse": refuse, "reject_refusal": reject_refusal, SCAN: scan_listed}
STATE_KINDS = {
    "submitted": ("warn", "plan"),
    "checking": ("go", "go"),
    "refusal": ("warn", "stop"),
    "refused": ("bad", "stop"),
    "published": ("ok", "ok"),
}


class SubmissionAdmin(WaitingMixin, TalkMixin, ConflictMixin):
    """What the queues of versions and reports share."""

    view_rule = staticmethod(may_enter_office)
    list_display: tuple[str, ...] = (
        "reference_code", "city_name", "title_words", "days_waiting", "due", "holder", "state_words",
    )  # fmt: skip
    list_display_links = ("reference_code", "title_words")
    list_filter = (StateFilter, HolderFilter, CountryFilter)
    paginator = CappedPaginator
    sortable_by = ()
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    long_texts: tuple[str, ...] = ()
    list_title: Any
    office_rows: Callable[..., QuerySet]
    review_page: Callable[[Any, Any], ReviewPage]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        if not str(getattr(request.resolver_match, "url_name", "")).endswith("_changelist"):
            return self.office_rows(request.user)
        # A page of fifty rows does not read fifty whole texts.
        return self.office_rows(request.user, waiting=shows_waiting(request)).defer(*self.long_texts)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Oldest first; what waits by the column that has the index."""
        return ("waiting_since", "pk") if shows_waiting(request) else ("submitted_at", "pk")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and not is_decider(request.user):
            # Each button asks whether the reader holds it; deciders need not.
            prefetch_related_objects([obj], "assignments")
        return obj

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and (obj is None or may_see_submitted(request.user, obj))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.list_title, **(extra_context or {})})

    def review_title(self, obj: Any) -> str:
        words = _("Progress report: %(title)s") if isinstance(obj, ProgressReport) else _("Commitment: %(title)s")
        return words % {"title": obj.title or obj.commitment.code}

    def review_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        page = self.review_page(obj, request.user)
        kind, icon = STATE_KINDS.get(obj.state, ("line", ""))
        return super().review_context(request, obj) | {
            **self.talk_context(request, obj),
            "page": page,
            "new_proofs": [proof_row(proof) for proof in page.proofs if proof.is_new],
            "known_proofs": [proof_row(proof) for proof in page.proofs if not proof.is_new],
            "state_tag": {"text": obj.get_state_display(), "kind": kind, "icon": icon},
            "is_late": bool(obj.state in WAITING_STATES and obj.due_on and obj.due_on < timezone.localdate()),
        }

    def waiting_files(self, obj: Any) -> list[str]:
        return unsettled_files(obj)

    @admin.display(description=gettext_lazy("reference"))
    def reference_code(self, obj: Any) -> str:
        return obj.reference or obj.commitment.code

    @admin.display(description=gettext_lazy("city"))
    def city_name(self, obj: Any) -> str:
        return obj.commitment.city.name

    @admin.display(description=gettext_lazy("title"))
    def title_words(self, obj: Any) -> str:
        return obj.title or obj.commitment.code

    @admin.display(description=gettext_lazy("answer due"))
    def due(self, obj: Any) -> str:
        if obj.state not in WAITING_STATES or obj.due_on is None:
            return "–"
        if obj.queue_stopped is not None:
            return _("The city is asked")
        day = local.day(obj.due_on)
        is_late = obj.due_on < timezone.localdate()
        return format_html('<span class="late">{}, {}</span>', day, _("late")) if is_late else day

    @admin.display(description=gettext_lazy("claimed by"))
    def holder(self, obj: Any) -> str:
        return (obj.holder_name or _("a colleague")) if obj.holder_id else "–"

    @admin.display(description=gettext_lazy("state"))
    def state_words(self, obj: Any) -> str:
        return obj.get_state_display()


@admin.register(CommitmentVersion)
class CommitmentVersionAdmin(SubmissionAdmin):
    workflow = VERSION
    checklist_kind = "version"
    list_title = gettext_lazy("Commitments to check")
    decisions = {
        "claim": claim,
        "release": release,
        "publish": publish_version,
        "return_for_changes": return_version,
        **SHARED,
    }
    list_display = (*SubmissionAdmin.list_display[:3], "number", *SubmissionAdmin.list_display[3:])
    search_fields = ("reference", "title", "commitment__code", "commitment__city__name")
    fields = ("commitment",)
    change_form_template = "admin/commitments/commitmentversion/change_form.html"
    long_texts = ("summary", "problem", "action", "consulted", "taken_up", "change_reason", "returned_reasons")
    office_rows = staticmethod(versions_for_office)
    review_page = staticmethod(version_review)


@admin.register(ProgressReport)
class ProgressReportAdmin(SubmissionAdmin):
    workflow = REPORT
    checklist_kind = "report"
    list_title = gettext_lazy("Progress reports to check")
    decisions = {
        "claim": claim,
        "release": release,
        "publish": publish_report,
        "return_for_changes": return_report,
        **SHARED,
    }
    search_fields = ("reference", "commitment__code", "commitment__city__name")
    fields = ("commitment",)
    change_form_template = "admin/commitments/progressreport/change_form.html"
    long_texts = ("text", "reason", "returned_reasons")
    office_rows = staticmethod(reports_for_office)
    review_page = staticmethod(report_review)
