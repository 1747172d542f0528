"""The public page of one application for the label."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from labels.models import Label, LabelApplication
from labels.queries.draws import public_panel
from labels.queries.public import entries_of_case, final_decision, public_application
from labels.queries.window import window_of
from participation.queries import statements_on
from portal import application as case
from portal.crumbs import crumbs
from portal.draws import panel_of
from portal.findings import findings_context
from portal.words import Row


@require_safe
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Where an application stands, what others say about it, and what was decided."""
    if not settings.LABEL_ENABLED:
        raise Http404
    found = public_application(reference)
    return render(request, "portal/application.html", _context(found))


def _context(found: LabelApplication) -> Row:
    window, decision = window_of(found), final_decision(found)
    heading, lede = case.heading(found)
    outcomes = {row.key: row for row in found.scheme.outcomes.all()} if decision else {}
    label = Label.objects.public().filter(application=found).first() if decision else None
    return {
        "application": found,
        "city": found.city,
        "scheme": found.scheme,
        "heading": heading,
        "lede": lede,
        "facts": case.facts(found, window, decision),
        "stages": case.stage_rows(found, list(found.scheme.stages.order_by("number"))),
        "window": window,
        "window_words": case.window_words(found, window),
        "said": statements_on(found),
        **findings_context(found),
        "decision": case.decision_row(decision, outcomes, label),
        **panel_of(public_panel(found)),
        "steps": case.step_rows(entries_of_case(found)),
        "crumbs": crumbs("labels"),
    }
