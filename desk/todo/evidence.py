"""Evidence that needs care: links that do not answer, files with a virus."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.queries import Dashboard
from desk.todo.words import Row


def notes(user: Any, data: Dashboard) -> list[Row]:
    """One task for each city with dead links, one for each with a virus."""
    found = [_virus(city) for city in data.cities if city.viruses]
    return found + [_dead(city) for city in data.cities if city.dead_links]


def _dead(city: Any) -> Row:
    words = ngettext(
        "%(count)s link of %(city)s does not answer.", "%(count)s links of %(city)s do not answer.", city.dead_links
    )
    return _row(city, words % {"count": city.dead_links, "city": city}, _("See which, and name a copy"))


def _virus(city: Any) -> Row:
    words = ngettext(
        "A virus was found in a file of %(city)s.", "A virus was found in %(count)s files of %(city)s.", city.viruses
    )
    return _row(city, words % {"count": city.viruses, "city": city}, _("See where it is used, and remove it"))


def _row(city: Any, words: str, link: str) -> Row:
    url = reverse("desk:evidence", args=[city.slug]) + "?state=care"
    return {"strong": words, "url": url, "link": link, "after": ""}
