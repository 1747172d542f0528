"""The conditions of a decision: the city reads what it has to do, says how it did it, and reads the office’s answer."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cities.models import City
from cities.rules import is_approver
from commitments.queries import usual_language
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.conditions import ConditionReportForm
from desk.late_words import keeps_words
from desk.pages import page, tell, warn
from labels.actions import report_condition
from labels.models import Condition
from labels.queries.conditions import conditions_of, public_evidence_of
from labels.queries.midterm import label_in_force
from review.workflow import NotReady, Stale

LATER = gettext_lazy(
    "Two people of the office read the first report. If something is missing, they ask the city again; then your words "
    "have their place."
)
OWN_TURN = (Condition.State.OPEN, Condition.State.OVERDUE)


@require_safe
def label_conditions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every condition with where it stands."""
    city, found = _conditions(request.user, slug)
    return page(
        request,
        "label_conditions",
        heading=_("Conditions of the label"),
        eyebrow=city.name,
        lede=_("Two people of the office confirm that each is met. The public page of the label shows them."),
        city=city,
        here="label",
        rows=[_row(condition) for condition in found],
        may_report=is_approver(request.user, city),
        back=(reverse("desk:label_apply", args=[slug]), _("Back to the label")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(ConditionReportForm, later=LATER)
def label_condition(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say how one condition is met, with evidence."""
    city, found = _conditions(request.user, slug)
    condition = next((row for row in found if row.pk == pk), None)
    if condition is None:
        raise Hidden
    here = reverse("desk:label_conditions", args=[slug])
    if not is_approver(request.user, city):
        raise Refused(_("An approver of %(city)s reports that a condition is met.") % {"city": city})
    if condition.state not in OWN_TURN:
        if request.method == "POST":
            raise Stale(_("The city has reported about this condition already."))
        return warn(request, _("The city has reported about this condition already."), here)
    pieces = list(public_evidence_of(city))
    start = {"language": usual_language(city)}
    form = ConditionReportForm(request.POST if request.method == "POST" else None, initial=start, pieces=pieces)
    if form.is_bound and form.is_valid():
        words = {"text": form.cleaned_data["text"], "language": form.cleaned_data["language"]}
        try:
            report_condition(condition=condition, by=request.user, evidence=form.chosen(), **words)
        except NotReady as refusal:
            return warn(request, refusal, here)
        return tell(request, _("The report is sent. Two people of the office read it."), here)
    return page(
        request,
        "form",
        heading=_("How is the condition met?"),
        eyebrow=city.name,
        lede=f"{condition.text} ({day(condition.due_on)})",
        city=city,
        here="label",
        form=form,
        button=_("Report that it is met"),
        back=(here, _("Back to the conditions")),
    )


def _conditions(user: Any, slug: str) -> tuple[City, list[Condition]]:
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(user, slug)
    label = label_in_force(city)
    found = conditions_of(label) if label else []
    if not found:
        raise Refused(_("The city holds no label with conditions."))
    return city, found


def _row(condition: Condition) -> dict[str, Any]:
    reports = list(condition.reports.all())
    return {
        "condition": condition,
        "state": condition.state_in_words,
        "is_own_turn": condition.state in OWN_TURN,
        "is_late": condition.state == Condition.State.OVERDUE,
        "reports": reports,
    }
