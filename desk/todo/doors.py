"""Questions about a request to join, and appeals that wait for the reader's vote."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.local import day
from desk.queries import Dashboard, Door
from desk.todo.words import Row
from labels.models import Appeal
from labels.queries.appeals import case_of, subject_of


def notes(user: Any, data: Dashboard) -> list[Row]:
    """What the office asks about the reader's own request, and the votes that are awaited."""
    asked = [_door(door) for door in data.doors if door.state == "returned"]
    return asked + [_vote(appeal) for appeal in data.appeals]


def _door(door: Door) -> Row:
    words = _("The review office has questions about your request to join for %(city)s.") % {"city": door.city}
    return {
        "strong": words,
        "url": reverse("desk:join_sent", args=[door.pk]),
        "link": _("Read and answer"),
        "after": "",
    }


def _vote(appeal: Appeal) -> Row:
    city = case_of(subject_of(appeal)).city
    return {
        "strong": _("Your vote on an appeal about %(city)s is awaited.") % {"city": city.name},
        "url": reverse("desk:appeal_hear", args=[appeal.reference]),
        "link": _("Read the appeal and vote"),
        "after": _("Until %(day)s.") % {"day": day(appeal.due_on)} if appeal.due_on else "",
    }
