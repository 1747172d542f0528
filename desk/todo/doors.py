"""Questions about a request to join."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.queries import Dashboard, Door
from desk.todo.words import Row


def notes(user: Any, data: Dashboard) -> list[Row]:
    """What the office asks about the reader's own request."""
    return [_door(door) for door in data.doors if door.state == "returned"]


def _door(door: Door) -> Row:
    words = _("The review office has questions about your request to join for %(city)s.") % {"city": door.city}
    return {
        "strong": words,
        "url": reverse("desk:join_sent", args=[door.pk]),
        "link": _("Read and answer"),
        "after": "",
    }
