"""Where deciders propose and sign the outcome of an application."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.admin.conflicts import ConflictMixin
from cities.models import City
from labels.actions import grant, propose, refuse, reject_proposal, return_for_changes
from labels.models import Decision, LabelApplication
from labels.queries import WAITING_STATES, applications_for, case_file
from labels.queries.clocks import case_dates
from labels.rules import may_see_applications
from labels.workflow import APPLICATION
from review.admin import DecisionForm, WaitingMixin


class LabelDecisionForm(DecisionForm):
    """The outcome and the public reasons; the outcome is asked from whoever proposes only."""

    outcome = forms.ChoiceField(
        required=False, choices=Decision.Outcome, widget=forms.RadioSelect, label=gettext_lazy("Outcome")
    )
    field_order = ("outcome", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "To propose: write the reasons, they are published with the decision. To send the application back: say "
            "what is missing, the city reads it. To send a proposal back: say why, the office reads it. To sign: "
            "nothing is needed here."
        )


def without_outcome(action: Callable[..., Any]) -> Callable[..., Any]:
    """Return `action` for the form: the outcome that it carries for proposals is not its business."""

    def act(*, outcome: str = "", **words: Any) -> Any:
        return action(**words)

    return act


def signing(action: Callable[..., Any]) -> Callable[..., Any]:
    """Return `action` for the form: it signs the proposal that `obj` was read with, and asks for no outcome."""

    def sign(*, obj: LabelApplication, outcome: str = "", **words: Any) -> Any:
        decision = obj.open_decision
        return action(obj=obj, proposal=decision.pk if decision else None, **words)

    return sign


class WaitingFilter(admin.SimpleListFilter):
    """Shows what waits, unless somebody asks for more."""

    title = gettext_lazy("state")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("decided", gettext_lazy("decided or taken back")), ("all", gettext_lazy("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("waiting")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        if self.value() == "decided":
            return queryset.exclude(state__in=WAITING_STATES)
        return queryset.filter(state__in=WAITING_STATES)


@admin.register(LabelApplication)
class LabelApplicationAdmin(WaitingMixin, ConflictMixin):
    """The queue of applications, oldest first, and the page where two people decide one."""

    workflow = APPLICATION
    decisions = {
        "return_for_changes": without_outcome(return_for_changes),
        "propose": propose,
        "grant": signing(grant),
        "refuse": signing(refuse),
        "reject_proposal": signing(reject_proposal),
    }
    decision_form = LabelDecisionForm
    change_form_template = "admin/labels/labelapplication/change_form.html"
    view_rule = staticmethod(may_see_applications)
    fields = ("reference", "city", "scheme", "state", "submitted_at", "decided_at", "language", "statement")
    list_display = ("reference", "city", "state", "submitted_at", "days_waiting")
    list_display_links = ("reference", "city")
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
            prefetch_related_objects([obj], "decisions__signatures")
        return obj

    def seen_token(self, obj: LabelApplication) -> str:
        decision = obj.open_decision
        return f"{super().seen_token(obj)}-{decision.pk if decision else 0}"

    def review_context(self, request: HttpRequest, obj: LabelApplication) -> dict[str, Any]:
        return super().review_context(request, obj) | {
            "case": case_file(obj, request.user),
            "dates": case_dates(obj),
        }

    def conflict_city(self, obj: LabelApplication) -> City:
        return obj.city

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        response = super().change_view(request, object_id, form_url, extra_context)
        context = getattr(response, "context_data", None) or {}
        names = {step.name for step in context.get("transitions", ())}
        if context.get("decision_form") and "propose" not in names:
            context["decision_form"].fields.pop("outcome", None)
        return response
