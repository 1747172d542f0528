"""The explorer of commitments, one commitment, one version, its changes, and public evidence."""

import uuid
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from commitments.models import Commitment, CommitmentVersion, Evidence
from commitments.queries import (
    evidence_for_public,
    found_places,
    public_commitment,
    public_version,
)
from commitments.queries import history as queries_history
from core import local
from core.kept import address
from core.storage import download_response
from participation.queries import proof_for_public, read_statements, statements_as_json
from portal import cards
from portal.alike import alike
from portal.asked import read
from portal.citing import cite_context
from portal.crumbs import crumbs
from portal.downloads import downloads
from portal.embed import snippet
from portal.filters import CommitmentFilter, search_of
from portal.offers import commitment_offers
from portal.paging import CAP, page_of, sort_links, sort_of
from portal.pdf import pdf_link
from portal.promise import commitment_context, history_context, version_context
from portal.reading import also_languages, also_translated, wants_original

ORDERS = {"changed": gettext_lazy("By latest change"), "city": gettext_lazy("By name of the city")}


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """All public commitments, narrowed by filters; sorted by latest change or by the city's name, never by a total."""
    found = read(CommitmentFilter, request.GET, "portal:commitments", commitment_offers)
    by_name = sort_of(request, ORDERS) == "city"
    page = page_of(found_places(search_of(found.wanted), CAP + 1, by_name=by_name), request)
    context = {
        "asked": found,
        "page": page,
        "cards": cards.commitment_cards(list(page.object_list)),
        "orders": sort_links(request, ORDERS),
        "downloads": downloads("commitments", found.query, sort_of(request, ORDERS), page),
        "alert": f"{address('voices:alert_new', 'commitments')}?{found.query}".rstrip("?"),
        "feed": f"{address('feed_commitments')}?{found.query}".rstrip("?"),
        "heading": _found(page),
        "is_file": hasattr(request, "pdf"),
    }
    return render(request, "portal/commitments.html", context)


@require_safe
@alike("text")
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: the text in force with its progress, or the reason why it was withdrawn."""
    page = public_commitment(code, said=statements_as_json)
    original = wants_original(request)
    is_withdrawn = page.commitment.state == Commitment.State.WITHDRAWN
    said = [] if is_withdrawn else read_statements(getattr(page.version, "said", None))
    context = commitment_context(page, said, original=original) | _addresses(request, page.version)
    template = "portal/withdrawn.html" if is_withdrawn else "portal/commitment.html"
    shown = snippet(
        request,
        image=reverse("embed_commitment", args=[page.commitment.code]),
        page=page.commitment.get_absolute_url(),
        words=f"{page.commitment.city.name}: {context['text']['title']['text']}",
    )
    more = {"embed": None if is_withdrawn else shown, "pdf_url": pdf_link("commitment", page.commitment.code)}
    return render(request, template, context | more)


@require_safe
@alike("text")
def version(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One version, exactly as it was published, at its permanent address."""
    page = public_version(code, number, also=also_languages())
    context = version_context(page, original=wants_original(request)) | _addresses(request, page.version)
    context["pdf_url"] = pdf_link("version", page.version.commitment.code, page.version.number)
    return render(request, "portal/version.html", context)


@require_safe
@alike()
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Every public version with what changed, side by side."""
    page = queries_history(code, also=also_translated())
    return render(request, "portal/history.html", history_context(page) | _addresses(request, page.version))


@require_safe
def evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Download a public piece of evidence; a link leads to its own site."""
    item = evidence_for_public(public_id)
    if item.kind == Evidence.Kind.LINK:
        return redirect(item.url)
    return download_response(item.file, name=item.file_name, content_type=item.content_type)


@require_safe
def statement_proof(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Download the proof of what somebody says otherwise."""
    item = proof_for_public(public_id)
    return download_response(item.file, name=item.file_name, content_type=item.content_type)


def _addresses(request: HttpRequest, text: CommitmentVersion) -> dict[str, Any]:
    city = text.commitment.city
    way = crumbs("cities", more=((city.get_absolute_url(), city.name),))
    return cite_context(request, text) | {"crumbs": way}


def _found(page: Page) -> str:
    count = page.paginator.count
    if page.paginator.is_capped:
        return _("More than %(number)s commitments found") % {"number": local.number(count)}
    return ngettext("%(number)d commitment found", "%(number)d commitments found", count) % {"number": count}
