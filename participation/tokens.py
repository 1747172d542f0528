"""The secrets of people without an account, and the fingerprint of an address.

The link that confirms is random, works once and for 24 hours; only its hash is stored. The link to one's own text is
the reference with a signature: nothing is stored, and every mail can carry it. So are the link that stops an alert, and
the one to all alerts of an address, which ends after 30 days.
"""

import datetime as dt
from uuid import UUID

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.utils.crypto import salted_hmac

LIST_VALID = dt.timedelta(days=30)
_signer = Signer(salt="participation.own")
_stop_signer = Signer(salt="participation.alert.stop")
_list_signer = TimestampSigner(salt="participation.alert.list")


def own_token(reference: str) -> str:
    """Return the secret that opens one's own text."""
    return _signer.sign(reference)


def reference_of(token: str) -> str:
    """Return the reference that `token` opens; an empty text for a forged one."""
    try:
        return _signer.unsign(token)
    except BadSignature:
        return ""


def fingerprint(email: str) -> str:
    """Return what is kept of an address to count by it; without the portal's key nobody can try addresses out."""
    return salted_hmac("participation.email", email.strip().lower(), algorithm="sha256").hexdigest()


def stop_token(public_id: UUID) -> str:
    """Return the secret that stops one alert."""
    return _stop_signer.sign(public_id.hex)


def alert_of(token: str) -> UUID | None:
    """Return which alert `token` stops; None for a forged one."""
    try:
        return UUID(_stop_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def list_token(email_hash: str) -> str:
    """Return the secret that opens all alerts of an address, for 30 days."""
    return _list_signer.sign(email_hash)


def address_of(token: str) -> tuple[str, bool]:
    """Return the fingerprint that `token` opens and whether its time is over; an empty text for a forged one."""
    try:
        return _list_signer.unsign(token, max_age=LIST_VALID), False
    except SignatureExpired:
        return _list_signer.unsign(token), True
    except BadSignature:
        return "", False
