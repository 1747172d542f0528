"""Secret tokens: 256 random bits in the address, only their hash in the database."""

import hashlib
import secrets


def new_token() -> str:
    """Return a new token, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
