"""The two secrets of an author without an account, and the fingerprint of an address.

The link that confirms is random, works once and for 24 hours; only its hash is stored. The link to one's own text is
the reference with a signature: nothing is stored, and every mail can carry it.
"""

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

_signer = Signer(salt="participation.own")


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
