"""The city answers, once, in its own words."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import lock_city, lock_commitment, public_change
from core import audit
from core.cleaning import known_language, long_enough
from participation import emails
from participation.models import REPLY_LENGTH, CounterEvidence
from participation.rules import may_reply
from review.workflow import NotAllowed, Stale


@transaction.atomic
def reply(*, statement: CounterEvidence, by: User, text: str, language: str) -> CounterEvidence:
    """Reply for the city. It is public at once, and stays as it is.

    Args:
        statement: a published text that has no reply.
        by: an editor or approver of the city.
        text: the reply.
        language: its language.

    Returns: the text with the reply.
    Raises: NotAllowed; ValidationError with a message per field; Stale when a colleague replied, or its author took
        it back.
    """
    if not may_reply(by, statement):
        raise NotAllowed(_("Only people who act for this city reply."))
    values: dict[str, Any] = {
        "reply": _named("text", long_enough, text, REPLY_LENGTH, _("Write the reply.")),
        "reply_language": _named("language", known_language, language),
    }
    city = lock_city(statement.commitment.city_id)
    commitment = lock_commitment(statement.commitment_id)
    values |= {"replied_at": timezone.now(), "replied_by": by}
    open_rows = CounterEvidence.objects.published().filter(pk=statement.pk, replied_at=None)
    if not open_rows.update(**values):
        raise Stale(_("There is a reply already, or the author took the text back. Reload the page to see it."))
    audit.record("reply", by=by, obj=statement, scope=city, data={"reply": values["reply"]})
    public_change(commitment)
    statement.refresh_from_db()
    emails.replied(statement)
    return statement


def _named(field: str, clean: Callable[..., str], *given: Any) -> str:
    try:
        return clean(*given)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
