"""A label as an Open Badge 3.0, which is a W3C Verifiable Credential 2.0; its status lists; the keys; the check of one.

Nothing is stored: a document follows from the label, so status lists are true with the commit that changes a label, and
the same label gives the same bytes while the same key signs.
"""

import datetime as dt
import gzip
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from cities.countries import country_name
from cities.models import City
from labels.keys import private_key
from labels.models import CredentialKey, DecisionEntry, Label
from labels.rules.clocks import add_months
from labels.signing import Document, as_jws, b64, multikey, unb64, with_proof

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID_CONTEXT = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
)
NAME = "Human rights city label"
LIST_BITS = 131_072  # the least that the recommendation allows, so that a list says little about who is in it
PURPOSES = {"revocation": ("revoked", "withdrawn"), "suspension": ("suspended", "on_hold")}


@dataclass(frozen=True)
class Signer:
    """The key that signs, and where its public half is found."""

    key: CredentialKey
    private: Ed25519PrivateKey

    @property
    def method(self) -> str:
        """Return the address of the public key in the DID document."""
        return f"{did()}#{self.key.kid}"


def base() -> str:
    """Return the address of the portal; empty when none is set, and then nothing is signed."""
    return settings.PORTAL_BASE_URL.rstrip("/")


def did() -> str:
    """Return the awarding body's name for machines: `did:web:` and the host of the portal."""
    return f"did:web:{urlsplit(base()).netloc.replace(':', '%3A')}"


def signer() -> Signer | None:
    """Return what signs now; None when the label is off, no address is set, or this machine lacks the key."""
    if not (settings.LABEL_ENABLED and base()):
        return None
    key = CredentialKey.objects.filter(signs=True).first()
    private = private_key(key.kid, key.public_key) if key else None
    return Signer(key, private) if key and private else None


def public_label(code: str) -> Label | None:
    """Return the public label with this number."""
    rows = Label.objects.public().select_related("city", "application__scheme")
    return rows.filter(code=code).first()


def credential_id(label: Label) -> str:
    """Return the address that names the credential of a label."""
    return f"{base()}/credentials/{label.code}.json"


def credential_of(label: Label) -> Document:
    """Return the credential of a label, unsigned."""
    page = f"{base()}/en/labels/{label.code}/"
    scheme = label.application.scheme
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": credential_id(label),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": NAME + (" (invented sample)" if label.city.origin == City.Origin.SAMPLE else ""),
        "issuer": {"id": did(), "type": ["Profile"], "name": label.awarding_body, "url": f"{base()}/"},
        "validFrom": _second(_begin_of(label.valid_from)),
        "validUntil": _second(_begin_of(_counts_until(label) + dt.timedelta(days=1)) - dt.timedelta(seconds=1)),
        "credentialSubject": {
            "id": f"{base()}/en/cities/{label.city.slug}/",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": f"{label.city.name}, {country_name(label.city.country)}",
                    "identityType": "ext:city",
                }
            ],
            "achievement": {
                "id": f"{base()}/en/labels/#{scheme.code}",
                "type": ["Achievement"],
                "achievementType": "Award",
                "name": NAME,
                "description": "The city followed the shared process on human rights and was checked. It compares no "
                "cities, and it does not say that no rights are violated there.",
                "criteria": {"id": f"{base()}/en/labels/", "narrative": scheme.title},
            },
        },
        "evidence": [{"id": page, "type": ["Evidence"], "name": "Decision, reasons and history of this label"}],
        "credentialStatus": [_status_entry(label, purpose) for purpose in PURPOSES],
    }


def _counts_until(label: Label) -> dt.date:
    """Return the last day that a credential names. While a renewal is pending it is short: the end of next month."""
    if not label.is_carried:
        return label.valid_until
    after_next = add_months(timezone.localdate().replace(day=1), 2)
    return max(label.valid_until, after_next - dt.timedelta(days=1))


def ended(purpose: str) -> Q:
    """The labels with bit 1. What a renewal carried beyond its last day is revoked: files may name a later day."""
    found = Q(state__in=PURPOSES[purpose])
    if purpose == "revocation":
        found |= Q(state=Label.State.EXPIRED, ended_on__gt=F("valid_until"))
    return found


def _status_entry(label: Label, purpose: str) -> Document:
    number, index = divmod(label.pk, LIST_BITS)
    address = f"{base()}/credentials/status/{purpose}-{number}.json"
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def signed_credential(label: Label, by: Signer) -> Document:
    """Return the credential of a label with its proof."""
    # While a renewal is pending, the last day moves with the month, and what is signed says when.
    day = max(label.granted_on, timezone.localdate().replace(day=1)) if label.is_carried else label.granted_on
    since = max(_begin_of(day), by.key.created_at)
    return with_proof(credential_of(label), key=by.private, method=by.method, created=_second(since))


def credential_jwt(label: Label, by: Signer) -> str:
    """Return the credential of a label inside a JWS, with the registered claims that Open Badges 3.0 asks for (8.2)."""
    document = credential_of(label)
    claims = {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": _seconds(document["validFrom"]),
        "exp": _seconds(document["validUntil"]),
    }
    return as_jws(document | claims, key=by.private, method=f"{by.method}-jwk")


def status_list(purpose: str, number: int, by: Signer) -> Document | None:
    """Return the signed status list with this number, or None when no label is in it.

    Args:
        purpose: "revocation" or "suspension".
        number: 0 for the first 131,072 labels.
        by: what signs.
    """
    first = number * LIST_BITS
    labels = Label.objects.filter(pk__gte=first, pk__lt=first + LIST_BITS)
    if number and not labels.exists():
        return None
    bits = bytearray(LIST_BITS // 8)
    for pk in labels.filter(ended(purpose)).values_list("pk", flat=True):
        bits[(pk - first) // 8] |= 0x80 >> (pk - first) % 8
    address = f"{base()}/credentials/status/{purpose}-{number}.json"
    latest = DecisionEntry.objects.order_by("-seq").values_list("at", flat=True).first()
    changed = _second(max(latest or by.key.created_at, by.key.created_at))
    document = {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(),
        "validFrom": changed,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": "u" + b64(gzip.compress(bytes(bits), mtime=0)),
        },
    }
    return with_proof(document, key=by.private, method=by.method, created=changed)


def did_document() -> Document:
    """Return the DID document: every key that may be trusted, old ones too, each in the two forms verifiers ask for."""
    methods: list[Document] = []
    for key in CredentialKey.objects.filter(revoked_at=None):
        here = f"{did()}#{key.kid}"
        named = {"id": here, "type": "Multikey", "controller": did()}
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": key.public_key}
        methods += [
            {**named, "publicKeyMultibase": multikey(unb64(key.public_key))},
            {
                "id": f"{here}-jwk",
                "type": "JsonWebKey",
                "controller": did(),
                "publicKeyJwk": {**jwk, "kid": f"{here}-jwk"},
            },
        ]
    names = [method["id"] for method in methods]
    return {"@context": list(DID_CONTEXT), "id": did(), "verificationMethod": methods, "assertionMethod": names}


def _seconds(moment: str) -> int:
    return int(dt.datetime.fromisoformat(moment).timestamp())


def _begin_of(day: dt.date) -> dt.datetime:
    """When a day begins where the portal is: the register and a credential end a label at the same moment."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _second(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
