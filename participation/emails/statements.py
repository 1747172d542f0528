"""The mails about what somebody said, one function each. Texts: templates/emails/. No person of the office is named.

Every key begins with the reference, so that the mails can be forgotten together with the address.
"""

from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from commitments.queries import people_of, published_version
from core.mail import send_named_mail
from participation.models import CounterEvidence
from participation.tokens import own_token


def mail_key(reference: str, name: str = "") -> str:
    """Return the outbox key of a mail about one text; without a name, what the keys of all of them begin with."""
    return f"statement:{reference}:{name}"


def confirm(statement: CounterEvidence, token: str, *, again: str = "") -> None:
    """Send the link that confirms the address; once, for 24 hours. `again` tells a later mail from the first."""
    with translation.override(statement.mail_language):
        path = reverse("voices:confirm", args=[token])
    _to_author("statement_confirm", statement, secrets=[token], again=again, confirm_path=path)


def elsewhere(email: str, language: str, fingerprint: str) -> None:
    """Tell people of a city or of the office, once a day, that they speak at their own place."""
    key = f"statement-elsewhere:{fingerprint}:{timezone.localdate():%Y-%m-%d}"
    send_named_mail("statement_elsewhere", to=email, context={}, language=language, key=key, scope="")


def received(statement: CounterEvidence) -> None:
    """Send the receipt with the reference and the link to one's own text."""
    _to_author("statement_received", statement)


def decided(statement: CounterEvidence, *, note: str) -> None:
    """Tell the author that it is public, or why not."""
    is_public = statement.state == CounterEvidence.State.PUBLISHED
    reason = "" if is_public else CounterEvidence.Reason(statement.refusal).label
    _to_author("statement_decided", statement, is_public=is_public, reason=reason, note=note)


def replied(statement: CounterEvidence) -> None:
    """Tell the author what the city replied."""
    _to_author("statement_replied", statement, reply=statement.reply)


def to_answer(statement: CounterEvidence) -> None:
    """Tell the city's people what somebody says, and until when they may reply."""
    for person in people_of(statement.commitment.city):
        with translation.override(person.language):
            path = reverse("desk:statement_reply", args=[statement.public_id])
        context = {**_words(statement), "name": str(person), "desk_path": path, "due_on": statement.reply_due_on}
        key = mail_key(statement.reference, f"statement_to_answer:{person.pk}")
        about: dict[str, Any] = {"key": key, "user": person, "scope": statement.commitment.city}
        send_named_mail("statement_to_answer", to=person.email, context=context, language=person.language, **about)


def _words(statement: CounterEvidence) -> dict[str, Any]:
    version = published_version(statement.commitment)
    return {
        "reference": statement.reference,
        "city": statement.commitment.city.name,
        "title": version.title if version else statement.commitment.code,
        "text": statement.text,
    }


def lapsed(statement: CounterEvidence) -> None:
    """Tell the author that the city withdrew the commitment, so that nothing is added to it any more."""
    _to_author("statement_lapsed", statement)


def _to_author(
    name: str, statement: CounterEvidence, secrets: list[str] | None = None, again: str = "", **context: Any
) -> None:
    """Send one mail to the author, with the link to their own text; nothing once the address is forgotten."""
    if not statement.email:
        return
    own = own_token(statement.reference)
    with translation.override(statement.mail_language):
        paths = {
            "own_path": reverse("voices:own", args=[own]),
            "public_path": reverse("portal:commitment", args=[statement.commitment.code]),
        }
    send_named_mail(
        name,
        to=statement.email,
        context={**_words(statement), **paths, **context},
        language=statement.mail_language,
        key=mail_key(statement.reference, f"{name}:{again}" if again else name),
        secrets=[*(secrets or []), own],
        scope=statement.commitment.city,
    )
