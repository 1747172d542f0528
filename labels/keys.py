"""Private keys of the awarding body: files outside the repository, or one secret from the environment.

`CREDENTIAL_KEYS_DIR` holds `<name>.pem` (PKCS 8, mode 0600), written by `manage.py credential_key new`. Where no files
can be kept, `CREDENTIAL_KEY` (or `CREDENTIAL_KEY_FILE`) is one such PEM; `credential_key register` makes it known.
"""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from labels.signing import b64, public_bytes


def private_key(kid: str, public_key: str) -> Ed25519PrivateKey | None:
    """Return the private key of a public one, or None where this machine does not have it.

    Args:
        kid: name of the key; the file's name.
        public_key: base 64; a file with another key in it is not used.
    """
    path = Path(settings.CREDENTIAL_KEYS_DIR) / f"{kid}.pem"
    found = [text for text in (settings.CREDENTIAL_KEY, _text_of(path)) if text]
    keys = (key_of(text) for text in found)
    return next((key for key in keys if key is not None and b64(public_bytes(key)) == public_key), None)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


@lru_cache(maxsize=8)
def key_of(pem: str) -> Ed25519PrivateKey | None:
    """Return the Ed25519 key that a PEM text holds, or None."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, Ed25519PrivateKey) else None


def write_key(kid: str) -> Ed25519PrivateKey:
    """Make a key and write it to its file, readable by the portal's own account only; never over another file."""
    folder = Path(settings.CREDENTIAL_KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(folder / f"{kid}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    return key
