"""A label after it was granted: the city answers before it is revoked, and may give it back. Two people, always."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.models import City
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.sending import ReasonForm
from desk.pages import page, tell, warn
from labels.actions import answer_hearing, confirm_change, drop_change, propose_change
from labels.models import Label, LabelChange
from labels.queries.life import held_label
from labels.rules import may_answer_hearing, may_ask_withdrawal, may_drop_change, may_withdraw_label
from review.workflow import NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def label_hearing(request: HttpRequest, slug: str) -> HttpResponse:
    """Read why the office proposes to revoke the label, and answer once for the city."""
    city, label = _held(request.user, slug)
    change = label.open_change
    if change is None or change.kind != LabelChange.Kind.REVOKE:
        raise Refused(_("Nobody proposes to revoke the label of this city."))
    may = may_answer_hearing(request.user, label)
    wording = {"label": _("What the city says"), "missing": _("Write what the city says.")}
    form = ReasonForm(request.POST or None, **wording, hint=_("It is published with the decision. Name no person."))
    if request.method == "POST" and form.is_valid():
        answer_hearing(label=label, by=request.user, text=form.cleaned_data["reason"])
        return tell(request, _("The answer is sent. The deciders read it before they sign."), _here(city))
    return page(
        request,
        "label_hearing",
        heading=_("The office proposes to revoke the label"),
        eyebrow=city.name,
        lede=_("An approver of the city can answer until %(day)s.") % {"day": day(change.hearing_until)},
        city=city,
        here="label",
        change=change,
        form=form if may else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def label_give_back(request: HttpRequest, slug: str) -> HttpResponse:
    """One approver asks to give the label back; another one, or a decider of the office, makes sure."""
    city, label = _held(request.user, slug)
    change = label.open_change
    may = {
        "ask": may_ask_withdrawal(request.user, label),
        "sign": may_withdraw_label(request.user, label),
        "drop": may_drop_change(request.user, label),
    }
    if not any(may.values()):
        raise Refused(_("An approver of the city gives the label back, while the office proposes nothing else."))
    wording = {"label": _("Why?"), "missing": _("Say why the city gives the label back.")}
    form = ReasonForm(request.POST if "ask" in request.POST else None, **wording, hint=_("Public. Name no person."))
    if request.method == "POST" and ("ask" not in request.POST or form.is_valid()):
        try:
            words = _give_back(request, label, form)
        except (NotReady, Stale) as refusal:
            return warn(request, refusal, _here(city))
        return tell(request, words, _here(city))
    return page(
        request,
        "label_give_back",
        heading=_("Give the label back?"),
        eyebrow=city.name,
        city=city,
        here="label",
        form=form,
        change=change,
        may=may,
    )


def _give_back(request: HttpRequest, label: Label, form: ReasonForm) -> str:
    seen = label.open_change.pk if label.open_change else None
    if "ask" in request.POST:
        propose_change(obj=label, by=request.user, kind="withdraw", note=form.cleaned_data["reason"])
        return _("Sent. It counts as soon as another approver, or a decider of the office, makes sure.")
    if "drop" in request.POST:
        drop_change(obj=label, by=request.user, note=_("The city keeps its label."), change=seen)
        return _("The city keeps its label.")
    confirm_change(obj=label, by=request.user, kind="withdraw", change=seen)
    return _("The city has given its label back. The public page of the label says so.")


def _held(user: Any, slug: str) -> tuple[City, Label]:
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(user, slug)
    label = held_label(city)
    if label is None:
        raise Refused(_("The city holds no label."))
    return city, label


def _here(city: City) -> str:
    return reverse("desk:label_apply", args=[city.slug])
