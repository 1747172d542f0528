"""Signing and checking with Ed25519, as two W3C recommendations say it. No domain words, no database, no network.

A proof inside the document: Data Integrity, cryptosuite `eddsa-jcs-2022`
(https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022). A document inside a signature: a compact JWS, `vc+jwt`
(https://www.w3.org/TR/vc-jose-cose/). Documents hold texts, whole numbers, yes or no, lists and objects only, with
ASCII names, so the canonical form (RFC 8785) is what the standard library writes.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_MULTICODEC = b"\xed\x01"
SUITE = "eddsa-jcs-2022"
Document = dict[str, Any]


class Unreadable(ValueError):
    """Not a signed document in any form that is known here."""


def canonical(content: Any) -> bytes:
    """Return the one way to write `content` (RFC 8785, for what documents hold here)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def b58(data: bytes) -> str:
    """Return bytes in base 58 with the multibase letter `z` before them."""
    number, text = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "z" + ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + text


def unb58(text: str) -> bytes:
    """Return the bytes of a `z…` text; raise Unreadable when it is none."""
    if not text.startswith("z") or len(text) > 200 or not set(text[1:]) <= set(ALPHABET):
        raise Unreadable
    number = 0
    for letter in text[1:]:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text) - 1 - len(text[1:].lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def b64(data: bytes) -> str:
    """Return bytes in base 64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Return the bytes of a base 64 text; raise Unreadable when it is none."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise Unreadable from error
    if b64(data) != text:  # spare bits must be zero, so that one signature has one text
        raise Unreadable
    return data


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key that belongs to `key`."""
    return key.public_key().public_bytes_raw()


def multikey(public: bytes) -> str:
    """Return a public key as a `Multikey` names it."""
    return b58(ED25519_MULTICODEC + public)


def with_proof(document: Document, *, key: Ed25519PrivateKey, method: str, created: str) -> Document:
    """Return `document` with a proof inside it.

    Args:
        document: without a proof.
        key: the private key.
        method: the address of the public key in the issuer's DID document.
        created: when it was signed, such as 2026-11-27T18:19:23Z.
    """
    proof = {
        **_context_of(document),
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    return {**document, "proof": {**proof, "proofValue": b58(key.sign(_to_sign(document, proof)))}}


def proof_holds(document: Document, public: bytes) -> bool:
    """Return whether the proof inside `document` was made over just this document with the key."""
    proof = dict(document.get("proof") or {})
    try:
        value = unb58(str(proof.pop("proofValue", "")))
    except Unreadable:
        return False
    known = {"type": "DataIntegrityProof", "cryptosuite": SUITE, "proofPurpose": "assertionMethod"}
    if any(proof.get(name) != wanted for name, wanted in known.items()):
        return False
    bare = {name: content for name, content in document.items() if name != "proof"}
    return _holds(value, _to_sign(bare, proof), public)


def _context_of(document: Document) -> Document:
    return {"@context": document["@context"]} if "@context" in document else {}


def _to_sign(document: Document, proof: Document) -> bytes:
    # Until November 2026 the proof was made over the context as well, but did not name it: such files still hold.
    options = {**_context_of(document), **proof}
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()


def as_jws(document: Document, *, key: Ed25519PrivateKey, method: str) -> str:
    """Return `document` inside a compact JWS of type `vc+jwt`."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": method}
    signed = f"{b64(canonical(header))}.{b64(canonical(document))}"
    return f"{signed}.{b64(key.sign(signed.encode()))}"


def read_jws(text: str) -> tuple[Document, Document]:
    """Return header and document of a compact JWS, unchecked; raise Unreadable when it is none."""
    parts = text.split(".")
    if len(parts) != 3:
        raise Unreadable
    header, document = (read_json(unb64(part)) for part in parts[:2])
    return header, document


def jws_holds(text: str, public: bytes) -> bool:
    """Return whether a compact JWS was signed with the key. Only Ed25519: the header does not choose the algorithm."""
    header, _document = read_jws(text)
    if header.get("alg") not in {"EdDSA", "Ed25519"} or "crit" in header:
        return False
    signed, _dot, value = text.rpartition(".")
    return _holds(unb64(value), signed.encode(), public)


def read_json(data: bytes | str) -> Document:
    """Return a JSON object; raise Unreadable for anything else, for a name that stands twice, for fractions."""
    try:
        content = json.loads(data, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(content, dict):
        raise Unreadable
    return content


def _once(pairs: list[tuple[str, Any]]) -> Document:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise Unreadable
    return content


def _refuse(text: str) -> Any:
    raise Unreadable


def _holds(value: bytes, signed: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(value, signed)
    except (InvalidSignature, ValueError):
        return False
    return True
