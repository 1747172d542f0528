"""Pages of plain words: how it works, open data, about, privacy, accessibility."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.countries import STATUS_NOTE
from labels.queries import current_scheme
from labels.queries.editions import edition_of
from portal.addresses import absolute
from portal.alike import alike
from portal.crumbs import crumbs
from portal.process import lives, moderation
from portal.stages import stages
from portal.words import Row
from review.deadlines import days

# The day of the tests that the accessibility statement speaks of: change it with the statement.
STATEMENT_WRITTEN_ON = dt.date(2026, 11, 27)


@require_safe
@alike()
def process(request: HttpRequest) -> HttpResponse:
    """How it works, drawn from the workflow tables and from the stages of the label's rules in force."""
    scheme = current_scheme() if settings.LABEL_ENABLED else None
    context = {
        "lives": lives(),
        "invitation_days": days("invitation"),
        "moderation": moderation(),
        "scheme": scheme,
        "stages": stages(edition_of(scheme)) if scheme else [],
    }
    return render(request, "portal/process.html", context)


@require_safe
@alike()
def open_data(request: HttpRequest) -> HttpResponse:
    """How to use the record as data."""
    return render(request, "portal/open_data.html", {"calls": _calls(request), "crumbs": crumbs()})


@require_safe
@alike()
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and what it is not."""
    return render(request, "portal/about.html", {"crumbs": crumbs(), "status_note": STATUS_NOTE})


@require_safe
@alike()
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data is kept, and why."""
    return render(request, "portal/privacy.html", {"crumbs": crumbs()})


@require_safe
@alike()
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested and how, what is known to fail, whom to tell; people get an answer as soon as cities do."""
    context = {"crumbs": crumbs(), "answer_days": days("form_check"), "written_on": STATEMENT_WRITTEN_ON}
    return render(request, "portal/accessibility.html", context)


def _calls(request: HttpRequest) -> list[Row]:
    calls = (
        (reverse("opendata:cities"), _("All cities, page by page")),
        (reverse("opendata:city", args=["at-graz"]), _("One city with its commitments")),
        (reverse("opendata:commitments"), _("All commitments, page by page")),
        (reverse("opendata:commitment", args=["HRC-7K2Q9D"]), _("One commitment with its milestones and evidence")),
        (reverse("opendata:version", args=["HRC-7K2Q9D", 1]), _("One version, exactly as it was published")),
        (
            reverse("opendata:cite_bib", args=["HRC-7K2Q9D", 1]),
            _("How to cite a version: .bib, .ris, .txt, or .json for CSL"),
        ),
        (reverse("opendata:city_schema", args=["at-graz"]), _("One city in the words of schema.org (JSON-LD)")),
        (
            reverse("opendata:commitment_schema", args=["HRC-7K2Q9D"]),
            _("One commitment in the words of schema.org (JSON-LD)"),
        ),
        (reverse("opendata:commitments_csv") + "?country=AT", _("What a list shows, as CSV or XLSX, with its filters")),
        *_log_calls(),
        (reverse("feed_all"), _("The latest changes as a feed (Atom)")),
        (reverse("opendata:places") + "?q=graz", _("Search the gazetteer of municipalities")),
        (reverse("opendata:openapi-json"), _("The description of the API for machines (OpenAPI 3.1)")),
    )
    return [{"url": absolute(request, path), "text": text} for path, text in calls]


def _log_calls() -> list[tuple[str, str]]:
    if not settings.LABEL_ENABLED:
        return []
    return [
        (reverse("opendata:decision_log"), _("The public decision log of labels, one JSON line for each act")),
        (reverse("opendata:decision_head"), _("The end of that log: number and hash of its last line")),
        (
            reverse("opendata:label", args=["HRL-7K2Q9D"]),
            _("One label with the concerns about it and the appeals in its case"),
        ),
        (
            reverse("opendata:applications"),
            _("Applications for the label that are not decided yet, each with its statements"),
        ),
    ]
