"""What a city's commitments name of one instrument, as a table: one row for each article, goal or point and text."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from cities.models import City
from commitments.queries import INSTRUMENTS, instrument_report
from opendata.queries.addresses import Addresses

INSTRUMENT_COLUMNS = (
    "instrument", "group", "item", "item_number", "item_title", "code", "title", "language", "summary", "status",
    "progress", "origin", "starts_on", "ends_on", "reported_on", "report", "report_language", "url",
)  # fmt: skip


def instrument_table(slug: str, key: str, to: Addresses) -> Iterator[tuple[Any, ...]]:
    """Return one row for each named item and text, in the instrument's order. Four queries.

    Args:
        slug: of a public city.
        key: of an instrument, such as "charter".
        to: makes the addresses.

    Raises: Http404 for another city or instrument.
    """
    city = City.objects.public().filter(slug=slug).first()
    if city is None or key not in INSTRUMENTS:
        raise Http404(_("There is no report at this address."))
    found = instrument_report(city, key)
    return (
        _row(key, item.row, text, found.said.get(text.commitment_id), to) for item in found.named for text in item.texts
    )


def _row(key: str, item: Any, text: Any, said: Any, to: Addresses) -> tuple[Any, ...]:
    commitment = text.commitment
    told = (said.as_of, said.text or said.reason, said.language) if said else (None, "", "")
    return (
        key, item.group, item.code, item.number, item.title, commitment.code, text.title, text.language, text.summary,
        commitment.state, commitment.progress, commitment.origin, text.starts_on, text.ends_on, *told,
        to.commitment(commitment.code),
    )  # fmt: skip
