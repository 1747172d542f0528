"""The form: what somebody says about one piece of evidence, or one report. The answer never tells who is known."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import Refused
from core.models import MOST_A_DAY
from participation.actions import file_counter_evidence
from participation.queries import Subject, evidence_to_counter, report_to_counter
from participation.rules import may_make_statement
from participation.tasks import scan_soon
from review.deadlines import days
from voices.faults import add_faults
from voices.forms import CounterForm


@require_http_methods(["GET", "HEAD", "POST"])
def counter_evidence(request: HttpRequest, code: str, public_id: uuid.UUID) -> HttpResponse:
    """Say that a public piece of evidence shows something else."""
    subject = evidence_to_counter(code, public_id)
    return _form(request, subject, _("What does this evidence show instead?"))


@require_http_methods(["GET", "HEAD", "POST"])
def counter_report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that a published report, or what it claims about a milestone, is not what one can see."""
    subject = report_to_counter(code, pk)
    return _form(request, subject, _("What is different from this report?"))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address: look into your mailbox."""
    return render(request, "voices/sent.html", {"most": MOST_A_DAY})


def _form(request: HttpRequest, subject: Subject, heading: str) -> HttpResponse:
    if not may_make_statement(request.user):
        raise Refused(_("Whoever acts for a city replies at the desk; the office moderates. Neither adds texts here."))
    form = CounterForm(initial=_initial(request), milestones=subject.milestones)
    if request.method == "POST":
        form = CounterForm(request.POST, request.FILES, milestones=subject.milestones)
        if form.is_valid() and _is_filed(request, subject, form):
            return redirect("voices:sent")
    context = {"heading": heading, "subject": subject, "form": form, "reply_days": days("reply")}
    return render(request, "voices/counter.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {"key": uuid.uuid4(), "language": get_language(), "email": getattr(request.user, "email", "")}


def _is_filed(request: HttpRequest, subject: Subject, form: CounterForm) -> bool:
    try:
        language = get_language() or "en"
        filed = file_counter_evidence(by=request.user, subject=subject, mail_language=language, **form.values())
    except ValidationError as error:
        add_faults(form, error)
        return False
    if filed is not None:
        scan_soon(filed.statement)
    return True
