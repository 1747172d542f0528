"""The mails about what somebody said, one function each. Texts: templates/emails/. No person of the office is named.

Every key begins with the reference, so that the mails can be forgotten together with the address.
"""

from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commitments.queries import people_of, published_version
from core.mail import send_named_mail
from participation.models import CounterEvidence, LabelStatement, Statement
from participation.tokens import own_token


def mail_key(reference: str, name: str = "") -> str:
    """Return the outbox key of a mail about one text; without a name, what the keys of all of them begin with."""
    return f"statement:{reference}:{name}"


def confirm(statement: Statement, token: str, *, again: str = "") -> None:
    """Send the link that confirms the address; once, for 24 hours. `again` tells a later mail from the first."""
    with translation.override(statement.mail_language):
        path = reverse("voices:confirm", args=[token])
    _to_author("statement_confirm", statement, secrets=[token], again=again, confirm_path=path)


def elsewhere(email: str, language: str, fingerprint: str) -> None:
    """Tell people of a city or of the office, once a day, that they speak at their own place."""
    key = f"statement-elsewhere:{fingerprint}:{timezone.localdate():%Y-%m-%d}"
    send_named_mail("statement_elsewhere", to=email, context={}, language=language, key=key, scope="")


def received(statement: Statement) -> None:
    """Send the receipt with the reference and the link to one's own text."""
    _to_author(_named(statement, "received"), statement)


def decided(statement: Statement, *, note: str) -> None:
    """Tell the author that it is public, or why not."""
    is_public = statement.state == "published"
    reason = "" if is_public else statement.Reason(statement.refusal).label
    _to_author(_named(statement, "decided"), statement, is_public=is_public, reason=reason, note=note)


def replied(statement: CounterEvidence) -> None:
    """Tell the author what the city replied."""
    _to_author("statement_replied", statement, reply=statement.reply)


def lapsed(statement: Statement) -> None:
    """Tell the author that the city withdrew what it is about, so that nothing is added to it any more."""
    _to_author(_named(statement, "lapsed"), statement)


def to_answer(statement: CounterEvidence) -> None:
    """Tell the city's people what somebody says, and until when they may reply."""
    desk = ("desk:statement_reply", statement.public_id)
    _to_city("statement_to_answer", statement, desk, due_on=statement.reply_due_on)


def to_know(statement: LabelStatement) -> None:
    """Tell the city's people what somebody says on its application: the panel reads it, too."""
    _to_city("label_statement_to_know", statement, ("desk:label_statements", statement.application.city.slug))


def _named(statement: Statement, event: str) -> str:
    """Return the name of the mail that says of this kind of text what happened."""
    return f"label_statement_{event}" if isinstance(statement, LabelStatement) else f"statement_{event}"


def _words(statement: Any) -> dict[str, Any]:
    return {
        "reference": statement.reference,
        "city": statement.city.name,
        "title": _title(statement),
        "text": statement.text,
    }


def _title(statement: Any) -> str:
    if isinstance(statement, LabelStatement):
        return _("Application for the label %(reference)s") % {"reference": statement.application.reference}
    version = published_version(statement.commitment)
    return str(version.title) if version else str(statement.commitment.code)


def _to_city(name: str, statement: Any, desk: tuple[str, Any], **context: Any) -> None:
    """Send one mail to everybody who acts for the city, in their languages, with the way to their desk."""
    for person in people_of(statement.city):
        with translation.override(person.language):
            words = {**_words(statement), "name": str(person), "desk_path": reverse(desk[0], args=[desk[1]])}
        key = mail_key(statement.reference, f"{name}:{person.pk}")
        about: dict[str, Any] = {"key": key, "user": person, "scope": statement.city}
        send_named_mail(name, to=person.email, context={**words, **context}, language=person.language, **about)


def _to_author(name: str, statement: Any, secrets: list[str] | None = None, again: str = "", **context: Any) -> None:
    """Send one mail to the author, with the link to their own text; nothing once the address is forgotten."""
    if not statement.email:
        return
    own = own_token(statement.reference)
    with translation.override(statement.mail_language):
        words = {
            **_words(statement),
            "own_path": reverse("voices:own", args=[own]),
            "public_path": statement.about_url,
        }
    send_named_mail(
        name,
        to=statement.email,
        context={**words, **context},
        language=statement.mail_language,
        key=mail_key(statement.reference, f"{name}:{again}" if again else name),
        secrets=[*(secrets or []), own],
        scope=statement.city,
    )
