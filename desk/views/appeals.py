"""An appeal: a city lodges it at the desk, and the three who were named read the case and vote here."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.rules import is_approver
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.appeal import AppealForm, VoteForm
from desk.pages import add_faults, page, tell, warn
from labels.actions import lodge_appeal, outcomes_for, vote_on_appeal
from labels.actions.appeal_outcomes import needs_plain
from labels.appeal_words import against
from labels.models import Appeal
from labels.queries.appeals import appeal_to_hear, appealable_of, appeals_of, case_of, end_of, subject_of
from review.workflow import NotReady, Stale

KINDS = {"decision": "Decision", "change": "LabelChange"}


@require_http_methods(["GET", "HEAD", "POST"])
def appeals(request: HttpRequest, slug: str) -> HttpResponse:
    """What the city can appeal against, until when, and what it appealed against."""
    city = _city(request.user, slug)
    rows = [
        {
            "words": against(case.thing),
            "until": case.last_day,
            "url": reverse("desk:appeal_new", args=[slug, _kind(case.thing), case.thing.pk]),
        }
        for case in appealable_of(city)
    ]
    return page(
        request,
        "appeals",
        heading=_("Appeals"),
        eyebrow=city.name,
        lede=_("Three people with no earlier part look at a decision again. Two equal votes decide."),
        city=city,
        here="label",
        rows=rows,
        appeals=appeals_of(city),
        may=is_approver(request.user, city),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """An approver writes why, and lodges the appeal."""
    city = _city(request.user, slug)
    here = reverse("desk:appeals", args=[slug])
    found = [case for case in appealable_of(city) if _kind(case.thing) == kind and case.thing.pk == pk]
    if not found:
        raise Hidden
    if not is_approver(request.user, city):
        raise Refused(_("An approver of %(city)s lodges the appeal.") % {"city": city})
    form = AppealForm(request.POST) if request.method == "POST" else AppealForm(initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        try:
            lodge_appeal(thing=found[0].thing, by=request.user, **form.cleaned_data)
            return tell(request, _("The appeal is lodged and public. Three people are named now."), here)
        except Stale as stale:
            return warn(request, stale, here)
        except NotReady as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            add_faults(form, error)
    last = found[0].last_day
    return page(
        request,
        "confirm",
        heading=_("Lodge an appeal?"),
        eyebrow=city.name,
        lede=_("Until %(day)s.") % {"day": day(last)} if last else "",
        text=_("It is against this: %(what)s. It is heard once.") % {"what": against(found[0].thing)},
        city=city,
        here="label",
        form=form,
        button=_("Lodge the appeal"),
        back=(here, _("No, back to the appeals")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_hear(request: HttpRequest, reference: str) -> HttpResponse:
    """One of the three reads the case and votes. The others' votes are shown once the own one is given."""
    appeal, own = appeal_to_hear(request.user, reference)
    case = case_of(subject_of(appeal))
    choices = [(name, capfirst(Appeal.Outcome(name).label)) for name in outcomes_for(case)]
    form = VoteForm(
        request.POST or None,
        choices=choices,
        may_award=needs_plain(case, "replace") and "replace" in outcomes_for(case),
    )
    if request.method == "POST" and form.is_valid():
        try:
            vote_on_appeal(appeal=appeal, by=request.user, **form.cleaned_data)
            return redirect("desk:appeal_hear", appeal.reference)
        except Stale as stale:
            return warn(request, stale, reverse("desk:appeal_hear", args=[appeal.reference]))
        except NotReady as refusal:
            form.add_error(None, str(refusal))
    end = end_of(appeal)
    may_read = bool(own.vote) or appeal.state == Appeal.State.DECIDED
    return page(
        request,
        "appeal",
        heading=_("Appeal %(reference)s") % {"reference": appeal.reference},
        eyebrow=case.city.name,
        lede=_lede(appeal),
        appeal=appeal,
        what=against(case.thing, end),
        reasons=end.reasons if end else _reasons(case.thing),
        case=case,
        form=None if own.vote or appeal.state == Appeal.State.DECIDED else form,
        votes=[row for row in appeal.votes.all() if row.vote] if may_read else [],
    )


def _lede(appeal: Appeal) -> str:
    said = _("You look at it with two others. Your names are not published.")
    is_open = appeal.due_on is not None and appeal.state != Appeal.State.DECIDED
    return f"{said} {_('To be decided by %(day)s.') % {'day': day(appeal.due_on)}}" if is_open else said


def _reasons(thing: Any) -> str:
    """The public reasons of what is appealed."""
    words = getattr(thing, "reasons", "") or getattr(thing, "outcome_reasons", "")
    return words or getattr(thing, "triage_reasons", "")


def _kind(thing: Any) -> str:
    return next(kind for kind, name in KINDS.items() if name == type(thing).__name__)


def _city(user: Any, slug: str) -> Any:
    if not settings.LABEL_ENABLED:
        raise Hidden
    return city_to_write(user, slug)
