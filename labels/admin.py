"""Where deciders propose and sign, and where administrators keep the rules."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_office
from cities.admin.conflicts import ConflictMixin
from cities.models import City
from core.admin import RuleAdmin
from labels.actions import (
    grant,
    make_scheme_current,
    propose,
    refuse,
    reject_proposal,
    save_criteria,
    save_scheme,
)
from labels.models import Criterion, Decision, Label, LabelApplication, LabelScheme
from labels.queries import WAITING_STATES, applications_for, case_file
from labels.rules import may_edit_scheme, may_see_applications
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
            "To propose: write the reasons, they are published with the decision. To send a proposal back: say why, "
            "the office reads it. To sign: nothing is needed here."
        )


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
        return super().review_context(request, obj) | {"case": case_file(obj, request.user)}

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


@admin.register(Label)
class LabelAdmin(RuleAdmin):
    """The register as the office sees it. Nothing is changed here."""

    view_rule = staticmethod(is_office)
    list_display = ("code", "city", "public_status", "granted_on", "valid_until", "awarding_body")
    list_select_related = ("city",)
    list_filter = ("state",)
    search_fields = ("code", "city__name")
    list_per_page = 50
    fields = ("code", "city", "application", "public_status", "granted_on", "valid_until", "awarding_body")
    readonly_fields = ("public_status",)

    @admin.display(description=gettext_lazy("status"))
    def public_status(self, obj: Label) -> str:
        return obj.status.label


class CriterionInline(admin.TabularInline):
    """The criteria of one edition; whether they may be edited is the edition's rule."""

    model = Criterion
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_office(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit_scheme(request.user) and not (obj and obj.is_in_use)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(LabelScheme)
class LabelSchemeAdmin(RuleAdmin):
    """The editions of the rules. One that cities have applied under stays as it is."""

    view_rule = staticmethod(is_office)
    add_rule = change_rule = staticmethod(may_edit_scheme)
    list_display = ("title", "code", "starts_on", "min_commitments", "valid_years", "is_current")
    fields = ("code", "title", "intro", "min_commitments", "valid_years", "starts_on", "is_current")
    readonly_fields = ("is_current",)
    inlines = (CriterionInline,)
    actions = ("make_current",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_in_use)

    def save_model(self, request: HttpRequest, obj: LabelScheme, form: Any, change: bool) -> None:
        save_scheme(scheme=obj, by=request.user, changed=form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        changed = formset.save(commit=False)
        save_criteria(scheme=form.instance, by=request.user, changed=changed, removed=formset.deleted_objects)

    @admin.action(description=gettext_lazy("Use this edition for new applications"), permissions=["change"])
    def make_current(self, request: HttpRequest, queryset: QuerySet[LabelScheme]) -> None:
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Choose exactly one edition."), messages.ERROR)
            return
        make_scheme_current(scheme=chosen[0], by=request.user)
        self.message_user(request, _("New applications follow: %(edition)s.") % {"edition": chosen[0]})
