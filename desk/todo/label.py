"""The city's application, when the office sent it back or the panel sent findings; a label on hold; a concern."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.local import day
from desk.queries import Dashboard
from desk.todo.words import Row


def notes(user: Any, data: Dashboard) -> list[Row]:
    """What is incomplete or to be replied to, and until when."""
    if not settings.LABEL_ENABLED:
        return []
    held = [_on_hold(city) for city in data.cities if city.label_on_hold]
    found = [_findings(city) for city in data.cities if city.application_state == "reply"]
    returned = [_returned(city) for city in data.cities if city.application_state == "returned"]
    return [*held, *found, *returned, *(_concern(city) for city in data.cities if city.concern_reference)]


def _on_hold(city: Any) -> Row:
    return {
        "strong": _("The label of %(city)s is on hold: the report at half time is missing.") % {"city": city.name},
        "url": reverse("desk:label_midterm", args=[city.slug]),
        "link": _("Write the report"),
        "after": _("The label returns by itself when an approver sends it."),
    }


def _concern(city: Any) -> Row:
    due = city.concern_due_on
    return {
        "strong": _("A concern about the label of %(city)s waits for the city.") % {"city": city.name},
        "url": reverse("desk:concern", args=[city.slug, city.concern_reference]),
        "link": _("Read it and answer"),
        "after": _("Until %(day)s.") % {"day": day(due)} if due else "",
    }


def _returned(city: Any) -> Row:
    due = city.application_due_on
    return {
        "strong": _("The office sent the application of %(city)s for the label back.") % {"city": city.name},
        "url": reverse("desk:label_apply", args=[city.slug]),
        "link": _("Read what is missing and complete it"),
        "after": _("Until %(day)s.") % {"day": day(due)} if due else "",
    }


def _findings(city: Any) -> Row:
    due = city.application_due_on
    return {
        "strong": _("The panel has written draft findings about %(city)s.") % {"city": city.name},
        "url": reverse("desk:findings", args=[city.slug]),
        "link": _("Read and answer"),
        "after": _("Until %(day)s.") % {"day": day(due)} if due else "",
    }
