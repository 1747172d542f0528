"""Following by e-mail: ask, confirm by the link in a mail, change, stop. Known and unknown addresses look alike.

Nothing of this is in the audit chain: it would keep for ever who followed what.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Hidden
from core.models import AuditHead, OutboxMail
from core.text import clean_line, validate_email_address
from core.tokens import hash_token, new_token
from participation.emails import alerts as emails
from participation.filters import Filters
from participation.models import MOST_ALERTS, MOST_ASKED_A_DAY, Alert
from participation.tokens import fingerprint
from review.workflow import Stale

ALERT_LINK_VALID = dt.timedelta(hours=24)
MOST_UNCONFIRMED = 2000


def ask_for_alert(*, filters: Filters, email: str, often: str, language: str, key: UUID) -> Alert | None:
    """Keep what somebody wants to follow until they confirm it by the link in a mail.

    Args:
        filters: what is followed, checked.
        email: the address.
        often: one of `Alert.Often`.
        language: language of the mails.
        key: the form's own number: the same form sent twice makes one request.

    Returns: the request, for tests; None when nothing new was kept. A page shows the same in every case.
    Raises: ValidationError with a message per field; for the form as a whole while too many wait.
    """
    values: dict[str, Any] = {"email": _clean_email(email), "often": _clean_often(often)}
    values |= {"language": language, "submit_key": key}
    _refuse_a_flood()
    mark = fingerprint(values["email"])
    known = Alert.objects.confirmed().filter(email_hash=mark)
    if known.filter(subject=filters.subject, query=filters.query, often=often).exists() or _is_full(known):
        emails.alerts_known(mark, values["email"], language)
        return None
    about = {"subject": filters.subject, "query": filters.query, "email_hash": mark}
    return _ask({**values, **about, "requested_on": timezone.localdate()})


def _ask(values: dict[str, Any]) -> Alert | None:
    today = Alert.objects.filter(email_hash=values["email_hash"], requested_on=values["requested_on"])
    for _attempt in range(MOST_ASKED_A_DAY):
        taken = set(today.values_list("slot", flat=True))
        slot = min(set(range(1, MOST_ASKED_A_DAY + 1)) - taken, default=0)
        if not slot or Alert.objects.filter(submit_key=values["submit_key"]).exists():
            return None
        try:
            return _create({**values, "slot": slot})
        except IntegrityError:
            # The same form, or the same address, was sent at the same moment: look again.
            continue
    return None


@transaction.atomic
def _create(values: dict[str, Any]) -> Alert:
    token = new_token()
    until = timezone.now() + ALERT_LINK_VALID
    alert = Alert.objects.create(token_hash=hash_token(token), expires_at=until, **values)
    emails.alert_confirm(alert, token)
    return alert


def _clean_email(email: str) -> str:
    email = clean_line(email).lower()
    try:
        validate_email_address(email)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    return email


def _clean_often(often: str) -> str:
    if often not in Alert.Often.values:
        raise ValidationError({"often": _("Choose one of the options.")})
    return often


def _refuse_a_flood() -> None:
    since = timezone.now() - ALERT_LINK_VALID
    waiting = Alert.objects.filter(confirmed_at=None, created_at__gte=since)
    if waiting[:MOST_UNCONFIRMED].count() >= MOST_UNCONFIRMED:
        raise ValidationError(_("Too many people ask at this moment. Try again tomorrow."))


def _is_full(confirmed: Any) -> bool:
    return confirmed[:MOST_ALERTS].count() >= MOST_ALERTS


def asked_alert(token: str) -> Alert:
    """Return the request that a link confirms.

    Args:
        token: from the link in the mail.

    Raises: Hidden for an unknown link; Stale for one that is used or over.
    """
    alert = Alert.objects.filter(token_hash=hash_token(token)).first()
    if alert is None:
        raise Hidden
    if alert.confirmed_at is not None:
        raise Stale(_("This link was used before. Your alert runs."))
    if alert.expires_at <= timezone.now():
        raise Stale(_("This link is over: it worked for 24 hours. Ask for the alert once more."))
    return alert


@transaction.atomic
def confirm_alert(*, token: str) -> Alert:
    """Confirm a request by the link in the mail: of several attempts at once exactly one succeeds.

    Whoever follows the same already, gets it as often as asked for now.

    Args:
        token: from the link.

    Returns: the alert, which tells of everything from now on.
    Raises: Hidden for an unknown link; Stale for one that is used or over, and when the address has enough alerts.
    """
    alert = asked_alert(token)
    # All requests of an address are locked, always in this order: two that are confirmed at once come one by one.
    rows = list(Alert.objects.select_for_update().filter(email_hash=alert.email_hash).order_by("pk"))
    alert = asked_alert(token)
    confirmed = [row for row in rows if row.confirmed_at]
    same = [row for row in confirmed if (row.subject, row.query) == (alert.subject, alert.query)]
    if not same and len(confirmed) >= MOST_ALERTS:
        raise Stale(
            _("This address has %(most)s alerts, and more are not possible. Stop one first.") % {"most": MOST_ALERTS}
        )
    for row in same:
        _delete(row)
    seq = same[0].told_seq if same else _newest_event()
    alert.confirmed_at, alert.told_seq, alert.told_on = timezone.now(), seq, timezone.localdate()
    alert.save(update_fields=["confirmed_at", "told_seq", "told_on"])
    return alert


def _newest_event() -> int:
    return AuditHead.objects.values_list("seq", flat=True).first() or 0


@transaction.atomic
def change_alert(*, alert: Alert, often: str) -> None:
    """Tell somebody more or less often.

    Args:
        alert: what the link of its owner opened.
        often: one of `Alert.Often`.

    Raises: ValidationError for anything else.
    """
    Alert.objects.confirmed().filter(pk=alert.pk).update(often=_clean_often(often))


@transaction.atomic
def stop_alert(*, alert: Alert) -> None:
    """Stop an alert: its row and its mails are deleted at once. Stopping twice does nothing.

    Args:
        alert: what the link of its owner opened, or the office on their request.
    """
    _delete(alert)
    if not Alert.objects.filter(email_hash=alert.email_hash).exists():
        OutboxMail.objects.filter(key__startswith=emails.address_key(alert.email_hash)).delete()


def _delete(alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk).delete()
    OutboxMail.objects.filter(key__startswith=emails.alert_key(alert.public_id)).delete()


def send_list(*, email: str, language: str) -> None:
    """Send the link to all alerts of an address, once an hour at most; nothing to an address without any.

    Args:
        email: what somebody typed.
        language: language of the mail.

    Raises: ValidationError for what is no address.
    """
    email = _clean_email(email)
    mark = fingerprint(email)
    if Alert.objects.confirmed().filter(email_hash=mark).exists():
        emails.alerts_list(mark, email, language)


def renew_list(*, email_hash: str) -> None:
    """Send a new link to the address whose old link is over. Whoever asks holds the old one."""
    alert = Alert.objects.confirmed().filter(email_hash=email_hash).first()
    if alert is not None:
        emails.alerts_list(email_hash, alert.email, alert.language)
