"""A label as a credential: what it says, who signs it, what became of it, and the check of one."""

import base64
import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import AuditEvent
from labels.actions import confirm_change, make_key, propose_change, revoke_key
from labels.models import CredentialKey
from labels.queries.checking import LARGEST, check_credential
from labels.signing import multikey, unb64
from tests.factories import make_city, make_label

PAGE = "/en/labels/check/"
BASE = "https://rights.example.org:8443"
DID = "did:web:rights.example.org%3A8443"


@pytest.fixture(autouse=True)
def _issuer(settings, tmp_path) -> None:
    settings.PORTAL_BASE_URL = BASE
    settings.CREDENTIAL_KEYS_DIR = str(tmp_path / "keys")


@pytest.fixture
def key(db: None) -> CredentialKey:
    return make_key()


@pytest.fixture
def label(key, city):
    return make_label(city=city)


def got(visitor, label, ending="json") -> bytes:
    return visitor.get(f"/credentials/{label.code}.{ending}").content


def bit(visitor, label, purpose: str) -> int:
    """Read the state of a label as a verifier does: from its credential to the list, to the bit."""
    entry = next(e for e in json.loads(got(visitor, label))["credentialStatus"] if e["statusPurpose"] == purpose)
    document = json.loads(visitor.get(entry["statusListCredential"].removeprefix(BASE)).content)
    text = document["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    assert (text[0], len(bits) * 8, document["credentialSubject"]["statusPurpose"]) == ("u", 131_072, purpose)
    index = int(entry["statusListIndex"])
    return bits[index // 8] >> (7 - index % 8) & 1


def suspended(label, decider, second_decider):
    propose_change(obj=label, by=decider, kind="suspend", note="No report came.")
    return confirm_change(obj=label, by=second_decider, kind="suspend")


# --- The document ----------------------------------------------------------------------------------
def test_the_credential_says_who_what_until_when(visitor, label, key):
    response = visitor.get(f"/credentials/{label.code}.json")
    document = json.loads(response.content)

    assert response.headers["Content-Type"] == "application/vc"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert document["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["id"] == f"{BASE}/credentials/{label.code}.json"
    assert document["issuer"] == {"id": DID, "type": ["Profile"], "name": label.awarding_body, "url": f"{BASE}/"}
    for name, day, end in (("validFrom", label.granted_on, "00:00:00"), ("validUntil", label.valid_until, "23:59:59")):
        assert f"{timezone.localtime(dt.datetime.fromisoformat(document[name])):%Y-%m-%d %H:%M:%S}" == f"{day} {end}"
    subject = document["credentialSubject"]
    assert subject["id"] == f"{BASE}/en/cities/{label.city.slug}/"
    assert {"id", "type", "name", "description", "criteria"} <= set(subject["achievement"])
    assert document["proof"]["verificationMethod"] == f"{DID}#{key.kid}"
    text = json.dumps(document)
    assert "FRA" not in text
    assert "European Union" not in text


def test_the_same_label_gives_the_same_bytes_and_304(visitor, label):
    first = visitor.get(f"/credentials/{label.code}.json")
    again = visitor.get(f"/credentials/{label.code}.json", headers={"If-None-Match": first.headers["ETag"]})

    assert got(visitor, label) == first.content
    assert again.status_code == 304


def test_the_jwt_carries_the_same_document(visitor, label, key):
    response = visitor.get(f"/credentials/{label.code}.jwt")
    header, payload, _value = response.content.decode().split(".")

    assert response.headers["Content-Type"] == "application/vc+jwt"
    assert json.loads(unb64(header))["kid"] == f"{DID}#{key.kid}-jwk"
    document = json.loads(got(visitor, label))
    del document["proof"]
    carried = json.loads(unb64(payload))
    claims = {name: carried.pop(name) for name in ("iss", "jti", "sub", "nbf", "exp")}
    assert carried == document
    assert (claims["iss"], claims["jti"]) == (DID, document["id"])
    assert claims["sub"] == document["credentialSubject"]["id"]
    assert claims["nbf"] < claims["exp"]


def test_the_did_document_names_every_key_that_may_be_trusted(visitor, key):
    second = make_key()
    document = json.loads(visitor.get("/.well-known/did.json").content)

    assert document["id"] == DID
    methods = {method["id"]: method for method in document["verificationMethod"]}
    assert set(methods) == set(document["assertionMethod"])
    for row in (key, second):
        assert methods[f"{DID}#{row.kid}"]["publicKeyMultibase"] == multikey(unb64(row.public_key))
        assert methods[f"{DID}#{row.kid}-jwk"]["publicKeyJwk"]["x"] == row.public_key


def test_status_lists_follow_with_the_commit(visitor, label, decider, second_decider):
    other = make_label(city=make_city("Other"))
    assert (bit(visitor, label, "suspension"), bit(visitor, label, "revocation")) == (0, 0)
    suspended(label, decider, second_decider)
    assert (bit(visitor, label, "suspension"), bit(visitor, label, "revocation")) == (1, 0)
    call_command("break_glass", label.code, "revoke", reason="The court said so on 1 October 2026.")
    assert (bit(visitor, label, "suspension"), bit(visitor, label, "revocation")) == (0, 1)
    assert (bit(visitor, other, "suspension"), bit(visitor, other, "revocation")) == (0, 0)
    assert check_credential(visitor.get("/credentials/status/revocation-0.json").content).result == "other"


def test_what_is_not_there_is_not_found(visitor, label, settings):
    hidden = make_label(city=make_city("Hidden", is_public=False))
    for path in (f"{hidden.code}.json", "HRL-222222.json", "x" * 300 + ".json", "status/revocation-1.json",
                 "status/banana-0.json", "status/revocation-99999999999999999999.json"):  # fmt: skip
        assert visitor.get(f"/credentials/{path}").status_code == 404, path
    mine = (f"/credentials/{label.code}.json", f"/credentials/{label.code}.jwt", "/.well-known/did.json",
            "/credentials/status/revocation-0.json")  # fmt: skip
    for change in ({"LABEL_ENABLED": False}, {"PORTAL_BASE_URL": ""}, {"CREDENTIAL_KEYS_DIR": "/nowhere"}):
        before = {name: getattr(settings, name) for name in change}
        for name, value in change.items():
            setattr(settings, name, value)
        assert [visitor.get(path).status_code for path in mine] == [404] * 4, change
        for name, value in before.items():
            setattr(settings, name, value)
    assert [visitor.get(path).status_code for path in mine] == [200] * 4
    assert [visitor.post(path).status_code for path in mine] == [405] * 4


# --- Keys ------------------------------------------------------------------------------------------
def test_a_new_key_takes_over_and_what_the_old_one_signed_stays_valid(visitor, label, key):
    old = got(visitor, label)
    second = make_key()
    new = got(visitor, label)

    assert second.kid in new.decode()
    assert check_credential(old).result == check_credential(new).result == "valid"
    assert CredentialKey.objects.filter(signs=True).count() == 1


def test_a_lost_key_is_trusted_no_more(visitor, label, key):
    old, token = got(visitor, label), got(visitor, label, "jwt")
    make_key()
    revoke_key(key.kid)

    assert check_credential(old).result == check_credential(token).result == "lost_key"
    assert key.kid not in visitor.get("/.well-known/did.json").content.decode()


def test_private_keys_stay_in_their_folder(key, settings):
    file = Path(settings.CREDENTIAL_KEYS_DIR) / f"{key.kid}.pem"

    assert oct(file.stat().st_mode & 0o777) == "0o600"
    secret = file.read_text().split("\n")[1]
    stored = [*CredentialKey.objects.values_list(), *AuditEvent.objects.values_list("data")]
    assert secret not in str(stored)


def test_a_key_from_the_environment(settings, key, label, visitor, tmp_path):
    settings.CREDENTIAL_KEY = (Path(settings.CREDENTIAL_KEYS_DIR) / f"{key.kid}.pem").read_text()
    with pytest.raises(CommandError, match="known already"):
        call_command("credential_key", "register")
    settings.CREDENTIAL_KEYS_DIR = str(tmp_path / "empty")
    assert check_credential(got(visitor, label)).result == "valid"
    settings.CREDENTIAL_KEY = "no key"
    with pytest.raises(CommandError, match="no Ed25519 key"):
        call_command("credential_key", "register")
    assert visitor.get(f"/credentials/{label.code}.json").status_code == 404


def test_the_command_makes_lists_and_revokes(db, capsys):
    call_command("credential_key", "new")
    call_command("credential_key", "new")
    first, second = CredentialKey.objects.all()
    call_command("credential_key", "revoke", first.kid)
    call_command("credential_key", "list")
    out = capsys.readouterr().out
    assert f"{first.kid}  revoked" in out
    assert f"{second.kid}  signs" in out
    with pytest.raises(CommandError, match="no such key"):
        call_command("credential_key", "revoke", "nobody")


# --- The check -------------------------------------------------------------------------------------
def pasted(visitor, text: bytes | str):
    words = text.decode() if isinstance(text, bytes) else text
    return visitor.post(PAGE, {"text": words})


def test_a_number_leads_to_its_page(visitor, label):
    assert visitor.post(PAGE, {"code": f" {label.code.lower()} "}).url == label.get_absolute_url()
    assert "It stands under the seal" in visitor.post(PAGE, {"code": "banana"}).content.decode()


@pytest.mark.parametrize("ending", ["json", "jwt"])
def test_a_genuine_credential_is_valid_as_text_and_as_file(visitor, label, ending):
    content = got(visitor, label, ending)
    for response in (
        pasted(visitor, content),
        visitor.post(PAGE, {"file": SimpleUploadedFile(f"label.{ending}", b"\xef\xbb\xbf" + content + b"\n")}),
    ):
        assert response.context["found"]["result"] == "valid"
        assert "<h1>Valid</h1>" in response.content.decode()
        assert label.get_absolute_url() in response.content.decode()


def test_a_jws_in_its_envelope(visitor, label):
    address = f"data:application/vc+jwt,{got(visitor, label, 'jwt').decode()}"
    envelope = {"@context": ["x"], "id": address, "type": "EnvelopedVerifiableCredential"}
    assert check_credential(json.dumps(envelope).encode()).result == "valid"


def test_one_changed_byte_is_not_valid(visitor, label):
    document = json.loads(got(visitor, label))
    document["validUntil"] = document["validUntil"].replace("20", "21", 1)
    assert pasted(visitor, json.dumps(document)).context["found"]["result"] == "invalid"
    token = got(visitor, label, "jwt").decode()
    at = token.index(".") + 20
    changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    assert check_credential(changed.encode()).result in {"invalid", "unreadable"}
    bare = {name: value for name, value in json.loads(got(visitor, label)).items() if name != "proof"}
    assert check_credential(json.dumps(bare).encode()).result == "invalid"


def test_a_suspended_label_is_suspended_and_a_revoked_one_revoked(visitor, label, decider, second_decider):
    content = got(visitor, label)
    suspended(label, decider, second_decider)
    found = pasted(visitor, content)
    assert found.context["found"]["result"] == "suspended"
    assert "Genuine, but suspended" in found.content.decode()
    call_command("break_glass", label.code, "revoke", reason="The court said so on 1 October 2026.")
    assert pasted(visitor, content).context["found"]["result"] == "revoked"


def test_a_foreign_issuer_is_named_as_foreign(visitor, label):
    document = json.loads(got(visitor, label))
    document["issuer"] = {"id": "did:web:elsewhere.example", "name": "<b>Other Badges</b>"}
    page = pasted(visitor, json.dumps(document))
    assert page.context["found"]["result"] == "foreign"
    assert "&lt;b&gt;Other Badges&lt;/b&gt; (did:web:elsewhere.example)" in page.content.decode()


@pytest.mark.parametrize(
    "text",
    ["hello", "{}", "[]", "{" * 60_000, '{"issuer": 3}', "a.b.c", "e30.e30.e30", '{"issuer": {"id": 5}}', "\U0001f600",
     '{"issuer": "x", "credentialSubject": 1, "n": 1.5}'],
)  # fmt: skip
def test_garbage_gets_helpful_words(visitor, key, text):
    page = pasted(visitor, text)
    assert page.status_code == 200
    assert page.context["found"]["result"] == "unreadable"
    assert "It starts with { or has three parts" in page.content.decode()


def test_too_much_and_nothing(visitor, key):
    large = SimpleUploadedFile("a.json", b"x" * (LARGEST + 1))
    assert visitor.post(PAGE, {"file": large}).context["found"]["result"] == "too_large"
    binary = SimpleUploadedFile("a.json", bytes(range(256)))
    assert visitor.post(PAGE, {"file": binary}).context["found"]["result"] == "unreadable"
    assert "Enter a number" in visitor.post(PAGE, {}).content.decode()


def test_a_label_that_is_switched_off_has_no_check(visitor, settings):
    settings.LABEL_ENABLED = False
    assert visitor.get(PAGE).status_code == 404
