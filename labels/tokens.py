"""The secrets of people without an account who file or support a concern. See `participation/tokens.py`.

The fingerprint has a key of its own: nobody can tell whether an address wrote counter-evidence and a concern.
"""

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

_own = Signer(salt="labels.concern.own")
_support = Signer(salt="labels.concern.support")


def concern_token(reference: str) -> str:
    """Return the secret that opens one's own concern."""
    return _own.sign(reference)


def concern_of(token: str) -> str:
    """Return the reference that `token` opens; an empty text for a forged one."""
    return _read(_own, token)


def support_token(reference: str) -> str:
    """Return what opens the page on which others support a concern; its author hands it on."""
    return _support.sign(reference)


def supported_by(token: str) -> str:
    """Return the reference of the concern that `token` lets people support; an empty text for a forged one."""
    return _read(_support, token)


def concern_fingerprint(email: str) -> str:
    """Return what is kept of an address to count by it; without the portal's key nobody can try addresses out."""
    return salted_hmac("labels.concern.email", email.strip().lower(), algorithm="sha256").hexdigest()


def _read(signer: Signer, token: str) -> str:
    try:
        return signer.unsign(token)
    except BadSignature:
        return ""
