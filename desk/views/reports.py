"""Progress reports: start, write, check and send, give up."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import StaleEdit, delete_report, save_report, start_report, submit_report
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.queries import conversation, others_at, report_at_desk, usual_language, with_answers
from commitments.rules import DRAFT_STATES, may_answer, may_submit_report, missing_for_report, missing_mandate
from core.access import Refused
from desk.access import commitment_to_act, report_to_edit, require_in_force
from desk.forms.report import ClaimForm, ReportForm, ValueForm, as_sent, claim_forms, rows_to_save, value_forms
from desk.forms.revision import fingerprint
from desk.forms.sending import SendForm
from desk.pages import add_faults, page, tell, warn
from desk.report_words import claims_said, report_answers, report_differences, report_evidence, text_in_force
from desk.working import others_words
from review.workflow import NotReady, Stale


@dataclass(frozen=True)
class Writing:
    """What a page of the form is about; `report` is None before the first save, `text` is the text in force."""

    commitment: Commitment
    report: ProgressReport | None
    text: CommitmentVersion | None

    @cached_property
    def milestones(self) -> list[Any]:
        return list(self.text.milestones.all()) if self.text else []

    def rows(self, claims: Any, values: Any, data: Any = None) -> list[Any]:
        """Return the forms of milestones and indicators."""
        indicators = self.text.indicators.all() if self.text else []
        return [*claim_forms(self.milestones, claims, data), *value_forms(indicators, values, data)]


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest, code: str) -> HttpResponse:
    """The empty report; the first save starts it."""
    commitment = commitment_to_act(request.user, code)
    require_in_force(commitment)
    running = ProgressReport.objects.open().filter(commitment=commitment).first()
    if running is not None and (request.method != "POST" or running.state not in DRAFT_STATES):
        return redirect("desk:report", running.pk)
    text = text_in_force(commitment)
    # A colleague may have started one meanwhile: then this post meets that report, and both texts are shown.
    writing = Writing(commitment, running, text)
    if request.method == "POST":
        return _save(request, writing, ReportForm(as_sent(request.POST)))
    progress = commitment.progress if commitment.progress in dict(ReportForm.base_fields["progress"].choices) else ""
    initial = {"revision": 1, "as_of": timezone.localdate(), "progress": progress or "under_way"}
    form = ReportForm(initial=initial | {"language": text.language if text else usual_language(commitment.city)})
    return _form_page(request, writing, form, writing.rows(claims_said(commitment), []))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report: its form while it is a draft or sent back, else what it says and where it is."""
    found = report_at_desk(request.user, pk)
    text = text_in_force(found.commitment)
    if found.state not in DRAFT_STATES:
        if request.method == "POST":
            raise Refused(_("This report was sent, so it can no longer be changed here."))
        return _state_page(request, with_answers(found), text)
    writing = Writing(found.commitment, found, text)
    if request.method == "POST":
        return _save(request, writing, ReportForm(as_sent(request.POST)))
    initial, found = ReportForm.initial_of(found), with_answers(found)
    form = ReportForm(initial=initial | {"revision": found.revision, "seen": fingerprint(initial)})
    claims = found.claims.all() or claims_said(found.commitment)
    return _form_page(request, writing, form, writing.rows(claims, found.indicator_values.all()))


@require_http_methods(["GET", "HEAD", "POST"])
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Check every answer, then send; a double click makes one report."""
    found = report_at_desk(request.user, pk)
    form = SendForm(request.POST) if request.method == "POST" else SendForm(initial={"key": uuid4()})
    if not form.is_bound and found.state not in DRAFT_STATES:
        return redirect("desk:report", pk)
    problems = missing_for_report(found) + missing_mandate(found) if found.state in DRAFT_STATES else []
    if not may_submit_report(request.user, found):
        problems.append(_("An approver of the city sends the final report."))
    if form.is_bound and form.is_valid():
        here = reverse("desk:report", args=[pk])
        try:
            sent = submit_report(report=found, by=request.user, key=form.cleaned_data["key"])
            words = _("The report is sent. Your reference: %(reference)s") % {"reference": sent.reference}
            return tell(request, words, here)
        except NotReady as refusal:
            problems = refusal.reasons
        except Stale as stale:
            return warn(request, stale, here)
    text = text_in_force(found.commitment)
    return page(
        request,
        "report_submit",
        heading=_("Check the report before you send it"),
        eyebrow=text.title if text else found.commitment.code,
        lede=_("The review office checks it. Nothing is public until then."),
        city=found.commitment.city,
        here="commitments",
        form=form,
        problems=problems,
        rows=report_answers(found, text, change_url=reverse("desk:report", args=[pk])),
        evidence=report_evidence(found, text),
        back=(reverse("desk:report", args=[pk]), _("Back to the report")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a report, after one question."""
    found = report_to_edit(request.user, pk)
    if request.method == "POST":
        try:
            delete_report(report=found, by=request.user)
        except Stale as stale:
            return warn(request, stale, reverse("desk:report", args=[pk]))
        here = reverse("desk:commitment", args=[found.commitment.code])
        return tell(request, _("The report is deleted."), here)
    return page(
        request,
        "confirm",
        heading=_("Delete this report?"),
        eyebrow=found.commitment.code,
        text=_("What you wrote and evidence that nothing else lists are deleted. Nobody can bring them back."),
        city=found.commitment.city,
        here="commitments",
        button=_("Delete the report"),
        back=(reverse("desk:report", args=[pk]), _("No, keep it")),
    )


def _save(request: HttpRequest, writing: Writing, form: ReportForm) -> HttpResponse:
    rows = writing.rows([], [], request.POST)
    if not all([form.is_valid(), *[row.is_valid() for row in rows]]):
        return _form_page(request, writing, form, rows)
    try:
        draft = writing.report or start_report(commitment=writing.commitment, by=request.user)
        saved = save_report(
            report=draft,
            by=request.user,
            revision=form.cleaned_data["revision"],
            values=form.report_values(),
            **rows_to_save(rows),
        )
    except StaleEdit as stale:
        return _stale(request, writing, stale.current, form, rows)
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[writing.commitment.code]))
    except ValidationError as error:
        add_faults(form, error)
        return _form_page(request, writing, form, rows)
    return _go_on(request, saved)


def _go_on(request: HttpRequest, saved: ProgressReport) -> HttpResponse:
    if "evidence" in request.POST:
        return redirect(reverse("desk:report_evidence_add", args=[saved.pk]) + "?then=check")
    if "later" in request.POST:
        return tell(request, _("Saved. You can come back at any time."), reverse("desk:dashboard"))
    return redirect("desk:report_submit", saved.pk)


def _stale(
    request: HttpRequest, writing: Writing, current: ProgressReport, form: ReportForm, rows: list[Any]
) -> HttpResponse:
    """Both texts side by side; saving again is then a choice."""
    differences = report_differences(form, rows, current)
    if not differences:  # a double click
        return _go_on(request, current)
    form.renew(current.revision, ReportForm.initial_of(current))
    writing = replace(writing, report=current)
    return _form_page(request, writing, form, rows, differences=differences, status=409)


def _form_page(request: HttpRequest, writing: Writing, form: ReportForm, rows: list[Any], **more: Any) -> HttpResponse:
    code, found, text = writing.commitment.code, writing.report, writing.text
    here = reverse("desk:report", args=[found.pk]) if found else reverse("desk:report_new", args=[code])
    return page(
        request,
        "report_form",
        heading=_("Report progress"),
        eyebrow=text.title if text else code,
        lede=_("Say how things stand. Delay is no shame: the public sees it with your reason next to it."),
        city=writing.commitment.city,
        here="commitments",
        form=form,
        checked=[form, *rows],
        **_chosen_first(request, [row for row in rows if isinstance(row, ClaimForm)]),
        values=[row for row in rows if isinstance(row, ValueForm)],
        report=found,
        evidence=report_evidence(found, text, change=True) if found else [],
        language=text.language if text else "",
        reload_url=here,
        autosave_url="" if "differences" in more else _autosave_url(code, found),
        others=others_words(others_at(found, request.user)) if found else "",
        back=(reverse("desk:commitment", args=[code]), _("Back to the commitment")),
        **{"differences": [], "editor": None, **more},
    )


def _autosave_url(code: str, found: ProgressReport | None) -> str:
    if found is None:
        return reverse("desk:autosave_report_new", args=[code])
    return reverse("desk:autosave_report", args=[found.pk])


def _chosen_first(request: HttpRequest, claims: list[Any]) -> dict[str, Any]:
    """Show the milestone that a task leads to; the others are folded away, filled with what was said last."""
    chosen = [claim for claim in claims if claim.milestone.key == request.GET.get("milestone")]
    others = [claim for claim in claims if claim not in chosen]
    if not chosen or any(claim.errors for claim in others if claim.is_bound):
        return {"claims": claims, "folded": []}
    return {"claims": chosen, "folded": others}


def _state_page(request: HttpRequest, found: ProgressReport, text: CommitmentVersion | None) -> HttpResponse:
    return page(
        request,
        "report",
        heading=_("Progress report"),
        eyebrow=text.title if text else found.commitment.code,
        city=found.commitment.city,
        here="commitments",
        report=found,
        rows=report_answers(found, text, change_url=""),
        evidence=report_evidence(found, text),
        talk=conversation(found),
        answer_url=reverse("desk:report_answer", args=[found.pk]) if may_answer(request.user, found) else "",
        back=(reverse("desk:commitment", args=[found.commitment.code]), _("Back to the commitment")),
    )
