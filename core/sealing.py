"""Short texts that nobody may read in the database, such as the link of an invitation that still waits to be sent.

The key is made from SECRET_KEY; the keys of SECRET_KEY_FALLBACKS still open what they sealed.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

PURPOSE = b"core.sealing"


class BrokenSealError(Exception):
    """The seal was made with a key that is gone, or it was changed."""


def secret_mark(number: int) -> str:
    """Return what stands in a stored text in place of its secret number `number`."""
    return f"[secret-{number + 1}]"


_renewals: dict[str, Any] = {}
_new_links: dict[str, Any] = {}


def register_renewals(**places: Any) -> None:
    """Say for mails with secret links, by name, where a new link is made; called from an app's `ready`."""
    _renewals.update(places)


def renewal_of(name: str) -> str:
    """Return where somebody gets a new link in place of the one that a mail of this name carried."""
    return str(_renewals.get(name) or _("Whoever asked for it asks for a new one."))


def register_new_links(**acts: Any) -> None:
    """Say for mails with secret links, by name, what sends a new one: `act(mail=, by=)`; called from `ready`."""
    _new_links.update(acts)


def new_link_act(name: str) -> Any:
    """Return the action that sends a new link in place of one that a mail of this name carried; None without one."""
    return _new_links.get(name)


def seal(texts: Sequence[str]) -> str:
    """Return `texts` encrypted as one text."""
    return _keys().encrypt(json.dumps(list(texts)).encode()).decode()


def unseal(sealed: str) -> list[str]:
    """Return the texts that were sealed.

    Raises: BrokenSealError when no key opens it.
    """
    try:
        return json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise BrokenSealError from error


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
