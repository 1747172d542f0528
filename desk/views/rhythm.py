"""The rhythm of a public commitment: "all still right", more time for a report, the final report."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import ask_to_close, confirm, extend_report, send_link_anew
from commitments.models import Commitment
from commitments.queries import confirmation_page, extended_until
from commitments.rules import may_close
from core.access import Refused
from core.local import day
from desk.access import commitment_to_act, confirmation_by_link
from desk.forms.rhythm import CloseForm, ConfirmForm, ExtendForm
from desk.pages import tell, warn
from desk.views.acting import asking, home_of, settled
from review.workflow import NotAllowed, NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_right(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the public reads on one page, and one button: all is still right."""
    commitment = commitment_to_act(request.user, code)
    here = home_of(commitment)
    if commitment.next_confirm_on is None:
        raise Refused(_("Only a commitment in force is confirmed."))
    if "link" in request.POST:
        return _send_link(request, commitment)
    form = ConfirmForm(request.POST) if request.method == "POST" else ConfirmForm(_due(commitment.next_confirm_on))
    if request.method == "POST" and form.is_valid():
        try:
            entry = confirm(commitment=commitment, by=request.user, due_on=form.day())
            words = _("Thank you. It is public now; the next confirmation is due by %(day)s.")
            return tell(request, words % {"day": day(entry.next_on)}, here)
        except (Stale, NotReady) as refusal:
            return warn(request, refusal, here)
    stay = _("Back to the commitment")
    return asking(request, "confirm_right", commitment, stay=stay, **_shown(commitment, form))


def _send_link(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    here = home_of(commitment)
    try:
        send_link_anew(commitment=commitment, person=request.user, by=request.user)
    except (Stale, NotReady) as refusal:
        return warn(request, refusal, here)
    words = _("A new link is on its way to %(address)s. The links that you got before open nothing any more.")
    return tell(request, words % {"address": request.user.email}, here)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of a reminder, without sign-in: it shows, and only its button confirms."""
    found = confirmation_by_link(token)
    if found is None:
        return _no_store(render(request, "desk/confirm_link_dead.html", status=404))
    form = ConfirmForm(_due(found.due_on))
    shown = _shown(found.commitment, form) | {"person": found.person, "entry": found.made}
    status = 200
    if request.method == "POST" and found.made is None:
        try:
            shown["entry"] = confirm(commitment=found.commitment, by=found.person, due_on=found.due_on, through="mail")
        except (NotAllowed, NotReady, Stale) as refusal:
            shown["problems"], status = [str(refusal)], 409
    if shown["entry"]:
        shown["heading"] = _("Thank you. It is confirmed")
    return _no_store(render(request, "desk/confirm_link.html", shown, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for more time for a report: given at once, once a report, with a public reason."""
    commitment = commitment_to_act(request.user, code)
    form = ExtendForm(request.POST) if request.method == "POST" else ExtendForm()

    def act() -> str:
        entry = extend_report(commitment=commitment, by=request.user, reason=form.cleaned_data["reason"])
        return _("You have time until %(day)s. Your reason is public.") % {"day": day(entry.next_on)}

    return settled(request, commitment, form, act) or asking(
        request,
        "form",
        commitment,
        stay=_("Back to the commitment"),
        heading=_("More time for the report"),
        lede=_more_time(commitment.next_report_on),
        form=form,
        button=_("Ask for more time"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the commitment ends; the final report follows, and its publication closes."""
    commitment = commitment_to_act(request.user, code)
    here = home_of(commitment)
    if not may_close(request.user, commitment):
        raise Refused(_("Approvers of %(city)s close commitments.") % {"city": commitment.city})
    form = CloseForm(request.POST) if request.method == "POST" else CloseForm()
    if request.method == "POST" and ("keep" in request.POST or form.is_valid()):
        outcome = "" if "keep" in request.POST else form.cleaned_data["outcome"]
        try:
            report = ask_to_close(commitment=commitment, by=request.user, outcome=outcome)
        except Stale as stale:
            return warn(request, stale, here)
        words = _("Now write the final report. You send it to the review office yourself.")
        return tell(request, words if outcome else _("This is an ordinary report again."), _report_url(report))
    return asking(
        request,
        "form",
        commitment,
        stay=_("No, keep it open"),
        heading=_("Close this commitment"),
        lede=_("You write a final report. When the review office publishes it, the commitment is closed for good."),
        form=form,
        button=_("Write the final report"),
    )


def _more_time(due: dt.date | None) -> str:
    """Say when the report is or was due, and which day the city gets by asking now."""
    if due is None:
        return ""
    words = _("Your report was due on %(day)s. If you ask now, you have time until %(until)s, once for each report.")
    if due >= timezone.localdate():
        words = _("Your report is due on %(day)s. If you ask now, you have time until %(until)s, once for each report.")
    return words % {"day": day(due), "until": day(extended_until(due))}


def _report_url(report: Any) -> str:
    return reverse("desk:report", args=[report.pk])


def _due(due_on: dt.date) -> dict[str, str]:
    return {"due_on": due_on.isoformat()}


def _shown(commitment: Commitment, form: ConfirmForm) -> dict[str, Any]:
    """What stands on both pages: the promise, its milestones as last reported, the due date."""
    text, milestones = confirmation_page(commitment)
    return {
        "heading": _("Is all still right?"),
        "eyebrow": commitment.code,
        "lede": _("Read what the public reads. If it still holds, one click says so, with today’s date."),
        "commitment": commitment,
        "text": text,
        "milestones": milestones,
        "due_on": dt.date.fromisoformat(str(form.data["due_on"])) if not form.errors else commitment.next_confirm_on,
        "due": form,
        "form": None,
        "problems": [error for errors in form.errors.values() for error in errors],
    }


def _no_store(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
