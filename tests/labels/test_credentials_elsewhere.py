"""What others make of our credentials: three libraries that are not ours, and the rules that both standards publish."""

import datetime as dt
import json
import re

import jwt
import pytest
from django.utils import timezone
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openvc import OpenvcError, verify_credential
from openvc.did.did_web import DidWebResolver

from labels.actions import make_key
from labels.models import Label
from tests.factories import make_label

BASE = "https://rights.example.org"
DID = "did:web:rights.example.org"
DAY = dt.timedelta(days=1)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def label(city, settings, tmp_path) -> Label:
    """A label that began yesterday, on a portal that signs."""
    settings.PORTAL_BASE_URL = BASE
    settings.CREDENTIAL_KEYS_DIR = str(tmp_path / "keys")
    make_key()
    return make_label(city=city, granted_on=timezone.localdate() - DAY)


@pytest.fixture
def fetch(visitor):
    """Fetch an address of the portal as a stranger does, over the web."""

    def fetched(address: str, *_more, **_options) -> bytes:
        answer = visitor.get(address.removeprefix(BASE))
        assert answer.status_code == 200, address
        return answer.content

    return fetched


def token(fetch, label) -> str:
    return fetch(f"/credentials/{label.code}.jwt").decode()


def test_a_library_for_tokens_reads_it_with_the_key_of_the_did_document(label, fetch):
    text = token(fetch, label)
    kid = jwt.get_unverified_header(text)["kid"]
    methods = json.loads(fetch("/.well-known/did.json"))["verificationMethod"]
    key = jwt.PyJWK(next(row["publicKeyJwk"] for row in methods if row["id"] == kid), algorithm="EdDSA")

    payload = jwt.decode(text, key, algorithms=["EdDSA"], issuer=DID)
    assert payload["jti"] == f"{BASE}/credentials/{label.code}.json"
    head, body, value = text.split(".")
    changed = body[:-2] + ("A" if body[-2] != "A" else "B") + body[-1]
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(f"{head}.{changed}.{value}", key, algorithms=["EdDSA"], issuer=DID)
    Label.objects.update(valid_until=timezone.localdate() - DAY, valid_from=timezone.localdate() - 9 * DAY,
                         granted_on=timezone.localdate() - 9 * DAY)  # fmt: skip
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token(fetch, label), key, algorithms=["EdDSA"], issuer=DID)


def test_a_library_for_open_badges_follows_it_from_did_to_status(label, fetch):
    verifier = OB3Verifier.for_issuer_did(DID, download=fetch)

    def verify():
        return verifier.verify(token(fetch, label), check_status=True, verify_status_list=False, download=fetch)

    assert verify().issuer.name == label.awarding_body
    for state in ("suspended", "on_hold", "revoked"):
        Label.objects.update(state=state)
        with pytest.raises(OB3VerificationError):
            verify()
    Label.objects.update(state="valid")
    assert verify()


def test_a_library_for_proofs_reads_the_one_inside_the_file(label, fetch):
    def read(address: str) -> dict:
        return json.loads(fetch(address))

    def verify(document: dict):
        return verify_credential(document, resolver=DidWebResolver(read), resolve_status_list=read)

    document = read(f"/credentials/{label.code}.json")
    assert verify(document).issuer == DID
    for changed in (document | {"name": document["name"] + "."}, document | {"validUntil": "2099-12-31T22:59:59Z"}):
        with pytest.raises(OpenvcError):
            verify(changed)
    for state in ("suspended", "on_hold", "revoked"):
        Label.objects.update(state=state)
        with pytest.raises(OpenvcError):
            verify(document)
    for entry in document["credentialStatus"]:
        assert verify(read(entry["statusListCredential"])).issuer == DID


def test_it_holds_what_both_standards_ask_for(label, fetch):
    """W3C VC Data Model 2.0, sections 4 and 5; Open Badges 3.0, appendix B. The one known difference is named last."""
    document = json.loads(fetch(f"/credentials/{label.code}.json"))
    assert document["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(document["type"])
    for name in ("id", "name"):
        assert isinstance(document[name], str)
    assert all(MOMENT.fullmatch(document[name]) for name in ("validFrom", "validUntil"))
    assert {"id", "type"} <= set(document["issuer"])
    assert "Profile" in document["issuer"]["type"]
    subject = document["credentialSubject"]
    assert set(subject) <= {"id", "type", "identifier", "achievement"}
    assert "AchievementSubject" in subject["type"]
    assert {"id", "type", "criteria", "description", "name"} <= set(subject["achievement"])
    for identity in subject["identifier"]:
        assert set(identity) == {"type", "hashed", "identityHash", "identityType"}
        assert re.fullmatch(r"ext:[\w.-]+", identity["identityType"])
    assert all("Evidence" in row["type"] for row in document["evidence"])
    assert {"type", "proofPurpose", "verificationMethod"} <= set(document["proof"])
    # The data model allows a list of entries; the schema of Open Badges describes one object.
    assert [set(row) >= {"id", "type"} for row in document["credentialStatus"]] == [True, True]
