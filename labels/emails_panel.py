"""One function per mail of pool and panel. Each person gets a mail of their own, in their language."""

from typing import Any

from accounts.models import User
from accounts.rules import ADMINISTRATOR
from core.mail import send_named_mail
from labels.models import PoolMember


def send_offer_received(member: PoolMember) -> None:
    """Tell the administrators that somebody offers to serve, or changed their offer, and waits to be accepted."""
    words = {"name": member.name, "kind": member.get_kind_display(), "offer": member.pk}
    people = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).order_by("pk")
    for person in people:
        _send("panel_offer_received", person, words, key=f"{member.pk}-{member.revision}")


def send_offer_answered(member: PoolMember, note: str = "") -> None:
    """Tell somebody whether the office accepted their offer, and why not."""
    words = {"accepted": not note, "note": note, "number": member.public_id}
    _send("panel_offer_answered", member.user, words, key=f"{member.pk}-{member.revision}-{member.state}")


def _send(name: str, person: Any, words: dict[str, Any], *, key: str, scope: Any = "") -> None:
    send_named_mail(
        name,
        to=person.email,
        context={"person": person, **words},
        language=person.language,
        key=f"{name}:{key}:{person.pk}",
        user=person,
        scope=scope,
    )
