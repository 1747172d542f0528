"""Autosave of one answer of the self-assessment. Never overwrites; the page works without it."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import local
from core.access import Refused
from desk.forms.assessment import AnswerForm
from desk.forms.revision import fingerprint
from desk.views.assessment import city_that_assesses, keep_answer, question_of, shown_assessment
from desk.views.autosave import OUT_OF_DATE
from labels.actions import StaleAnswer
from review.workflow import Stale


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_autosave(request: HttpRequest, slug: str, group: str, code: str) -> JsonResponse:
    """Save the answer that is being written; GET gives a fresh form token after a new sign-in."""
    shown = shown_assessment(city_that_assesses(request.user, slug))
    question = question_of(shown, group, code)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    if "open" in request.POST:
        return JsonResponse({"others": ""})
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        return JsonResponse({"words": str(OUT_OF_DATE)}, status=400)
    try:
        answer = keep_answer(request, shown.assessment, question, group, form)
    except StaleAnswer as stale:
        return JsonResponse({"words": str(stale)}, status=409)
    except Stale as gone:
        raise Refused(str(gone)) from gone
    except ValidationError as error:
        return JsonResponse({"words": " ".join(error.messages)}, status=400)
    words = _("Saved at %(time)s.") % {"time": local.clock(timezone.now())}
    seen = fingerprint(AnswerForm.initial_of(answer))
    return JsonResponse({"words": words, "others": "", "revision": answer.revision, "seen": seen, "keys": {}})
