"""The home page."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from commitments.queries import Event
from core import local
from core.reference import reference_words
from core.translated import Piece
from portal import queries, words
from portal.alike import alike
from portal.places import radius
from portal.projection import on_map
from portal.reading import mark_of, reader_language
from portal.words import Row

OUTSIDE = 10


@require_safe
@alike()
def home(request: HttpRequest) -> HttpResponse:
    """Search, map, figures, what changed, commitments by right, how a city takes part."""
    counted = queries.figures()
    dots = [_dot(city) for city in queries.map_cities()]
    context = {
        "dots": [dot for dot in dots if dot["x"] is not None],
        "outside": [dot for dot in dots if dot["x"] is None][:OUTSIDE],
        "browse": _browse(counted["cities"]),
        "figures": _figures(counted),
        "changes": [_change(event, commitment) for event, commitment in queries.latest_changes()],
        "titles": [_title(row) for row in queries.rights_titles()],
        "steps": _steps(),
    }
    return render(request, "portal/home.html", context)


def _dot(city: dict[str, Any]) -> Row:
    """Return a dot; without a place where the city lies outside the frame, such as on the Azores."""
    point = on_map(city["lat"], city["lon"])
    return {
        "x": point.x if point else None,
        "y": point.y if point else None,
        "r": radius(city["population"]),
        "label": city["has_label"] and settings.LABEL_ENABLED,
        "url": reverse("portal:city", args=[city["slug"]]),
        "title": city["name"],
    }


def _browse(cities: int) -> str:
    return ngettext("Browse %(number)d city", "Browse all %(number)d cities", cities) % {"number": cities}


def _figures(counted: dict[str, int]) -> list[Row]:
    countries = ngettext(
        "cities and regions in %(number)d country", "cities and regions in %(number)d countries", counted["countries"]
    )
    labels = {
        "cities": countries % {"number": counted["countries"]},
        "joined": _("of them take part themselves"),
        "commitments": _("commitments on the record"),
        "submitted": _("of them submitted by cities, the others compiled from public sources"),
        "done": _("commitments completed"),
    }
    return [{"number": local.number(counted[name]), "label": label} for name, label in labels.items()]


def _change(event: Event, commitment: Commitment) -> Row:
    date, text = _what_happened(event, commitment)
    title, language, mark = _title_of(event, commitment)
    return {
        "date": date,
        "city": f"{commitment.city.name}, {words.country_name(commitment.city.country)}",
        "title": title,
        "lang": words.lang(language),
        "url": commitment.get_absolute_url(),
        "tag": words.progress_tag(event.progress) if event.progress else words.commitment_tag(commitment),
        "origin": words.origin_tag(words.origin_of(commitment, commitment.city)),
        "text": " · ".join(part for part in (text, mark) if part),
    }


def _title_of(event: Event, commitment: Any) -> tuple[str, str, str]:
    """Return the title in the reader's language, if it is that of the text in force; its language; its mark."""
    found = (commitment.translated or {}).get("title")
    if found is None or event.commitment_title != commitment.title_in_force or commitment.state == "withdrawn":
        return event.commitment_title, event.language, ""
    language = reader_language()
    return found["text"], language, mark_of(Piece(found["text"], language, found["by"]))


def _what_happened(event: Event, commitment: Commitment) -> tuple[dt.datetime, str]:
    """Return when and what; a withdrawal is newer than every text it withdraws."""
    if commitment.state == Commitment.State.WITHDRAWN and commitment.withdrawn_at:
        return commitment.withdrawn_at, _("Withdrawn by the city")
    if event.kind == "version" and event.number == 1:
        is_compiled = commitment.origin == Commitment.Origin.COMPILED
        return event.at, _("Added to the record") if is_compiled else _("New commitment")
    return event.at, event.title


def _title(row: dict[str, Any]) -> Row:
    query = urlencode({"right": row["code"]})
    return {
        "heading": reference_words(row["heading"]),
        "number": row["number"],
        "url": f"{reverse('portal:commitments')}?{query}",
    }


def _steps() -> list[Row]:
    steps = [
        (_("Decide"), _("The council or the mayor decides to join and names a contact person.")),
        (_("Promise together"), _("Write commitments with residents. Give each a date and an owner.")),
        (
            _("Be checked"),
            _("The office checks the form: complete, lawful, no personal data. It does not check the politics."),
        ),
        (_("Show progress"), _("Add evidence at each milestone. A delay is shown, with the reason next to it.")),
    ]
    if settings.LABEL_ENABLED:
        steps.append((_("Apply for the label"), _("Two deciders look at the record and sign, with public reasons.")))
    return [{"title": title, "text": text} for title, text in steps]
