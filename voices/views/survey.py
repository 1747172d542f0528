"""The survey of a city's self-assessment: by a link that the city shares. No account, no name, nothing to trace."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from labels.actions import reply_to_survey
from labels.models import Survey
from review.workflow import Stale
from voices.survey_form import SurveyForm


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; a POST keeps the answers."""
    if not settings.LABEL_ENABLED:
        raise Http404
    rows = Survey.objects.select_related("assessment__city", "assessment__scheme")
    found = get_object_or_404(rows, token=token)
    if found.closed_at:
        return _closed(request)
    criteria = list(found.assessment.scheme.criteria.order_by("position", "pk"))
    form = SurveyForm(initial={"key": uuid.uuid4()}, criteria=criteria)
    if request.method == "POST":
        form = SurveyForm(request.POST, criteria=criteria)
        if form.is_valid():
            try:
                reply_to_survey(
                    survey=found, key=form.cleaned_data["key"], kind=form.cleaned_data["kind"], answers=form.answers()
                )
                return redirect("voices:survey_sent")
            except Stale:
                return _closed(request)
            except ValidationError as error:
                form.add_error(None, error)
    heading = _("What do you see in %(city)s?") % {"city": found.assessment.city.name}
    return render(request, "voices/survey.html", {"city": found.assessment.city, "form": form, "heading": heading})


@require_safe
def survey_sent(request: HttpRequest) -> HttpResponse:
    """Thank you."""
    words = _("Your answers count with those of others. Nothing is shown before ten people have answered.")
    return render(request, "voices/survey_sent.html", {"heading": _("Thank you"), "text": words})


def _closed(request: HttpRequest) -> HttpResponse:
    words = _("The city asks no more now. What people answered goes into its self-assessment.")
    return render(
        request, "voices/survey_sent.html", {"heading": _("This survey is closed"), "text": words}, status=410
    )
