"""The invented pool of panel members: they offer to serve, the invented office accepts them."""

from typing import Any

from accounts.models import User
from cities.models import City
from hrcities.demo.story import People
from labels.actions.pool import accept_offer, offer_to_serve


def open_pool(rows: list[dict[str, Any]], people: People) -> None:
    """Let everybody of the story's pool offer to serve, and be accepted.

    Args:
        rows: of the story; each with the address of an account that exists.
        people: the office's people by key.
    """
    for row in rows:
        city = City.objects.filter(name=row.get("city"), origin=City.Origin.SAMPLE).first()
        words = {name: row[name] for name in ("name", "kind", "institution", "languages")}
        user = User.objects.get(email=row["email"])
        member = offer_to_serve(by=user, country=row.get("country", ""), city=city, **words)
        accept_offer(obj=member, by=people["administrator"], note="Invented, for the demo.")
