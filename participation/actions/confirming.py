"""What only the author's mailbox opens: confirm a text, have the link sent again, take it back. Every kind alike."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Hidden
from core.tokens import hash_token, new_token
from participation import emails
from participation.actions.keeping import LINK_VALID
from participation.actions.kinds import WAYS, way_of
from participation.models import Statement
from review.workflow import NotAllowed, Stale


class Over(Stale):
    """The time of a link that confirms is over; its text still waits, and a new link can be sent."""


def unconfirmed(token: str) -> Statement:
    """Return the text that a link confirms.

    Args:
        token: from the link in the mail.

    Raises: Hidden for an unknown link; Stale for one that is used, or over with the public window; Over for one that
        is over.
    """
    statement = _of_token(token)
    if statement is None:
        raise Hidden
    way = way_of(statement)
    if statement.state != "unconfirmed":
        raise Stale(_("This link was used before. The mail that came after it tells how your text stands."))
    if words := way.over(statement):
        raise Stale(words)
    if statement.expires_at is None or statement.expires_at <= timezone.now():
        if words := way.may_renew(statement):
            raise Stale(words)
        raise Over(
            _("This link is over: it worked for 24 hours. Your text is still here; a new link goes to its address.")
        )
    return statement


def _of_token(token: str) -> Any:
    rows = (way.model.objects.with_subject().filter(token_hash=hash_token(token)) for way in WAYS)
    return next((statement for found in rows for statement in found), None)


@transaction.atomic
def send_link_again(*, token: str) -> None:
    """Send a new link for a text whose link is over, to the address it was written from; the old one opens nothing.

    Whoever asks holds the old link, and each link asks once: nobody can make the portal write mail after mail.

    Args:
        token: from the old link.

    Raises: Hidden for an unknown link; Stale for one that still works, was used, or has nothing left to confirm.
    """
    now, fresh = timezone.now(), new_token()
    try:
        unconfirmed(token)
    except Over:
        statement = _of_token(token)
        values = {"token_hash": hash_token(fresh), "expires_at": now + LINK_VALID}
        rows = type(statement)._default_manager.filter(pk=statement.pk, state="unconfirmed") if statement else None
        if rows is not None and rows.filter(token_hash=hash_token(token)).update(**values):
            audit.record("send_link_again", by=None, obj=statement)
            emails.confirm(statement, fresh, again=f"{now:%Y%m%d%H%M}")
            return
        raise Hidden from None
    raise Stale(_("This link still works: open it and press the button."))


@transaction.atomic
def confirm(*, token: str) -> Statement:
    """Confirm a text by the link in the mail: of several attempts at once exactly one succeeds.

    A text on a label application that was sent while the public window was open counts when it is confirmed within
    the 24 hours of its link, also when the window closed meanwhile.

    Args:
        token: from the link.

    Returns: the text, which now waits for moderation.
    Raises: Hidden for an unknown link; Stale for one that is used or over, and when what it is about was withdrawn
        meanwhile; NotAllowed when the address has come to belong to a city, the office or the panel.
    """
    way_of(found := unconfirmed(token)).lock(found)
    # Locked, then read again: what is withdrawn at this moment ends only what it finds confirmed.
    statement = unconfirmed(token)
    way = way_of(statement)
    if not way.may_speak(statement):
        raise NotAllowed(_("This address acts for a city, the office or the panel. The city replies at its desk."))
    way.workflow.apply(statement, "confirm", by=None, also={"submitted_at": timezone.now()})
    emails.received(statement)
    return statement


@transaction.atomic
def withdraw_statement(*, statement: Any) -> Statement:
    """Take one's own text back; a published one is no longer shown.

    Args:
        statement: what the link of its author opened.

    Returns: the text, taken back.
    Raises: Stale when it was refused or taken back already.
    """
    way = way_of(statement)
    way.lock(statement)
    was_public = statement.state == "published"
    way.workflow.apply(statement, "withdraw", by=None, also={"withdrawn_at": timezone.now()})
    if was_public:
        way.changed(statement)
    return statement
