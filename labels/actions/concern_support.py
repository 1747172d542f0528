"""Standing behind a concern by e-mail. One address counts once; with the last one needed the office reads it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Hidden
from core.cleaning import mail_address
from core.tokens import hash_token, new_token
from labels.actions.concern_filing import LINK_VALID, submit_if_enough
from labels.actions.locking import refuse_if_off
from labels.emails.concern import concern_elsewhere, confirm_support
from labels.models import Concern, ConcernSupport
from labels.queries.concerns import lock_concern, why_not_entitled
from labels.tokens import concern_fingerprint
from review.workflow import Stale

MOST_ASKED = 200


@transaction.atomic
def ask_support(*, concern: Concern, email: str, language: str) -> str:
    """Send somebody the link with which they stand behind a concern. One address counts once.

    Args:
        concern: waits for more people.
        email: the address.
        language: language of the mail.

    Returns: the token of the link, for tests and the demo; empty when the address may not support it, or did. A page
        shows the same in every case.
    Raises: ValidationError for the field `email`; Stale when the concern has moved on; Refused when the label is off.
    """
    refuse_if_off()
    try:
        email = mail_address(email)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    lock_concern(concern)
    _require_gathering(concern)
    if why := why_not_entitled(email, concern.label, concern.filer):
        concern_elsewhere(concern.label, email, why, language)
        return ""
    mark, today = concern_fingerprint(email), timezone.now() - dt.timedelta(days=1)
    if mark == concern.email_hash or concern.supports.filter(asked_at__gte=today)[:MOST_ASKED].count() >= MOST_ASKED:
        return ""
    row = concern.supports.filter(email_hash=mark).first()
    if row is not None and (row.confirmed_at or row.asked_at >= today):
        return ""
    token = new_token()
    fresh = {"token_hash": hash_token(token), "expires_at": timezone.now() + LINK_VALID, "asked_at": timezone.now()}
    concern.supports.update_or_create(email_hash=mark, defaults=fresh)
    confirm_support(concern, email, token, language)
    return token


def unconfirmed_support(token: str) -> ConcernSupport:
    """Return the support that a link confirms. Raises: Hidden for an unknown or used link; Stale for one that is over.

    Args:
        token: from the link in the mail.
    """
    rows = ConcernSupport.objects.select_related("concern__label__city", "concern__criterion", "concern__commitment")
    support = rows.filter(token_hash=hash_token(token)).first()
    if support is None:
        raise Hidden
    if support.expires_at is None or support.expires_at <= timezone.now():
        raise Stale(_("This link is over: it worked for 7 days. Ask for a new one on the page of the concern."))
    _require_gathering(support.concern)
    return support


@transaction.atomic
def support_concern(*, token: str) -> Concern:
    """Stand behind a concern by the link in a mail; with the last person needed it goes to the office, once.

    Args:
        token: from the link.

    Returns: the concern.
    Raises: Hidden for an unknown or used link; Stale for one that is over, or when the concern has moved on; Refused.
    """
    refuse_if_off()
    support = unconfirmed_support(token)
    concern = support.concern
    lock_concern(concern)
    _require_gathering(concern)
    used = {"confirmed_at": timezone.now(), "token_hash": None, "expires_at": None}
    if not ConcernSupport.objects.filter(pk=support.pk, confirmed_at=None).update(**used):
        raise Hidden
    audit.record("support_concern", by=None, obj=concern, scope="")
    submit_if_enough(concern)
    return concern


def _require_gathering(concern: Concern) -> None:
    if concern.state != Concern.State.GATHERING:
        raise Stale(_("This concern has moved on: nobody needs to support it any more. Thank you."))
