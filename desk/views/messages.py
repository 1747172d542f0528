"""Talking with the review office about what it has: read what it asks, and answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from commitments.actions import answer_office, note_reading
from commitments.queries import conversation, last_new_line, open_version, report_at_desk
from commitments.rules import may_answer
from desk.forms.sending import ReasonForm
from desk.pages import page, tell
from review.workflow import NotAllowed, NotReady

LABEL = gettext_lazy("Your answer")
HINT = gettext_lazy("The review office reads it, and your team. Nobody else does.")
MISSING = gettext_lazy("Write what you want to say.")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer about a text that the office has."""
    version = open_version(request.user, code)
    return _answer(request, version, reverse("desk:commitment", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
def report_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer about a report that the office has."""
    report = report_at_desk(request.user, pk)
    return _answer(request, report, reverse("desk:report", args=[pk]))


def _answer(request: HttpRequest, obj: Any, back: str) -> HttpResponse:
    if "read" in request.POST:
        note_reading(obj=obj, by=request.user, last=request.POST["read"], from_city=False)
        return tell(request, _("Marked as read."), request.path)
    form = ReasonForm(request.POST or None, label=LABEL, hint=HINT, missing=MISSING)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            answer_office(obj=obj, by=request.user, text=form.cleaned_data["reason"])
            return tell(request, _("Your answer is sent."), back)
        except NotReady as error:
            form.add_error("reason", " ".join(error.reasons))
        except NotAllowed as error:
            # The words stay on the page: the office decided while they were typed.
            form.add_error(None, str(error))
            status = 409
    lines = conversation(obj)
    return page(
        request,
        "answer",
        heading=_("Talk with the review office"),
        eyebrow=obj.reference or obj.commitment.code,
        lede=_("Your submission stays where it is: answering does not send it back."),
        city=obj.commitment.city,
        here="commitments",
        lines=lines,
        new_line=last_new_line(obj, request.user, lines),
        form=form,
        may_answer=may_answer(request.user, obj),
        back=(back, _("Back")),
        status=status,
    )
