"""A concern about the city's label: answer it, agree to a plan with support, report on the plan."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.models import City
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.concern import PlanForm, SaidForm
from desk.forms.sending import ReasonForm
from desk.pages import page, tell, warn
from labels.actions import agree_plan, answer_concern, extend_answer, report_on_plan, return_plan
from labels.models import Concern
from labels.queries.concerns import concerns_at_desk, plan_rows, title_of
from labels.rules.concerns import may_answer_concern, may_extend_answer, may_report_on_plan
from review.workflow import NotReady, Stale

Form = SaidForm | PlanForm


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Read what was said; answer, agree to a plan or send it back, report on it: whatever is the city's turn."""
    city, found = _found(request.user, slug, reference)
    act = _turn_of(request.user, found)
    form = _form(request, act)
    if request.method == "POST":
        if form is None:
            raise Refused(_("An approver of the city answers, once, and agrees to the plan; its people report on it."))
        if form.is_valid():
            try:
                return tell(request, _act(request, found, act, form), _here(city, found))
            except NotReady as refusal:
                form.add_error(None, str(refusal))
            except Stale as stale:
                return warn(request, stale, _here(city, found))
    plans = list(found.plans.filter(returned_at=None).prefetch_related(*plan_rows()))
    return page(
        request,
        "concern",
        heading=_("A concern about the label"),
        eyebrow=f"{city.name} · {found.reference}",
        lede=_lede(found),
        city=city,
        here="label",
        concern=found,
        facts=_facts(found),
        answers=list(found.answers.all()),
        plan=next((row for row in plans if row.agreed_at is None), None),
        plans=[row for row in plans if row.agreed_at],
        form=form,
        act=act,
        may_extend=may_extend_answer(request.user, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def concern_more_time(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take more time for the answer, once, where the edition of the label knows an extension."""
    city, found = _found(request.user, slug, reference)
    if not may_extend_answer(request.user, found):
        raise Refused(_("An approver of the city takes more time once, where the rules know an extension."))
    wording = {"label": _("Why do you need more time?"), "hint": _("The office reads it."), "missing": _("Say why.")}
    form = ReasonForm(request.POST, **wording) if request.method == "POST" else ReasonForm(**wording)
    if form.is_bound and form.is_valid():
        try:
            extend_answer(concern=found, by=request.user, reason=form.cleaned_data["reason"])
        except NotReady as refusal:
            return warn(request, refusal, _here(city, found))
        return tell(request, _("You have time until %(day)s.") % {"day": day(found.due_on)}, _here(city, found))
    return page(
        request,
        "confirm",
        heading=_("Take more time for the answer?"),
        eyebrow=f"{city.name} · {found.reference}",
        text=_("You get it at once, and once only."),
        city=city,
        here="label",
        form=form,
        button=_("Take the extra time"),
        back=(_here(city, found), _("Back to the concern")),
    )


def _found(user: Any, slug: str, reference: str) -> tuple[City, Concern]:
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(user, slug)
    found = concerns_at_desk(city).filter(reference=reference.upper()).first()
    if found is None:
        raise Hidden
    return city, found


def _turn_of(user: Any, found: Concern) -> str:
    if may_report_on_plan(user, found):
        return "report"
    acts = {"accepted": "answer", "planned": "plan"}
    return acts.get(found.state, "") if may_answer_concern(user, found) else ""


def _form(request: HttpRequest, act: str) -> Form | None:
    data = request.POST if request.method == "POST" else None
    if act == "plan":
        return PlanForm(data)
    if not act:
        return None
    label = _("What the city did of the plan") if act == "report" else _("What the city says")
    return SaidForm(data, label=label, initial={"language": get_language()})


def _act(request: HttpRequest, found: Concern, act: str, form: Form) -> str:
    values: dict[str, Any] = form.cleaned_data
    if act == "answer":
        answer_concern(concern=found, by=request.user, **values)
        return _("The answer is public. The office works out a plan with support, or closes the concern.")
    if act == "report":
        report_on_plan(concern=found, by=request.user, **values)
        return _("The report is public.")
    seen = request.POST.get("plan", "")
    plan = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else 0
    if "agree" in request.POST:
        agree_plan(concern=found, by=request.user, plan=plan)
        return _("The plan is agreed and public. Report here on what the city does.")
    return_plan(concern=found, by=request.user, plan=plan, note=values["reason"])
    return _("The plan is back at the office.")


def _lede(found: Concern) -> str:
    words = f"{capfirst(found.get_state_display())}."
    return f"{words} {_('Until %(day)s.') % {'day': day(found.due_on)}}" if found.due_on else words


def _facts(found: Concern) -> list[dict[str, Any]]:
    proof = found.url or reverse("portal:concern_proof", args=[found.label.code, found.reference])
    return [
        {"label": _("About"), "value": title_of(found)},
        {"label": _("Raised by"), "value": found.organisation or capfirst(found.get_filer_display())},
        {"label": _("Proof"), "value": found.url or found.file_name, "url": proof},
    ]


def _here(city: City, found: Concern) -> str:
    return reverse("desk:concern", args=[city.slug, found.reference])
