"""The self-assessment in a spreadsheet: take it, bring it back, look at every difference, confirm."""

import io
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.step_up import require_fresh_sign_in
from desk.assessment_sheet import Change, read_sheet, write_sheet
from desk.assessment_words import change_rows
from desk.forms.sheets import SheetForm
from desk.pages import page, tell, warn
from desk.views.assessment import city_that_assesses, shown_assessment
from desk.views.sheets import XLSX
from labels.actions import StaleAnswer, note_assessment_export, save_answer
from labels.queries.assessments import AssessmentPage
from review.workflow import Stale

MOST_FAULTS = 100
DAY = 24 * 60 * 60


@require_POST
def assessment_export(request: HttpRequest, slug: str) -> FileResponse:
    """Hand out the self-assessment to somebody who proved who they are; the log says who took it."""
    shown = shown_assessment(city_that_assesses(request.user, slug))
    require_fresh_sign_in(request)
    target = io.BytesIO()
    write_sheet(shown, target)
    note_assessment_export(assessment=shown.assessment, by=request.user)
    target.seek(0)
    name = f"{slug}-self-assessment-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Download on top, upload below; an upload shows its differences, and the next button saves them."""
    shown = shown_assessment(city_that_assesses(request.user, slug))
    if "kept" in request.POST:
        return _save(request, shown)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        reading = read_sheet(shown, form.cleaned_data["file"].sheets)
        if not reading.faults and not reading.changes:
            words = _("The spreadsheet says the same as the portal. There is nothing to save.")
            return tell(request, words, reverse("desk:assessment_sheet", args=[slug]))
        if not reading.faults:
            return _differences(request, shown, reading.changes)
        faults = [_("Nothing was saved. Mend these cells, then upload the file again."), *reading.faults[:MOST_FAULTS]]
    return _page(request, shown, "assessment_sheet", form=form, problems=faults)


def _differences(request: HttpRequest, shown: AssessmentPage, changes: list[Change]) -> HttpResponse:
    kept = [asdict(change) for change in changes if not change.is_late]
    return _page(
        request,
        shown,
        "assessment_differences",
        changes=change_rows(shown, changes),
        kept=signing.dumps(kept, salt=_salt(request, shown), compress=True) if kept else "",
    )


def _save(request: HttpRequest, shown: AssessmentPage) -> HttpResponse:
    here = reverse("desk:assessment", args=[shown.assessment.city.slug])
    try:
        kept = signing.loads(request.POST["kept"], salt=_salt(request, shown), max_age=DAY)
    except signing.BadSignature:
        return warn(request, _("This page is out of date. Upload the spreadsheet again."), here)
    questions = {row.criterion.code: row.criterion for row in shown.questions}
    saved, left = 0, []
    for change in kept:
        try:
            save_answer(
                assessment=shown.assessment,
                criterion=questions[change["code"]],
                group=change["group"],
                by=request.user,
                revision=change["revision"],
                values={**change["values"], "language": change["language"]},
            )
            saved += 1
        except (StaleAnswer, ValidationError):
            left.append(change["code"])
        except Stale as stale:
            return warn(request, stale, here)
    words = ngettext("%(n)d answer is saved.", "%(n)d answers are saved.", saved) % {"n": saved}
    if not left:
        return tell(request, words, here)
    rest = _("Left out, because a colleague changed them meanwhile or they cannot be saved: %(codes)s.")
    return warn(request, f"{words} {rest % {'codes': ', '.join(left)}}", here)


def _salt(request: HttpRequest, shown: AssessmentPage) -> str:
    return f"assessment-sheet:{shown.assessment.pk}:{request.user.pk}"


def _page(request: HttpRequest, shown: AssessmentPage, template: str, **more: Any) -> HttpResponse:
    city = shown.assessment.city
    return page(
        request,
        template,
        heading=_("Self-assessment in a spreadsheet"),
        eyebrow=city.name,
        lede=_("Work without a connection, with the office program you know."),
        city=city,
        here="label",
        back=(reverse("desk:assessment", args=[city.slug]), _("Back to the self-assessment")),
        **more,
    )
