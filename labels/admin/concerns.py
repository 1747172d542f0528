"""Where the office reads concerns, works out plans and concludes. The author's address is not here, only its domain."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cities.admin.base import scan_words
from cities.admin.conflicts import ConflictMixin
from cities.models import City
from core import audit, clamd
from core.access import Hidden, Refused
from core.admin import in_words
from core.languages import language_name
from core.local import day
from core.models import Scan
from core.storage import download_response
from labels.actions import (
    accept_concern,
    find_unfounded,
    not_accept_concern,
    propose_plan,
    propose_suspension,
    solve_concern,
)
from labels.actions.concern_scanning import scan_concern_now
from labels.models import Concern
from labels.queries.concerns import behind, concerns_for_office, plan_rows, title_of
from labels.rules.concerns import may_see_concerns
from labels.workflow.concern import CONCERN
from review.admin import SCAN, DecisionForm, WaitingMixin

Row = dict[str, Any]


class ConcernForm(DecisionForm):
    """Reasons or a plan, and the steps of the plan."""

    steps = forms.CharField(
        required=False,
        max_length=10_000,
        label=gettext_lazy("Steps of the plan"),
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Only to propose a plan. One step a line: 2027-03-31 The desk opens on Saturdays"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Reasons, or the plan")
        self.fields["note"].help_text = _("It becomes public and stays public for good, so name no person.")


def _without_steps(action: Any) -> Any:
    """Return a decision that reads no steps; every decision takes what the form holds."""

    def act(*, steps: str = "", **words: Any) -> Any:
        return action(**words)

    return act


CAME = in_words("submitted_at", gettext_lazy("came to the office"))
DUE = in_words("due_on", gettext_lazy("due"))


@admin.register(Concern)
class ConcernAdmin(WaitingMixin, ConflictMixin):
    """What came to the office, newest first, and the page to decide about one."""

    workflow = CONCERN
    decisions = {
        "accept": _without_steps(accept_concern),
        "not_accept": _without_steps(not_accept_concern),
        "propose_plan": propose_plan,
        "solve": _without_steps(solve_concern),
        "find_unfounded": _without_steps(find_unfounded),
        "propose_suspension": _without_steps(propose_suspension),
        SCAN: _without_steps(scan_concern_now),
    }
    decision_form = ConcernForm
    change_form_template = "admin/labels/concern/change_form.html"
    view_rule = staticmethod(may_see_concerns)
    fields = ("reference", "state")
    list_display = ("reference", "city_name", "label", "state", CAME, DUE)
    list_filter = ("state",)
    search_fields = ("reference", "label__code", "label__city__name")
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Concern]:
        return concerns_for_office(request.user)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-submitted_at", "-pk")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("<int:pk>/file/", view, name="labels_concern_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the proof to the people who may read this city's concerns."""
        concern = self.get_queryset(request).filter(pk=pk, proof=Concern.Proof.FILE).first()
        if concern is None or not self.has_view_permission(request):
            raise Hidden
        if concern.scan_state == Scan.INFECTED:
            raise Refused(_("A virus was found in this file, so nobody can open it."))
        audit.record("open_proof", by=request.user, obj=concern)
        return download_response(concern.file.open("rb"), name=concern.file_name, content_type=concern.content_type)

    def conflict_city(self, obj: Concern) -> City:
        return obj.label.city

    def waiting_files(self, obj: Concern) -> list[str]:
        return [str(obj.file.name)] if obj.file and clamd.waits(obj.scan_state) else []

    def seen_token(self, obj: Concern) -> str:
        return f"{obj.state}-{obj.plans.count()}-{obj.answers.count()}"

    def review_title(self, obj: Concern) -> str:
        return _("Concern %(reference)s") % {"reference": obj.reference}

    def review_context(self, request: HttpRequest, obj: Concern) -> dict[str, Any]:
        plans = list(obj.plans.prefetch_related(*plan_rows()))
        more = {"case": obj, "said": _said(obj), "proof_url": _proof_url(obj), "plans": plans}
        more |= {"answers": obj.answers.all()}
        return super().review_context(request, obj) | more

    @admin.display(description=gettext_lazy("city"))
    def city_name(self, obj: Concern) -> str:
        return obj.label.city.name


def _said(obj: Concern) -> list[Row]:
    rows = [
        (_("Label"), f"{obj.label.code}, {obj.label.city.name}"),
        (_("About"), title_of(obj)),
        (_("Filed by"), obj.get_filer_display()),
        (_("Organisation"), obj.organisation),
        (_("Domain of the address"), obj.email_domain),
        (_("People behind it"), _("%(number)s, %(needed)s needed") % {"number": behind(obj), "needed": obj.needed}),
        (_("What happened"), obj.text),
        (_("Language"), language_name(obj.language) if obj.language else ""),
        (_("Virus scan"), scan_words(obj) if obj.file else ""),
        (_("Due"), day(obj.due_on) if obj.due_on else ""),
        (_("More time: why"), obj.extension_reason),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _proof_url(obj: Concern) -> dict[str, str] | None:
    if obj.proof == Concern.Proof.LINK:
        return {"url": obj.url, "text": obj.url}
    if obj.proof == Concern.Proof.FILE and obj.scan_state != Scan.INFECTED:
        return {"url": reverse("admin:labels_concern_file", args=[obj.pk]), "text": obj.file_name}
    return None
