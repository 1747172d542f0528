"""Evidence of a draft or of a progress report: add, describe, take off the list, download."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments.actions import add_evidence, edit_evidence, remove_evidence
from commitments.models import CommitmentVersion, Evidence, ProgressReport
from commitments.queries import evidence_at_desk, is_quarantined, published_version
from commitments.tasks import scan_soon
from core.access import Hidden, Refused
from core.storage import download_response
from desk.access import Listing, listed_evidence, report_to_edit, version_to_edit
from desk.forms.evidence import EvidenceForm
from desk.pages import add_faults, page, tell, warn
from review.workflow import Stale

DESCRIBED = ("title", "url", "page", "language", "dated_on", "proves", "visibility", "has_personal_data")


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a file or link to a draft."""
    version = version_to_edit(request.user, code)
    to = reverse("desk:step", args=[code, "evidence"])
    return _add(request, version, list(version.milestones.all()), (to, _("Back to the evidence")), version=version)


@require_http_methods(["GET", "HEAD", "POST"])
def report_evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file or link to a progress report."""
    report = report_to_edit(request.user, pk)
    text = published_version(report.commitment)
    milestones = list(text.milestones.all()) if text else []
    name = "desk:report_submit" if request.GET.get("then") == "check" else "desk:report"
    to = f"{reverse(name, args=[pk])}#evidence"
    return _add(request, report, milestones, (to, _("Back to the report")), report=report)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_change(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Change what is said about a piece of evidence."""
    listing = listed_evidence(request.user, code, public_id, of_report="report" in request.GET)
    evidence = listing.evidence
    if request.method == "POST":
        form = EvidenceForm(request.POST, milestones=listing.milestones, stored=evidence)
    else:
        initial = {name: getattr(evidence, name) for name in DESCRIBED} | {"milestone_key": listing.milestone_key}
        form = EvidenceForm(initial=initial, milestones=listing.milestones, stored=evidence)
    if form.is_bound and form.is_valid():
        try:
            edit_evidence(evidence=evidence, by=request.user, **listing.owner, **form.values())
            return tell(request, _("Saved."), _list_url(listing))
        except Stale as stale:
            return warn(request, stale, _list_url(listing))
        except ValidationError as error:
            add_faults(form, error)
    return _form_page(request, evidence.city, form, _list_back(listing))


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_take_off(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Take a piece of evidence off the list, after one question."""
    listing = listed_evidence(request.user, code, public_id, of_report="report" in request.GET)
    if request.method == "POST":
        try:
            remove_evidence(evidence=listing.evidence, by=request.user, **listing.owner)
        except Stale as stale:
            return warn(request, stale, _list_url(listing))
        return tell(request, _("The evidence is removed."), _list_url(listing))
    return page(
        request,
        "confirm",
        heading=_("Remove this evidence?"),
        eyebrow=listing.evidence.title,
        text=_("A file that no other text or report lists is deleted."),
        city=listing.evidence.city,
        here="commitments",
        button=_("Remove the evidence"),
        back=(_list_url(listing), _("No, keep it")),
    )


@require_safe
def evidence_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    """Download a file of one's own city, public or confidential."""
    evidence = evidence_at_desk(request.user, public_id)
    if evidence.kind != Evidence.Kind.FILE:
        raise Hidden
    if is_quarantined(evidence):
        raise Refused(_("A virus was found in this file. Nobody can open it; remove this evidence."))
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Hidden from error
    return download_response(file, name=evidence.file_name, content_type=evidence.content_type)


def _add(
    request: HttpRequest,
    listed_by: CommitmentVersion | ProgressReport,
    milestones: list[Any],
    back: tuple[str, str],
    **owner: Any,
) -> HttpResponse:
    city = listed_by.commitment.city
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES, milestones=milestones)
    else:
        form = EvidenceForm(milestones=milestones)
    if form.is_bound and form.is_valid():
        try:
            evidence = add_evidence(city=city, by=request.user, **owner, **form.values())
            scan_soon(evidence)
            return tell(request, _added(form, evidence), back[0])
        except Stale as stale:
            return warn(request, stale, back[0])
        except ValidationError as error:
            add_faults(form, error)
    to = f"report-{listed_by.pk}" if "report" in owner else listed_by.commitment.code
    return _form_page(request, city, form, back, again=f"{reverse('desk:evidence', args=[city.slug])}?to={to}")


def _added(form: EvidenceForm, evidence: Evidence) -> str:
    if evidence.visibility != form["visibility"].value():
        return _("“%(title)s” is added. It is confidential, because it contains personal data.") % {
            "title": evidence.title
        }
    return _("“%(title)s” is added.") % {"title": evidence.title}


def _form_page(
    request: HttpRequest, city: Any, form: EvidenceForm, back: tuple[str, str], *, again: str = ""
) -> HttpResponse:
    evidence = form.stored
    return page(
        request,
        "evidence_form",
        heading=_("Change this evidence") if evidence else _("Add evidence"),
        lede=_("One document or page at a time."),
        city=city,
        here="commitments",
        form=form,
        evidence=evidence,
        again_url=again,
        back=back,
    )


def _list_url(listing: Listing) -> str:
    if "report" in listing.owner:
        return reverse("desk:report", args=[listing.owner["report"].pk]) + "#evidence"
    return reverse("desk:step", args=[listing.owner["version"].commitment.code, "evidence"])


def _list_back(listing: Listing) -> tuple[str, str]:
    words = _("Back to the report") if "report" in listing.owner else _("Back to the evidence")
    return _list_url(listing), words
