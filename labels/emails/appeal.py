"""The mails about an appeal. Nobody of the office is named; the author of a concern hears of it by their own link."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from core.mail import send_named_mail
from labels.emails.concern import concern_mail_key
from labels.models import Appeal, AppealVote
from labels.tokens import concern_token


def appeal_news(appeal: Appeal, city: Any, what: Any, people: Iterable[Any], *, text: str, name: str) -> None:
    """Tell all earlier actors what happened to an appeal, with the public words.

    Args:
        appeal: the appeal.
        city: whose case it is.
        what: what happened, to be translated for each reader.
        people: who hears of it, beside the author of a concern.
        text: the public words.
        name: the step, for the outbox.
    """
    words = {"reference": appeal.reference, "city": city.name, "what": what, "text": text}
    for person in people:
        send_named_mail(
            "appeal_news",
            to=person.email,
            context={**words, "own_path": ""},
            language=person.language,
            key=f"appeal:{appeal.reference}:{name}:{person.pk}",
            user=person,
            scope=city,
        )
    concern = appeal.concern
    if concern is not None and concern.email:
        own = concern_token(concern.reference)
        with translation.override(concern.mail_language):
            path = reverse("voices:concern_own", args=[own])
        send_named_mail(
            "appeal_news",
            to=concern.email,
            context={**words, "own_path": path},
            language=concern.mail_language,
            key=concern_mail_key(concern.reference, f"appeal:{name}"),
            secrets=[own],
            scope=city,
        )


def appeal_to_judge(appeal: Appeal, vote: AppealVote, city: Any) -> None:
    """Ask somebody who was named to look at an appeal and vote."""
    person = vote.judge
    with translation.override(person.language):
        path = reverse("desk:appeal_hear", args=[appeal.reference])
    send_named_mail(
        "appeal_named",
        to=person.email,
        context={"reference": appeal.reference, "city": city.name, "desk_path": path, "due_on": appeal.due_on},
        language=person.language,
        key=f"appeal:{appeal.reference}:named:{person.pk}:{timezone.localdate():%Y%m%d}",
        user=person,
        scope=city,
    )
