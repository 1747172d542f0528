"""Keys of the awarding body: a new one takes over, old ones stay checkable, a lost one is revoked. Shell only."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import audit
from core.access import Refused
from labels.keys import key_of, write_key
from labels.models import CredentialKey
from labels.signing import b64, public_bytes


@transaction.atomic
def make_key() -> CredentialKey:
    """Make a key pair; from now on it signs, and the key before it signs no more.

    Returns: the public key. The private one is in its file in `CREDENTIAL_KEYS_DIR`.
    """
    audit.lock_head()
    kid = f"key-{timezone.now():%Y%m%d}-{secrets.token_hex(3)}"
    return _take_over(kid, b64(public_bytes(write_key(kid))))


@transaction.atomic
def register_key() -> CredentialKey:
    """Make the key of `CREDENTIAL_KEY` known; from now on it signs.

    Raises: Refused when there is none, or it was known before.
    """
    audit.lock_head()
    key = key_of(settings.CREDENTIAL_KEY)
    if key is None:
        raise Refused("CREDENTIAL_KEY holds no Ed25519 key (PEM, PKCS 8, without a password).")
    public = b64(public_bytes(key))
    if CredentialKey.objects.filter(public_key=public).exists():
        raise Refused("This key is known already.")
    return _take_over(f"key-{timezone.now():%Y%m%d}-{secrets.token_hex(3)}", public)


@transaction.atomic
def revoke_key(kid: str) -> CredentialKey:
    """Trust a key no more: it was lost. Everything signed with it is invalid; labels are signed anew with the next key.

    Raises: Refused when there is no such key.
    """
    audit.lock_head()
    if not CredentialKey.objects.filter(kid=kid, revoked_at=None).update(revoked_at=timezone.now(), signs=False):
        raise Refused("There is no such key, or it was revoked before.")
    key = CredentialKey.objects.get(kid=kid)
    audit.record("revoke_key", by=None, obj=key, data={"kid": kid})
    return key


def _take_over(kid: str, public: str) -> CredentialKey:
    CredentialKey.objects.filter(signs=True).update(signs=False)
    key = CredentialKey.objects.create(kid=kid, public_key=public)
    audit.record("make_key", by=None, obj=key, data={"kid": kid, "public_key": public})
    return key
