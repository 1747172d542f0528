"""Where the office verifies who asks to join, and reads the mandates on file."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_office
from cities.actions import CHECKLIST, accept_join, refuse_join, return_join
from cities.admin.base import DocumentAdmin, send_document
from cities.countries import country_name
from cities.lookalikes import join_warnings
from cities.models import City, JoinRequest, Mandate
from cities.queries import join_request_with_document, mandate_with_document, visible_join_requests, without_conflicts
from cities.rules import may_verify_joins
from cities.workflow import JOINING
from review.admin import ReviewAdminMixin


class WaitingFilter(admin.SimpleListFilter):
    """Shows what waits, unless somebody asks for more."""

    title = gettext_lazy("show")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("returned", gettext_lazy("sent back")), ("decided", gettext_lazy("decided or taken back")),
                ("all", gettext_lazy("all"))]  # fmt: skip

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("waiting")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        states = JoinRequest.State
        shown = {
            "all": states.values,
            "returned": [states.RETURNED],
            "decided": [states.ACCEPTED, states.REFUSED, states.WITHDRAWN],
        }
        return queryset.filter(state__in=shown.get(self.value(), [states.SUBMITTED]))


def accepting(*, obj: JoinRequest, **words: Any) -> City:
    """Accept, as the review page calls it."""
    return accept_join(join_request=obj, **words)


def asking(*, obj: JoinRequest, by: Any, note: str, ticks: Any = ()) -> JoinRequest:
    """Send back with questions, as the review page calls it; the ticks are for accepting."""
    return return_join(join_request=obj, by=by, note=note)


def refusing(*, obj: JoinRequest, by: Any, note: str, ticks: Any = ()) -> JoinRequest:
    """Refuse, as the review page calls it; the ticks are for accepting."""
    return refuse_join(join_request=obj, by=by, note=note)


def facts_of(obj: JoinRequest) -> list[dict[str, Any]]:
    """Return label and value of what the applicant said."""
    place = obj.place
    return [
        {"label": _("Municipality"), "value": obj.place_name},
        {"label": _("Country"), "value": country_name(obj.country)},
        {"label": _("In the gazetteer"), "value": f"{place.name}, {place.region}" if place else _("no, typed by hand")},
        {"label": _("Applicant"), "value": f"{obj.applicant} · {obj.applicant.email}"},
        {"label": _("Role in the city"), "value": obj.job_title},
        {"label": _("E-mail address at work"), "value": obj.work_email},
        {"label": _("Official contact channel"), "value": obj.official_channel or _("none given: find one yourself")},
        {"label": _("Decision"), "value": obj.mandate_title},
        {
            "label": _("Mandate"),
            "value": f"{date_format(obj.mandate_start)} – {date_format(obj.mandate_end)}",
        },
    ]


def steps_of(obj: JoinRequest) -> list[dict[str, Any]]:
    """Return the steps so far, each with its name in words."""
    names = {step.name: step.public_label or step.label for step in JOINING.transitions} | {"ask": _("Request sent")}
    return [
        {"label": names.get(step.transition, step.transition), "at": step.at, "by": step.by, "note": step.note}
        for step in obj.status_changes.select_related("by")
    ]


@admin.register(JoinRequest)
class JoinRequestAdmin(DocumentAdmin, ReviewAdminMixin):
    view_rule = staticmethod(may_verify_joins)
    workflow = JOINING
    decisions = {"accept": accepting, "return_for_changes": asking, "refuse": refusing}
    checklist = CHECKLIST
    list_display = ("place_name", "country", "applicant", "state", "created_at", "days_waiting")
    list_filter = (WaitingFilter, "country")
    search_fields = ("place_name", "applicant__name", "applicant__email", "work_email")
    ordering = ("created_at", "pk")
    list_per_page = 50
    fields = ("state", "place_name", "country", "applicant", "work_email", "job_title", "official_channel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JoinRequest]:
        return visible_join_requests(super().get_queryset(request), request.user)

    @admin.display(description=gettext_lazy("days waiting"), ordering="created_at")
    def days_waiting(self, obj: JoinRequest) -> str:
        waits = obj.state == JoinRequest.State.SUBMITTED
        return str(max(timezone.now() - obj.updated_at, dt.timedelta()).days) if waits else "–"

    def document_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        join_request = join_request_with_document(request.user, object_id)
        return send_document(join_request.mandate_file, join_request.mandate_file_name)

    def review_context(self, request: HttpRequest, obj: JoinRequest) -> dict[str, Any]:
        is_open = obj.state in {JoinRequest.State.SUBMITTED, JoinRequest.State.RETURNED}
        return {"facts": facts_of(obj), "warnings": join_warnings(obj) if is_open else [], "steps": steps_of(obj)}


@admin.register(Mandate)
class MandateAdmin(DocumentAdmin):
    view_rule = staticmethod(is_office)
    list_display = ("title", "city", "starts_on", "ends_on")
    list_select_related = ("city",)
    search_fields = ("title", "city__name")
    fields = ("city", "title", "decided_on", "starts_on", "ends_on", "document", "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        return without_conflicts(super().get_queryset(request), request.user)

    @admin.display(description=gettext_lazy("document"))
    def document(self, obj: Mandate) -> str:
        url = reverse("admin:cities_mandate_document", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, obj.file_name) if obj.file else "–"

    def document_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        mandate = mandate_with_document(request.user, object_id)
        return send_document(mandate.file, mandate.file_name)
