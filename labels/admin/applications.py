"""Where the office checks an application, proposes its outcome and signs it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.admin.conflicts import ConflictMixin
from cities.models import City
from core.admin import in_words
from labels.actions import (
    admit,
    close_reply,
    close_window,
    drop_admissibility,
    find_inadmissible,
    grant,
    propose,
    propose_admissibility,
    refuse,
    reject_proposal,
    return_for_changes,
    sign_first,
)
from labels.admin.case_form import PROPOSAL, CaseForm, asking, confirming, signing
from labels.models import LabelApplication
from labels.queries import DECIDED_STATES, RUNNING_STATES, applications_for
from labels.queries.casefile import case_file, waits_for_office
from labels.queries.clocks import case_dates
from labels.queries.final_findings import findings_for_office
from labels.rules.cases import may_see_applications
from labels.workflow import APPLICATION
from review.admin import WaitingMixin


class WaitingFilter(admin.SimpleListFilter):
    """Shows what waits, unless somebody asks for more."""

    title = gettext_lazy("state")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("elsewhere", gettext_lazy("with the public, the panel or the city")),
            ("decided", gettext_lazy("decided or taken back")),
            ("all", gettext_lazy("all")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("waiting")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        if self.value() == "decided":
            return queryset.filter(state__in=(*DECIDED_STATES, "withdrawn"))
        if self.value() == "elsewhere":
            return queryset.filter(state__in=RUNNING_STATES).exclude(waits_for_office())
        return queryset.filter(waits_for_office())


SUBMITTED = in_words("submitted_at", gettext_lazy("submitted"))
DECIDED = in_words("decided_at", gettext_lazy("decided"))


@admin.register(LabelApplication)
class LabelApplicationAdmin(WaitingMixin, ConflictMixin):
    """The queue of applications, oldest first, and the page where people of the office move one."""

    workflow = APPLICATION
    decisions = {
        "propose_admissibility": asking(propose_admissibility, "admissible"),
        "drop_admissibility": confirming(drop_admissibility),
        "admit": confirming(admit),
        "find_inadmissible": confirming(find_inadmissible),
        "return_for_changes": asking(return_for_changes),
        "close_window": asking(close_window),
        "close_reply": asking(close_reply),
        "propose": asking(propose, *PROPOSAL),
        "sign_first": signing(sign_first),
        "grant": signing(grant),
        "refuse": signing(refuse),
        "reject_proposal": signing(reject_proposal),
        "reopen_admissibility": signing(reject_proposal),
    }
    decision_form = CaseForm
    change_form_template = "admin/labels/labelapplication/change_form.html"
    view_rule = staticmethod(may_see_applications)
    fields = ("reference", "city", "scheme", "state", SUBMITTED, DECIDED, "language", "statement")
    list_display = ("reference", "city", "state", SUBMITTED, "days_waiting")
    list_display_links = ("reference", "city")
    readonly_fields = (SUBMITTED, DECIDED)
    list_filter = (WaitingFilter,)
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("reference", "city__name")
    ordering = ("submitted_at", "pk")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[LabelApplication]:
        return applications_for(request.user).order_by(*self.ordering)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            # Read once: what the page shows, what the reader is asked about and what is signed is one proposal.
            prefetch_related_objects([obj], "decisions", "admissibility")
        return obj

    def seen_token(self, obj: LabelApplication) -> str:
        rows = (obj.open_admissibility, obj.open_decision)
        signed = obj.open_decision.signed_by_id if obj.open_decision else None
        return "-".join([super().seen_token(obj), *(str(row.pk if row else 0) for row in rows), str(signed or 0)])

    def review_context(self, request: HttpRequest, obj: LabelApplication) -> dict[str, Any]:
        return super().review_context(request, obj) | {
            "case": case_file(obj, request.user),
            "dates": case_dates(obj),
            "findings": findings_for_office(obj),
        }

    def conflict_city(self, obj: LabelApplication) -> City:
        return obj.city

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        response = super().change_view(request, object_id, form_url, extra_context)
        context = getattr(response, "context_data", None) or {}
        if context.get("decision_form"):
            context["decision_form"].ask_for({step.name for step in context.get("transitions", ())})
        return response
