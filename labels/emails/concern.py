"""The mails about a concern, one function each. No person of the office is named, and no author.

Every key begins with the reference, so that the mails can be forgotten together with the address.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.mail import send_named_mail
from labels.models import Concern, Label
from labels.tokens import concern_fingerprint, concern_token, support_token

WHY_NOT = {
    "own": _("this address belongs to the city or to the office. The city answers at its desk, the office reads"),
    "city": _("this address belongs to no city that holds the label today"),
    "panel": _("this address belongs to nobody in the pool of panel members"),
}


def concern_mail_key(reference: str, name: str = "") -> str:
    """Return the outbox key of a mail about one concern; without a name, what the keys of all of them begin with."""
    return f"concern:{reference}:{name}"


def confirm_concern(concern: Concern, token: str) -> None:
    """Send the link that confirms the author's address; once, for 7 days."""
    with translation.override(concern.mail_language):
        path = reverse("voices:concern_confirm", args=[token])
    _to_author("concern_confirm", concern, name="confirm", secrets=[token], confirm_path=path, text=concern.text)


def confirm_support(concern: Concern, email: str, token: str, language: str) -> None:
    """Send somebody the link with which they stand behind a concern; once, for 7 days."""
    with translation.override(language):
        path = reverse("voices:concern_support_confirm", args=[token])
    send_named_mail(
        "concern_support_confirm",
        to=email,
        context={**_words(concern), "confirm_path": path},
        language=language,
        key=concern_mail_key(concern.reference, f"support:{concern_fingerprint(email)[:32]}:{timezone.now():%Y%m%d}"),
        secrets=[token],
        scope=concern.label.city,
    )


def concern_elsewhere(label: Label, email: str, why: str, language: str) -> None:
    """Tell an address, once a day, why it cannot file or support a concern about this label."""
    day = f"{timezone.localdate():%Y-%m-%d}"
    send_named_mail(
        "concern_elsewhere",
        to=email,
        context={"label_code": label.code, "why": WHY_NOT[why]},
        language=language,
        key=f"concern-elsewhere:{why}:{concern_fingerprint(email)}:{day}",
        scope="",
    )


def concern_received(concern: Concern) -> None:
    """Send the receipt: how many people are needed, and the page that others need to support it."""
    with translation.override(concern.mail_language):
        path = reverse("voices:concern_support", args=[support_token(concern.reference)])
    support_path = path if concern.needed > 1 else ""
    _to_author("concern_received", concern, name="received", needed=concern.needed, support_path=support_path)


def concern_news(
    concern: Concern,
    what: Any,
    people: Iterable[Any],
    *,
    text: str = "",
    due_on: dt.date | None = None,
    name: str,
    author: bool = True,
) -> None:
    """Tell the author, the city and everybody who acted before what happened, with the public words.

    Args:
        concern: the concern.
        what: what happened, to be translated for each reader.
        people: who hears of it beside the author.
        text: the answer, the plan or the reasons, as they are public.
        due_on: until when the city acts, if it has the turn.
        name: the step, for the outbox.
        author: whether the author hears of it.
    """
    more: dict[str, Any] = {"what": what, "text": text}
    if author:
        _to_author("concern_news", concern, name=name, **more)
    for person in people:
        with translation.override(person.language):
            desk = reverse("desk:concern", args=[concern.label.city.slug, concern.reference])
        acts = concern.label.city_id in person.city_roles
        send_named_mail(
            "concern_news",
            to=person.email,
            context={**_words(concern), **more, "desk_path": desk if acts else "", "due_on": due_on if acts else None},
            language=person.language,
            key=concern_mail_key(concern.reference, f"{name}:{person.pk}"),
            user=person,
            scope=concern.label.city,
        )


def _words(concern: Concern) -> dict[str, Any]:
    return {
        "reference": concern.reference,
        "label_code": concern.label.code,
        "city": concern.label.city.name,
        "text": concern.text,
        "is_public": concern.accepted_at is not None,
        "own_path": "",
        "desk_path": "",
        "due_on": None,
    }


def _to_author(template: str, concern: Concern, *, name: str, secrets: Iterable[str] = (), **context: Any) -> None:
    """Send one mail to the author, with the link to their own concern; nothing once the address is forgotten."""
    if not concern.email:
        return
    own = concern_token(concern.reference)
    with translation.override(concern.mail_language):
        path = reverse("voices:concern_own", args=[own])
    send_named_mail(
        template,
        to=concern.email,
        context={**_words(concern), "own_path": path, **context},
        language=concern.mail_language,
        key=concern_mail_key(concern.reference, f"author:{name}"),
        secrets=[*secrets, own],
        scope=concern.label.city,
    )
