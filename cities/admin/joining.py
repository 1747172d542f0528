"""Where the office verifies who asks to join, and reads the mandates on file."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.actions import accept_join, refuse_join, return_join
from cities.admin.base import DocumentAdmin, scan_words, send_document
from cities.admin.conflicts import ConflictMixin
from cities.countries import country_name
from cities.lookalikes import join_warnings
from cities.models import City, JoinRequest
from cities.queries import visible_join_requests
from cities.queries.documents import join_request_with_document
from cities.rules import may_verify_joins
from cities.tasks import scan_now
from cities.workflow import JOINING
from core import local
from core.models import Scan
from review.admin import SCAN, WaitingMixin


class WaitingFilter(admin.SimpleListFilter):
    """Shows what waits, unless somebody asks for more."""

    title = gettext_lazy("state")
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


def accepting_as_interested(*, obj: JoinRequest, **words: Any) -> City:
    """Accept as an interested city, as the review page calls it."""
    return accept_join(join_request=obj, interested=True, **words)


def asking(*, obj: JoinRequest, by: Any, note: str, ticks: Any = ()) -> JoinRequest:
    """Send back with questions, as the review page calls it; the ticks are for accepting."""
    return return_join(join_request=obj, by=by, note=note)


def refusing(*, obj: JoinRequest, by: Any, note: str, ticks: Any = ()) -> JoinRequest:
    """Refuse, as the review page calls it; the ticks are for accepting."""
    return refuse_join(join_request=obj, by=by, note=note)


def facts_of(obj: JoinRequest) -> list[dict[str, str]]:
    """Return what the applicant said, as rows of a summary list."""
    place, typed = obj.place, _("No: typed by hand.")
    document = reverse("admin:cities_joinrequest_document", args=[obj.pk])
    if obj.scan_state == Scan.INFECTED:
        document = ""
    return [
        {"label": _("Municipality"), "value": obj.place_name},
        {"label": _("Country"), "value": country_name(obj.country)},
        {"label": _("In the gazetteer"), "value": f"{place.name}, {place.region}" if place else typed},
        {"label": _("Applicant"), "value": f"{obj.applicant}\n{obj.applicant.email}"},
        {"label": _("Role in the city"), "value": obj.job_title},
        {"label": _("E-mail address at work"), "value": obj.work_email},
        {"label": _("Official contact channel"), "value": obj.official_channel or _("None given: find one yourself.")},
        {"label": _("Decision"), "value": obj.mandate_title},
        {"label": _("Mandate document"), "value": obj.mandate_file_name or _("Document"), "url": document},
        {"label": _("Virus scan"), "value": scan_words(obj)},
        {"label": _("SHA-256"), "value": obj.mandate_sha256},
        {"label": _("Mandate from"), "value": local.day(obj.mandate_start)},
        {"label": _("Mandate until"), "value": local.day(obj.mandate_end)},
    ]


def steps_of(obj: JoinRequest) -> list[dict[str, Any]]:
    """Return the steps so far, latest first, as rows of a timeline."""
    names = {step.name: step.public_label or step.label for step in JOINING.transitions} | {"ask": _("Request sent")}
    return [
        {
            "date": step.at,
            "title": _("%(step)s: %(person)s") % {"step": names[step.transition], "person": step.by},
            "text": step.note,
        }
        for step in obj.status_changes.select_related("by").order_by("-at", "-pk")
    ]


@admin.register(JoinRequest)
class JoinRequestAdmin(WaitingMixin, DocumentAdmin, ConflictMixin):
    view_rule = staticmethod(may_verify_joins)
    workflow = JOINING
    decisions = {
        "accept": accepting,
        "accept_interested": accepting_as_interested,
        "return_for_changes": asking,
        "refuse": refusing,
        SCAN: scan_now,
    }
    checklist_kind = "join"
    change_form_template = "admin/cities/joinrequest/change_form.html"
    list_display = ("place_name", "country", "applicant", "state", "created_at", "days_waiting")
    list_filter = (WaitingFilter,)
    search_fields = ("place_name", "applicant__name", "applicant__email", "work_email")
    ordering = ("created_at", "pk")
    list_per_page = 50
    fields = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[JoinRequest]:
        return visible_join_requests(super().get_queryset(request), request.user)

    def review_title(self, obj: JoinRequest) -> str:
        return _("Request to join: %(place)s, %(country)s") % {
            "place": obj.place_name,
            "country": country_name(obj.country),
        }

    def conflict_city(self, obj: JoinRequest) -> City | None:
        return next(iter(obj.concerned_cities), None)

    def seen_token(self, obj: JoinRequest) -> str:
        return f"{obj.state}-{obj.updated_at.timestamp()}"

    def document_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        join_request = join_request_with_document(request.user, object_id)
        return send_document(join_request.mandate_file, join_request.mandate_file_name)

    def review_context(self, request: HttpRequest, obj: JoinRequest) -> dict[str, Any]:
        is_open = obj.state in {JoinRequest.State.SUBMITTED, JoinRequest.State.RETURNED}
        shown = super().review_context(request, obj)
        warnings = join_warnings(obj) if is_open else []
        return shown | {"facts": facts_of(obj), "warnings": warnings, "steps": steps_of(obj)}
