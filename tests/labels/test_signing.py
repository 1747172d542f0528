"""Signing: what holds, what breaks it, and what is no signature at all. Checked once more by other code."""

import base64
import hashlib
import json
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from labels import signing
from labels.signing import Unreadable

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = signing.public_bytes(KEY)
DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "x",
    "n": 3,
    "text": "für “alle” \n\u2028",
    "a": [],
}
METHOD = "did:web:example.org#key-1"


def signed() -> dict:
    return signing.with_proof(DOCUMENT, key=KEY, method=METHOD, created="2026-11-27T00:00:00Z")


def test_a_proof_holds_whatever_the_order_of_names():
    document = json.loads(json.dumps(signed()))
    turned = dict(reversed(document.items()))
    turned["proof"] = dict(reversed(document["proof"].items()))

    assert signing.proof_holds(turned, PUBLIC)
    assert not signing.proof_holds(turned, signing.public_bytes(Ed25519PrivateKey.generate()))


def test_each_changed_byte_breaks_a_proof():
    whole = json.dumps(signed(), ensure_ascii=False).encode()
    picks = random.Random(1)
    for _ in range(500):
        at = picks.randrange(len(whole))
        changed = whole[:at] + bytes([whole[at] ^ (1 << picks.randrange(7))]) + whole[at + 1 :]
        try:
            document = signing.read_json(changed.decode())
        except (Unreadable, UnicodeDecodeError):
            continue
        assert document == signed() or not signing.proof_holds(document, PUBLIC)


def test_each_changed_byte_breaks_a_jws():
    whole = signing.as_jws(DOCUMENT, key=KEY, method=METHOD)
    assert signing.jws_holds(whole, PUBLIC)
    picks = random.Random(2)
    for _ in range(500):
        at = picks.randrange(len(whole))
        letter = picks.choice([c for c in signing.ALPHABET + "-_." if c != whole[at]])
        try:
            assert not signing.jws_holds(whole[:at] + letter + whole[at + 1 :], PUBLIC)
        except Unreadable:
            continue


@pytest.mark.parametrize("change", [{"cryptosuite": "none"}, {"proofPurpose": "authentication"}, {"created": "2020"}])
def test_the_options_are_signed_too(change):
    document = signed()
    document["proof"] |= change
    assert not signing.proof_holds(document, PUBLIC)


def test_the_header_does_not_choose_the_algorithm():
    for header in ({"alg": "none"}, {"alg": "HS256"}, {"alg": "EdDSA", "crit": ["b64"]}, {}):
        text = f"{signing.b64(signing.canonical(header))}.{signing.b64(b'{}')}"
        value = signing.b64(KEY.sign(text.encode()))
        assert not signing.jws_holds(f"{text}.{value}", PUBLIC)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"a": 1.5}', '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, '{"a":' * 50_000]
)
def test_what_is_no_document_is_refused(text):
    with pytest.raises(Unreadable):
        signing.read_json(text)


@pytest.mark.parametrize("text", ["a", "a.b", "a.b.c", "e30.e30", "....", "é.é.é"])
def test_what_is_no_jws_is_refused(text):
    with pytest.raises(Unreadable):
        signing.jws_holds(text, PUBLIC)


def test_base_58_and_keys_are_those_of_the_recommendation():
    assert signing.b58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"  # the example of the multibase draft
    for data in (b"", b"\0", b"\0\0a", bytes(range(64))):
        assert signing.unb58(signing.b58(data)) == data
    assert signing.multikey(PUBLIC).startswith("z6Mk")


def test_a_proof_is_made_as_the_recommendation_says_step_by_step():
    """Written again from the text of the recommendation, sharing no line with the code."""
    document = json.loads(json.dumps(signed()))
    proof = document.pop("proof")
    digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for letter in proof.pop("proofValue")[1:]:
        number = number * 58 + digits.find(letter)
    assert proof["@context"] == document["@context"]
    parts = [
        hashlib.sha256(json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8"))
        for part in (proof, document)
    ]
    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(number.to_bytes(64, "big"), parts[0].digest() + parts[1].digest())


def test_a_proof_from_before_that_does_not_name_its_context_still_holds():
    """The portal signed so until November 2026; a city may keep such a file for three years."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-11-20T00:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }
    parts = ({**options, "@context": DOCUMENT["@context"]}, DOCUMENT)
    value = KEY.sign(b"".join(hashlib.sha256(signing.canonical(part)).digest() for part in parts))
    old = {**DOCUMENT, "proof": {**options, "proofValue": signing.b58(value)}}

    assert signing.proof_holds(old, PUBLIC)
    assert not signing.proof_holds(old | {"@context": ["https://example.org"]}, PUBLIC)


def test_a_jws_is_what_rfc_7515_says():
    header, payload, value = signing.as_jws(DOCUMENT, key=KEY, method=METHOD).split(".")
    padded = [base64.urlsafe_b64decode(part + "==") for part in (header, payload, value)]
    assert json.loads(padded[0]) == {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": METHOD}
    assert json.loads(padded[1]) == DOCUMENT
    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(padded[2], f"{header}.{payload}".encode("ascii"))
