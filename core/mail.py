"""One way to send a named mail: templates/emails/<name>.{subject.txt,txt,html}."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from core.audit import ref
from core.context import portal_words
from core.languages import interface_language
from core.models import Notice, OutboxMail

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"  # the people of the demo are invented: nothing is rendered


def send_named_mail(
    name: str,
    *,
    to: str | list[str],
    context: dict[str, Any],
    language: str = "en",
    key: str = "",
    user: Any = None,
    secrets: Sequence[str] = (),
    can_wait: bool = False,
    headers: dict[str, str] | None = None,
    scope: Any,
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
        can_wait: whether it may come with the reader's next digest, if they chose one; never with secrets.
        headers: more headers of the mail, such as List-Unsubscribe; secrets in them are kept as in the text.
        scope: what the mail is about, usually a city, or a list of them; "" for nobody's case. Who is in conflict
            with one of them does not find it in the outbox.
    """
    if settings.EMAIL_BACKEND == NOWHERE:
        return
    with translation.override(interface_language(language)):
        values = {**portal_words(), "base_url": settings.PORTAL_BASE_URL.rstrip("/"), **context}
        subject = " ".join(render_to_string(f"emails/{name}.subject.txt", values).split())
        text = render_to_string(f"emails/{name}.txt", values)
        about = scope_text(scope)
        if can_wait and user is not None and not secrets:
            words = {"name": name, "subject": subject[:500], "text": _words_of(text), "scope": about}
            if _waits(user, key, words):
                return
        message = EmailMultiAlternatives(subject, text, to=[to] if isinstance(to, str) else to, headers=headers)
        message.attach_alternative(render_to_string(f"emails/{name}.html", values), "text/html")
        message.outbox_key, message.outbox_name, message.outbox_user = key or None, name, user
        message.outbox_secrets = list(secrets)
        message.outbox_scope = about
        message.send()


def scope_text(scope: Any) -> str:
    """Return what the outbox keeps of a scope: one reference as it is, several between blanks."""
    refs = sorted({ref(one) for one in (scope if isinstance(scope, (list, tuple, set, frozenset)) else [scope]) if one})
    return refs[0] if len(refs) == 1 else f" {' '.join(refs)} " if refs else ""


def _words_of(text: str) -> str:
    """Return a text without greeting and signature, which stand once, on the digest itself."""
    return "\n\n".join(text.strip().split("\n\n")[1:-1])


def _waits(user: Any, key: str, words: dict[str, str]) -> bool:
    """Keep a mail for the reader's digest if they chose one; return whether nothing has to be sent now.

    Also when the same mail was kept before: somebody who switches the digest off gets nothing twice.
    """
    kept = Notice.objects.filter(key=key) if key else Notice.objects.none()
    if user.digest == "off" or kept.exists() or (key and OutboxMail.objects.filter(key=key).exists()):
        return kept.exists()
    values = {"person": user, **words}
    if key:
        Notice.objects.get_or_create(key=key, defaults=values)
    else:
        Notice.objects.create(**values)
    return True
