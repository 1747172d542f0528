"""The mails of the accounts app. Texts: templates/emails/."""

from collections.abc import Sequence

from accounts.models import User
from core.mail import send_named_mail
from core.models import Notice


def digest(person: User, notices: Sequence[Notice], *, key: str) -> None:
    """Send everything that waited for a person as one mail."""
    rows = [{"subject": notice.subject, "text": notice.text} for notice in notices]
    context = {"name": str(person), "notices": rows, "count": len(rows)}
    scope = [part for notice in notices for part in notice.scope.split()]
    send_named_mail(
        "digest", to=person.email, context=context, language=person.language, key=key, user=person, scope=scope
    )
