"""The mails of the review app. Texts: templates/emails/. They speak of cases, never of a colleague."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.models import User
from core.mail import send_named_mail
from review.models import QueueItem
from review.registry import kind_named, scopes_of_cities


def checks_due(person: User, items: Sequence[QueueItem], *, today: dt.date) -> None:
    """Remind somebody of the office of what is due soon or late: what they hold, and what nobody holds."""
    rows = [_row(item, today) for item in items]
    context = {"name": str(person), "items": rows, "count": len(rows)}
    about: dict[str, Any] = {"user": person, "scope": _scopes(items)}
    send_named_mail("checks_due", to=person.email, context=context, language=person.language, **about)


def _row(item: QueueItem, today: dt.date) -> dict[str, Any]:
    return {
        "title": item.title,
        "city": item.city_name,
        "due_on": item.due_on,
        "is_late": item.due_on is not None and item.due_on < today,
        "is_free": item.holder_id is None,
        "path": _path(item),
    }


def assigned(to: User, items: Sequence[QueueItem]) -> None:
    """Tell somebody what was given to them: one mail, however many things. Who gave it is not said."""
    rows = [{"item": item, "path": _path(item)} for item in items]
    context = {"name": str(to), "rows": rows, "first": items[0], "number": len(items)}
    about: dict[str, Any] = {"user": to, "scope": _scopes(items)}
    send_named_mail("assigned", to=to.email, context=context, language=to.language, **about)


def _scopes(items: Sequence[QueueItem]) -> list[str]:
    return scopes_of_cities({item.city_id for item in items if item.city_id is not None})


def _path(item: QueueItem) -> str:
    kind = kind_named(item.kind)
    return reverse(kind.admin_url, args=[item.object_id]) if kind else ""
