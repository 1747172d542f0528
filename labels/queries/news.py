"""What happens to applications and labels, for feeds and alerts: the public log, without the days of a draw."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from labels.models import DecisionEntry, Label

Act = DecisionEntry.Act
# They stand in the log and on the page of the draw; nobody who follows a city needs a mail about each.
QUIET = (Act.DRAW_ANNOUNCED, Act.DRAW_LISTED, Act.PANEL_DRAWN, Act.PANEL_REPLACED, Act.APPEAL_NAMED)


@dataclass(frozen=True)
class Place:
    """The page that shows an act: of a label, else of an application, else of the city; `key` is its name there."""

    kind: str
    key: str


def told_entries() -> QuerySet[DecisionEntry]:
    """Return the acts that feeds and alerts tell, newest first; none while the label is switched off."""
    rows = DecisionEntry.objects.exclude(act__in=QUIET).order_by("-seq")
    return rows if settings.LABEL_ENABLED else rows.none()


def entries_of_city(slug: str, *, limit: int) -> list[DecisionEntry]:
    """Return the newest acts about a city, by its part of addresses (1 query; none while the label is off)."""
    return list(told_entries().filter(city_slug=slug)[:limit])


def place_of(entry: DecisionEntry) -> Place:
    """Return which page shows what an entry tells."""
    if entry.label_code:
        return Place("label", entry.label_code)
    if application := entry.data.get("application"):
        return Place("application", str(application))
    return Place("city", entry.city_slug)


def text_of(entry: DecisionEntry) -> str:
    """Return the public reasons of an act; an empty text where it needs none."""
    return str(entry.data.get("plain") or entry.data.get("reasons") or "")


def public_label(code: str) -> Label:
    """Return a label by its number, upper or lower case (1 query). Raises: Http404 when the public knows none."""
    fits = len(code) <= 12 and code.isascii() and settings.LABEL_ENABLED
    found = Label.objects.public().select_related("city").filter(code=code.upper()).first() if fits else None
    if found is None:
        raise Http404
    return found
