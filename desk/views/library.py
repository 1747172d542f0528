"""The evidence library of a city: find a document, use it again, keep a copy of a linked page."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments.actions import attach_evidence, keep_copy, name_copy
from commitments.queries import city_evidence, drafts_to_attach, evidence_at_desk, uses_of
from commitments.tasks import scan_soon
from core.access import Hidden
from desk.access import Target, city_to_write, target_of
from desk.forms.evidence import AttachForm, CopyForm, LibraryForm
from desk.library_rows import library_row
from desk.pages import add_faults, page, tell, warn
from desk.words import title_of
from review.workflow import NotAllowed, Stale

PER_PAGE = 25
MOST_DIGITS = 6


@require_safe
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """All evidence of the city, with where it is used, its health and its scan."""
    city = city_to_write(request.user, slug)
    form = LibraryForm(request.GET)
    asked = form.values()
    number = request.GET.get("page", "1")[:MOST_DIGITS]
    found = Paginator(city_evidence(city, **asked), PER_PAGE).get_page(number)
    uses, to = uses_of(found), request.GET.get("to", "")[:40]
    return page(
        request,
        "library",
        heading=_("Choose a document of your city") if to else _("Evidence"),
        eyebrow=city.name,
        lede=_("Every document and link of your city, where it is used and whether it still works."),
        city=city,
        here="evidence",
        rows=[library_row(piece, uses[piece.pk], to) for piece in found],
        found=found,
        filters=form,
        active=len(asked),
        to=to,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Use a stored document in a draft or report: choose where, then say what it proves there."""
    evidence = evidence_at_desk(request.user, public_id)
    if evidence.archive_of.exists():
        raise Hidden
    if not request.GET.get("to"):
        return _choose(request, evidence)
    target = target_of(request.user, evidence.city, request.GET["to"])
    started = {"proves": evidence.proves, "page": evidence.page}
    form = AttachForm(request.POST or None, initial=started, milestones=target.milestones)
    if form.is_bound and form.is_valid():
        try:
            attach_evidence(evidence=evidence, by=request.user, **target.owner, **form.cleaned_data)
            return tell(request, _("“%(title)s” is added.") % {"title": evidence.title}, _list_of(target))
        except (Stale, NotAllowed) as refusal:
            return warn(request, refusal, _list_of(target))
        except ValidationError as error:
            add_faults(form, error)
    return page(
        request,
        "evidence_attach",
        heading=_("Use “%(title)s” again") % {"title": evidence.title},
        lede=target.words,
        city=evidence.city,
        here="commitments",
        form=form,
        back=(_list_of(target), _("Back to the list")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_copy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep a copy of a linked page, as a file or as an address at an archive."""
    evidence = evidence_at_desk(request.user, public_id)
    if evidence.kind != evidence.Kind.LINK:
        raise Hidden
    back = reverse("desk:evidence", args=[evidence.city.slug])
    is_open = not evidence.is_sent()
    if request.method == "POST":
        form = CopyForm(request.POST, request.FILES, is_open=is_open)
    else:
        form = CopyForm(initial={"archive_url": evidence.archive_url}, is_open=is_open)
    if form.is_bound and form.is_valid():
        try:
            name_copy(evidence=evidence, by=request.user, url=form.cleaned_data["archive_url"])
            if form.cleaned_data.get("file"):
                keep_copy(evidence=evidence, by=request.user, file=form.cleaned_data["file"])
                scan_soon(evidence)
            return tell(request, _("Saved."), back)
        except (Stale, NotAllowed) as refusal:
            return warn(request, refusal, back)
        except ValidationError as error:
            add_faults(form, error)
    return page(
        request,
        "evidence_copy",
        heading=_("Keep a copy of the page"),
        eyebrow=evidence.title,
        lede=_("When the page disappears, people can still read the copy."),
        city=evidence.city,
        here="evidence",
        form=form,
        evidence=evidence,
        is_open=is_open,
        back=(back, _("Back to the evidence")),
    )


def _choose(request: HttpRequest, evidence: Any) -> HttpResponse:
    texts, reports = drafts_to_attach(evidence.city)
    places = [(row.commitment.code, title_of(row)) for row in texts]
    places += [(f"report-{row.pk}", _("Report on “%(title)s”") % {"title": row.title or ""}) for row in reports]
    address = reverse("desk:evidence_attach", args=[evidence.public_id])
    return page(
        request,
        "evidence_places",
        heading=_("Use “%(title)s” again") % {"title": evidence.title},
        lede=_("Where do you want to show it?"),
        city=evidence.city,
        here="evidence",
        places=[{"url": f"{address}?{urlencode({'to': to})}", "text": text} for to, text in places],
        back=(reverse("desk:evidence", args=[evidence.city.slug]), _("Back to the evidence")),
    )


def _list_of(target: Target) -> str:
    if "report" in target.owner:
        return reverse("desk:report", args=[target.owner["report"].pk]) + "#evidence"
    return reverse("desk:step", args=[target.owner["version"].commitment.code, "evidence"])
