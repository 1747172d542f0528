"""One way to send a named mail: templates/emails/<name>.{subject.txt,txt,html}."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def send_named_mail(
    name: str,
    *,
    to: str | list[str],
    context: dict[str, Any],
    language: str = "en",
    key: str = "",
    user: Any = None,
    secrets: Sequence[str] = (),
) -> None:
    """Render and queue one mail in the reader's language. Safe inside a transaction: it leaves on commit.

    Args:
        name: the template's name under `emails/`.
        to: one address, or several.
        context: what the templates use; the portal's name, office, contact and base address are added.
        language: language code of the reader.
        key: when set, a mail with this key is queued once only.
        user: the account behind the address, when there is one.
        secrets: texts of the context that open something, such as a token: only the mail itself shows them.
    """
    values = {
        "portal_name": settings.PORTAL_NAME,
        "awarding_body": settings.PORTAL_AWARDING_BODY,
        "office": settings.PORTAL_OFFICE,
        "contact_email": settings.PORTAL_CONTACT_EMAIL,
        "base_url": settings.PORTAL_BASE_URL.rstrip("/"),
        **context,
    }
    with translation.override(language):
        subject = " ".join(render_to_string(f"emails/{name}.subject.txt", values).split())
        message = EmailMultiAlternatives(
            subject, render_to_string(f"emails/{name}.txt", values), to=[to] if isinstance(to, str) else to
        )
        message.attach_alternative(render_to_string(f"emails/{name}.html", values), "text/html")
        message.outbox_key, message.outbox_name, message.outbox_user = key or None, name, user
        message.outbox_secrets = list(secrets)
        message.send()
