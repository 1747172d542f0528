"""The survey of a city's self-assessment: no account, no name. A mailbox proves itself by a link and answers once."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.networks import asks_too_often
from core.secret_pages import secret_page
from labels.actions import ask_to_answer, reply_to_survey
from labels.models import Survey
from labels.survey_codes import mark_in
from review.workflow import Stale
from voices.faults import add_faults
from voices.forms import AddressForm
from voices.survey_form import SurveyForm

MOST_OF_NETWORK, AN_HOUR = 60, 3600


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """What the city asks; a POST sends the link with which one mailbox answers."""
    found = _survey(token)
    if found.closed_at:
        return _closed(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_asked(request, found, form):
        return redirect("voices:survey_asked")
    questions = found.assessment.scheme.criteria.order_by("position", "pk")
    context = {"city": found.assessment.city, "form": form, "heading": _heading(found), "questions": questions}
    return render(request, "voices/survey_ask.html", context | {"language": found.assessment.scheme.language})


def _is_asked(request: HttpRequest, found: Survey, form: AddressForm) -> bool:
    if asks_too_often(request, what="survey", most=MOST_OF_NETWORK, seconds=AN_HOUR):
        form.add_error(None, _("Too many people of your network ask at this moment. Try again in an hour."))
        return False
    try:
        ask_to_answer(survey=found, email=form.cleaned_data["email"], language=get_language() or "en")
    except ValidationError as error:
        add_faults(form, error)
        return False
    except Stale as stale:
        form.add_error(None, str(stale))
        return False
    return True


@require_safe
def survey_asked(request: HttpRequest) -> HttpResponse:
    """The same page for every address: look into your mailbox."""
    words = _(
        "If this address has not answered yet, we sent a link there, once a day at most. Open it to see the questions "
        "and to answer."
    )
    return render(request, "voices/survey_sent.html", {"heading": _("Look into your mailbox"), "text": words})


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def survey_answer(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """The questions; a POST keeps the answers, once for each mailbox."""
    found, mark = _survey(token), mark_in(code)
    if not mark:
        raise Http404
    if found.closed_at:
        return _closed(request)
    criteria = list(found.assessment.scheme.criteria.order_by("position", "pk"))
    form = SurveyForm(initial={"key": uuid.uuid4()}, criteria=criteria)
    if request.method == "POST":
        form = SurveyForm(request.POST, criteria=criteria)
        if form.is_valid() and _is_kept(found, mark, form):
            return redirect("voices:survey_sent")
    context = {"city": found.assessment.city, "form": form, "heading": _heading(found)}
    return render(request, "voices/survey.html", context)


def _is_kept(found: Survey, mark: str, form: SurveyForm) -> bool:
    values = {"key": form.cleaned_data["key"], "kind": form.cleaned_data["kind"], "answers": form.answers()}
    try:
        reply_to_survey(survey=found, mark=mark, **values)
    except ValidationError as error:
        add_faults(form, error)
        return False
    except Stale as stale:
        form.add_error(None, str(stale))
        return False
    return True


@require_safe
def survey_sent(request: HttpRequest) -> HttpResponse:
    """Thank you."""
    words = _("Your answers count with those of others. Nothing is shown before ten people have answered.")
    return render(request, "voices/survey_sent.html", {"heading": _("Thank you"), "text": words})


def _survey(token: str) -> Survey:
    if not settings.LABEL_ENABLED:
        raise Http404
    return get_object_or_404(Survey.objects.select_related("assessment__city", "assessment__scheme"), token=token)


def _heading(found: Survey) -> str:
    return _("What do you see in %(city)s?") % {"city": found.assessment.city.name}


def _closed(request: HttpRequest) -> HttpResponse:
    words = _("The city asks no more now. What people answered goes into its self-assessment.")
    return render(
        request, "voices/survey_sent.html", {"heading": _("This survey is closed"), "text": words}, status=410
    )
