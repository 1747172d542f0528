"""The mails about a day that comes or is over, in a concern and an appeal: who does what by when."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.mail import send_named_mail
from labels.appeal_words import against
from labels.emails.concern import concern_mail_key
from labels.models import Appeal, Concern
from labels.queries.appeals import Appealed, case_of, subject_of
from labels.tokens import concern_token

# What is waited for, by the state of a concern.
WHAT = {
    "submitted": _("read it first, and say whether the office goes on with it"),
    "accepted": _("answer it"),
    "planned": _("agree to the plan with support, or send it back once"),
    "supported": _("finish the steps of the plan, and report on them"),
}


def concern_due(concern: Concern, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind somebody of the city, or of the office, of what a concern waits for."""
    city, of_office = concern.label.city, concern.state == Concern.State.SUBMITTED
    with translation.override(person.language):
        if of_office:
            path = reverse("admin:labels_concern_change", args=[concern.pk])
        else:
            path = reverse("desk:concern", args=[city.slug, concern.reference])
    words = {
        "reference": concern.reference,
        "label_code": concern.label.code,
        "city": city.name,
        "what": WHAT[concern.state],
        "due_on": due,
        "of_office": of_office,
        "goes_on": concern.state in {"accepted", "planned"},
        "path": path,
    }
    key = concern_mail_key(concern.reference, f"due:{concern.state}:{due}:{offset}:{person.pk}")
    _send("concern_due", person, words, key=key, scope=city)


def appeal_vote_due(appeal: Appeal, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind one of the three that their vote is awaited."""
    _appeal_due(appeal, person, due, due < today, offset, of_office=False)


def appeal_naming_due(appeal: Appeal, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind an administrator that nobody is named, or that an appeal is late."""
    _appeal_due(appeal, person, due, due < today, offset, of_office=True)


def _appeal_due(appeal: Appeal, person: Any, due: dt.date, is_late: bool, offset: int, *, of_office: bool) -> None:
    city = case_of(subject_of(appeal)).city
    with translation.override(person.language):
        if of_office:
            path = reverse("admin:labels_appeal_change", args=[appeal.pk])
        else:
            path = reverse("desk:appeal_hear", args=[appeal.reference])
    words = {
        "reference": appeal.reference,
        "city": city.name,
        "due_on": due,
        "is_late": is_late,
        "of_office": of_office,
        "path": path,
    }
    who = "office" if of_office else "judge"
    _send(
        "appeal_due", person, words, key=f"appeal:{appeal.reference}:due:{who}:{due}:{offset}:{person.pk}", scope=city
    )


def appeal_possible(thing: Appealed, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind somebody of a city of the last day to appeal."""
    city = case_of(thing).city
    with translation.override(person.language):
        words = {"city": city.name, "due_on": due, "what": against(thing), "of_city": True}
        words["path"] = reverse("desk:appeals", args=[city.slug])
    key = f"appeal_possible:{type(thing).__name__}:{thing.pk}:{due}:{offset}:{person.pk}"
    _send("appeal_possible", person, words, key=key, scope=city)


def appeal_possible_to_author(concern: Concern, *, due: dt.date, offset: int) -> None:
    """Remind the author of a concern of the last day to appeal. They have no account: the key lets it leave once."""
    own, city = concern_token(concern.reference), concern.label.city
    with translation.override(concern.mail_language):
        words = {"city": city.name, "due_on": due, "what": against(concern), "of_city": False}
        words["path"] = reverse("voices:concern_own", args=[own])
    send_named_mail(
        "appeal_possible",
        to=concern.email,
        context=words,
        language=concern.mail_language,
        key=concern_mail_key(concern.reference, f"author:appeal_possible:{due}:{offset}"),
        secrets=[own],
        scope=city,
    )


def _send(name: str, person: Any, words: dict[str, Any], *, key: str, scope: Any) -> None:
    send_named_mail(name, to=person.email, context=words, language=person.language, key=key, user=person, scope=scope)
