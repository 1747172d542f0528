"""The rhythm of a public commitment: "all still right", more time for a report, the final report."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import ask_to_close, confirm, extend_report
from commitments.models import Commitment
from commitments.queries import confirmation_page
from commitments.rules import may_close
from core.access import Refused
from desk.access import commitment_to_act, confirmation_by_link
from desk.forms.rhythm import CloseForm, ConfirmForm, ExtendForm
from desk.pages import add_faults, page, tell, warn
from desk.words import day
from review.workflow import NotAllowed, NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_right(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the public reads on one page, and one button: all is still right."""
    commitment = commitment_to_act(request.user, code)
    here = reverse("desk:commitment", args=[code])
    if commitment.next_confirm_on is None:
        raise Refused(_("Only a commitment in force is confirmed."))
    form = ConfirmForm(request.POST) if request.method == "POST" else ConfirmForm(_due(commitment.next_confirm_on))
    if request.method == "POST" and form.is_valid():
        try:
            entry = confirm(commitment=commitment, by=request.user, due_on=form.day())
            words = _("Thank you. It is public now; the next confirmation is due by %(day)s.")
            return tell(request, words % {"day": day(entry.next_on)}, here)
        except (Stale, NotReady) as refusal:
            return warn(request, refusal, here)
    back = (here, _("Back to the commitment"))
    return page(
        request, "confirm_right", city=commitment.city, here="commitments", back=back, **_shown(commitment, form)
    )


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
    here = reverse("desk:commitment", args=[code])
    form = ExtendForm(request.POST) if request.method == "POST" else ExtendForm()
    if form.is_bound and form.is_valid():
        try:
            entry = extend_report(commitment=commitment, by=request.user, reason=form.cleaned_data["reason"])
            words = _("You have time until %(day)s. Your reason is public.") % {"day": day(entry.next_on)}
            return tell(request, words, here)
        except (Stale, NotReady) as refusal:
            return warn(request, refusal, here)
        except ValidationError as error:
            add_faults(form, error)
    due = commitment.next_report_on
    lede = _("Your report is due on %(day)s. You get more time at once, once for each report.") if due else ""
    return page(
        request,
        "form",
        heading=_("More time for the report"),
        eyebrow=code,
        lede=lede % {"day": day(due)} if due else "",
        city=commitment.city,
        here="commitments",
        form=form,
        button=_("Ask for more time"),
        back=(here, _("Back to the commitment")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the commitment ends; the final report follows, and its publication closes."""
    commitment = commitment_to_act(request.user, code)
    here = reverse("desk:commitment", args=[code])
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
    return page(
        request,
        "form",
        heading=_("Close this commitment"),
        eyebrow=code,
        lede=_("You write a final report. When the review office publishes it, the commitment is closed for good."),
        city=commitment.city,
        here="commitments",
        form=form,
        button=_("Write the final report"),
        back=(here, _("No, keep it open")),
    )


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
