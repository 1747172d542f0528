"""The mails to people who follow something, one function each. Texts: templates/emails/.

Every key begins with the alert, or with the fingerprint of the address, so that the mails are forgotten with them.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator

from cities.models import City
from core.languages import interface_language
from core.mail import send_named_mail
from participation.filters import Filters, Names, title_of
from participation.models import MOST_ALERTS, Alert
from participation.queries import Change
from participation.tokens import list_token, stop_token

MOST_SHOWN, LONGEST_TEXT = 50, 300
ALERT_MAILS = ("alert_confirm", "alert_changes", "alerts_known", "alerts_list")


def alert_key(public_id: UUID, name: str = "") -> str:
    """Return the outbox key of a mail about one alert; without a name, what the keys of all of them begin with."""
    return f"alert:{public_id}:{name}"


def address_key(email_hash: str, name: str = "") -> str:
    """Return the outbox key of a mail about all alerts of an address; without a name, how all of them begin."""
    return f"alerts:{email_hash}:{name}"


def alert_confirm(alert: Alert, token: str) -> None:
    """Send the link that confirms; once, for 24 hours.

    Nothing that somebody typed is in it: nobody writes to strangers through the portal.
    """
    with translation.override(interface_language(alert.language)):
        context = {"often": str(Alert.Often(alert.often).label)}
    context["path"] = _path("alert_confirm", token, alert.language)
    about: dict[str, Any] = {"key": alert_key(alert.public_id, "confirm"), "secrets": [token], "scope": ""}
    send_named_mail("alert_confirm", to=alert.email, context=context, language=alert.language, **about)


def alert_changes(alert: Alert, filters: Filters, names: Names, changes: list[Change], *, until: int) -> None:
    """Tell what changed since the last mail, oldest first, with the links that stop it.

    Args:
        alert: who is told.
        filters: what they follow.
        names: of the filters, see `names_of`.
        changes: at least one.
        until: number of the last event that counts as told; part of the key.
    """
    stop, every = stop_token(alert.public_id), list_token(alert.email_hash)
    stop_path = _path("alert_stop", stop, alert.language)
    with translation.override(interface_language(alert.language)):
        context: dict[str, Any] = {
            "title": title_of(filters, names),
            "rows": [_row(change, alert.language) for change in changes[:MOST_SHOWN]],
            "count": len(changes),
            "left": len(changes[MOST_SHOWN:]),
            "list_path": _list_path(alert, filters),
            "stop_path": stop_path,
            "every_path": _path("alerts_own", every, alert.language),
        }
    send_named_mail(
        "alert_changes",
        to=alert.email,
        context=context,
        language=alert.language,
        key=alert_key(alert.public_id, str(until)),
        secrets=[stop, every],
        headers={
            "List-Unsubscribe": f"<{settings.PORTAL_BASE_URL.rstrip('/')}{stop_path}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058, section 3.1
        },
        scope=[City(pk=pk) for pk in {change.city for change in changes}],
    )


def _row(change: Change, language: str) -> dict[str, Any]:
    event = change.event
    with translation.override(language):
        path = change.path
    return {
        "city": change.city_name,
        "title": event.commitment_title,
        "words": change.words,
        "progress": event.progress_label,
        "day": timezone.localdate(event.at),
        "text": Truncator(" ".join(event.text.split())).chars(LONGEST_TEXT),
        "language": event.language,
        "path": path,
    }


def _list_path(alert: Alert, filters: Filters) -> str:
    """Return the page that shows all of what is followed."""
    with translation.override(alert.language):
        if code := filters.one("code"):
            return reverse("portal:commitment", args=[code])
        if alert.subject == Alert.Subject.CITIES and (slug := filters.one("slug")):
            return reverse("portal:city", args=[slug])
        page = reverse(f"portal:{alert.subject}")
    return f"{page}?{alert.query}" if alert.query else page


def alerts_known(email_hash: str, email: str, language: str) -> None:
    """Say, once a day, that the address follows this already or has enough alerts, with the link to all of them."""
    key = address_key(email_hash, f"known:{timezone.localdate():%Y-%m-%d}")
    _about_all("alerts_known", email_hash, email, language, key)


def alerts_list(email_hash: str, email: str, language: str) -> None:
    """Send the link to all alerts of an address, once an hour at most."""
    key = address_key(email_hash, f"list:{timezone.now().astimezone(dt.UTC):%Y-%m-%dT%H}")
    _about_all("alerts_list", email_hash, email, language, key)


def _about_all(name: str, email_hash: str, email: str, language: str, key: str) -> None:
    token = list_token(email_hash)
    context = {"path": _path("alerts_own", token, language), "most": MOST_ALERTS}
    about: dict[str, Any] = {"key": key, "secrets": [token], "scope": ""}
    send_named_mail(name, to=email, context=context, language=language, **about)


def _path(name: str, token: str, language: str) -> str:
    with translation.override(language):
        return reverse(f"voices:{name}", args=[token])
