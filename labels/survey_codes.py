"""The code with which one mailbox answers one self-assessment, and the fingerprint that is kept of it."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

_signer = Signer(salt="labels.survey")


def mark_of(assessment: Any, email: str) -> str:
    """Return what is kept of an address that answered: without the portal's key nobody can try addresses out.

    "name+anything@" is the same mailbox as "name@" with most providers, so it is one here. Another assessment gives
    the same address another fingerprint.
    """
    local, _at, domain = email.strip().lower().rpartition("@")
    mailbox = f"{assessment.pk}|{local.partition('+')[0]}@{domain}"
    return salted_hmac("labels.survey", mailbox, algorithm="sha256").hexdigest()


def code_of(mark: str) -> str:
    """Return the code that a mailbox gets by mail."""
    return _signer.sign(mark)


def mark_in(code: str) -> str:
    """Return the fingerprint that a code opens; an empty text for a forged one."""
    try:
        return _signer.unsign(code)
    except BadSignature:
        return ""
