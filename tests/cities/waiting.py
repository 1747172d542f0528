"""What waits at the office in many tests of cities."""

import datetime as dt

from django.utils import timezone

from cities.models import City, Mandate
from review.queue import follow


def waiting_mandate(city: City) -> Mandate:
    """Return a mandate of a city that the office has not verified yet."""
    terms = {"starts_on": dt.date(2027, 1, 1), "ends_on": dt.date(2036, 1, 1), "handed_in_at": timezone.now()}
    mandate = Mandate.objects.create(city=city, title="New decision", state="submitted", **terms)
    follow(mandate)
    return mandate
