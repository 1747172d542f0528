"""An appeal, from the day it is lodged: against what, why, and what three people with no earlier part said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import local
from labels.appeal_words import against
from labels.models import Appeal
from labels.queries.appeals import case_of, end_of, public_appeal, public_votes, steps_of, subject_of
from portal import words
from portal.crumbs import crumbs


def _due(found: Appeal) -> str:
    """Say by when it is decided, or, neutrally, since when it is due."""
    if found.due_on is None or found.outcome:
        return ""
    is_over = found.due_on < timezone.localdate()
    said = _("The decision has been due since %(day)s.") if is_over else _("To be decided by %(day)s.")
    return said % {"day": local.day(found.due_on)}


@require_safe
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """The appeal and, once it is decided, the outcome with the reasons of the three, without their names."""
    found = public_appeal(reference)
    case = case_of(subject_of(found))
    lodged = {"title": _("Lodged"), "status": local.day(found.lodged_at), "icon": "ok"}
    steps = [{"title": text, "status": local.day(at), "icon": "ok"} for at, text in steps_of(found)]
    context = {
        "appeal": found,
        "city": case.city,
        "label": case.label,
        "case_url": "" if case.label else reverse("portal:application", args=[case.application.reference]),
        "what": against(case.thing, end_of(found)),
        "steps": [lodged, *steps],
        "tag": words.tag(capfirst(found.get_outcome_display() or found.get_state_display()), "go", "go"),
        "due": _due(found),
        "votes": public_votes(found),
        "crumbs": crumbs("labels"),
    }
    return render(request, "portal/appeal.html", context)
