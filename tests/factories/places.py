"""Places, cities and requests to join."""

import datetime as dt
import itertools
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from cities.models import City, JoinRequest, Place, PlaceName
from core.text import fold
from review.queue import follow

_numbers = itertools.count(1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_place(name: str = "", *, names: tuple[str, ...] = (), **fields: Any) -> Place:
    """A row of the gazetteer with its folded names."""
    number = next(_numbers)
    name = name or f"Place {number}"
    values = {
        "geonames_id": 9_000_000 + number,
        "ascii_name": name,
        "country": "AT",
        "country_group": "eu",
        "region": "Styria",
        "lat": 47.07,
        "lon": 15.44,
        "population": 1000 * number,
        **fields,
    }
    place = Place.objects.create(name=name, **values)
    own = {fold(word) for word in (name, place.local_name) if word}
    for folded in own | {fold(word) for word in names}:
        PlaceName.objects.create(place=place, folded=folded, is_own=folded in own)
    return place


def make_city(name: str = "", **fields: Any) -> City:
    """A committed city that joined by itself."""
    number = next(_numbers)
    name = name or f"City {number:03}"
    values = {
        "slug": f"at-city-{number}",
        "country": "AT",
        "region": "Styria",
        "lat": 47.07,
        "lon": 15.44,
        "population": 100_000,
        "membership": City.Membership.COMMITTED,
        "joined_on": dt.date(2025, 1, 15),
        **fields,
    }
    return City.objects.create(name=name, **values)


def make_join_request(applicant: User, *, place: Place | None = None, **fields: Any) -> JoinRequest:
    """A request that waits to be verified."""
    place = place or make_place()
    values = {
        "place_name": place.name,
        "country": place.country,
        "work_email": applicant.email,
        "job_title": "Head of the equality unit",
        "official_channel": "Switchboard of the town hall",
        "mandate_title": "Council decision of 15 January 2026",
        "mandate_file": ContentFile(PDF, name="mandate.pdf"),
        "mandate_file_name": "mandate.pdf",
        "mandate_start": dt.date(2026, 1, 1),
        "mandate_end": dt.date(2030, 12, 31),
        **fields,
    }
    join_request = JoinRequest.objects.create(applicant=applicant, place=place, **values)
    follow(join_request)
    return join_request
