"""The check of a credential that somebody hands in. Nothing is fetched: only what was signed here is confirmed."""

from dataclasses import dataclass
from typing import Any

from labels.models import CredentialKey, Label
from labels.queries.credentials import base, did, public_label
from labels.signing import Document, Unreadable, jws_holds, proof_holds, read_json, read_jws, unb64

LARGEST = 64 * 1024
ENVELOPE = "data:application/vc+jwt,"


@dataclass(frozen=True)
class Checked:
    """What a check found.

    `result` is the label's status, or `invalid` (changed, or never signed here), `lost_key`, `foreign`, `other` (signed
    here, but no label), `unreadable`, or `too_large`. `issuer` names a foreign issuer as it names itself.
    """

    result: str
    label: Label | None = None
    issuer: str = ""


def check_credential(content: bytes) -> Checked:
    """Check a credential: JSON with a proof, a JWS, or a JWS in an envelope.

    Args:
        content: what somebody pasted or sent.

    Returns: what was found; every input has an answer.
    """
    if len(content) > LARGEST:
        return Checked("too_large")
    try:
        text = content.decode("utf-8-sig").strip()
        document, token, method = _read(text)
        return _judged(document, token, method)
    except (UnicodeDecodeError, Unreadable):
        return Checked("unreadable")


def _read(text: str) -> tuple[Document, str, str]:
    """Return the document, the JWS it came in if any, and the name of the key that it names."""
    if text.startswith("{"):
        document = read_json(text)
        address = str(document.get("id", ""))
        if not address.startswith(ENVELOPE):
            proof = document.get("proof")
            return document, "", str(proof.get("verificationMethod", "")) if isinstance(proof, dict) else ""
        text = address.removeprefix(ENVELOPE)
    header, document = read_jws(text)
    return document, text, str(header.get("kid", ""))


def _judged(document: Document, token: str, method: str) -> Checked:
    issuer = _issuer(document.get("issuer"))
    if not issuer or "credentialSubject" not in document:
        raise Unreadable
    if issuer[0] != did():
        return Checked("foreign", issuer=issuer[1][:200])
    key = _key(method.removesuffix("-jwk") if token else method)
    if key is None:
        return Checked("invalid")
    public = unb64(key.public_key)
    if not (jws_holds(token, public) if token else proof_holds(document, public)):
        return Checked("invalid")
    if key.revoked_at is not None:
        return Checked("lost_key")
    start, end = f"{base()}/credentials/", ".json"
    address = str(document.get("id", ""))
    code = address[len(start) : -len(end)] if address.startswith(start) and address.endswith(end) else ""
    label = public_label(code)
    return Checked(label.status.value, label) if label else Checked("other")


def _issuer(issuer: Any) -> tuple[str, str] | None:
    """Return the issuer's id, and how it names itself."""
    if isinstance(issuer, str):
        return issuer, issuer
    if isinstance(issuer, dict) and isinstance(issuer.get("id"), str):
        name = issuer.get("name")
        return issuer["id"], f"{name} ({issuer['id']})" if isinstance(name, str) and name else issuer["id"]
    return None


def _key(method: str) -> CredentialKey | None:
    whose, _hash, kid = method.partition("#")
    return CredentialKey.objects.filter(kid=kid).first() if whose == did() and len(kid) <= 40 else None
