"""Labels as signed credentials, their status lists, and the keys to check them. For machines of other sites."""

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from labels.queries import credentials
from labels.queries.credentials import PURPOSES, Signer
from opendata import reply

VC, VC_JWT, DID = "application/vc", "application/vc+jwt", "application/did"
MOST_LISTS = 999


@require_safe
def credential(request: HttpRequest, code: str) -> HttpResponse:
    """A label as an Open Badge 3.0 with the proof inside it. What became of the label since is in its status lists."""
    by, label = _signer(), _label(code)
    return _send(request, orjson.dumps(credentials.signed_credential(label, by)), VC, f"{label.code}.json")


@require_safe
def credential_jwt(request: HttpRequest, code: str) -> HttpResponse:
    """The same credential inside a JWS."""
    by, label = _signer(), _label(code)
    return _send(request, credentials.credential_jwt(label, by).encode(), VC_JWT, f"{label.code}.jwt")


@require_safe
def status(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """One bitstring status list: true with the commit that changes a label, so nobody may keep it without asking."""
    by = _signer()
    document = credentials.status_list(purpose, number, by) if purpose in PURPOSES and number <= MOST_LISTS else None
    if document is None:
        raise Http404
    return _send(request, orjson.dumps(document), VC)


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The DID document: every key that may be trusted."""
    _signer()
    return _send(request, orjson.dumps(credentials.did_document()), DID)


def _signer() -> Signer:
    found = credentials.signer()
    if found is None:
        raise Http404
    return found


def _label(code: str) -> credentials.Label:
    label = credentials.public_label(code) if len(code) <= 12 and code.isascii() else None
    if label is None:
        raise Http404
    return label


def _send(request: HttpRequest, body: bytes, media: str, name: str = "") -> HttpResponse:
    response = reply.send_bytes(request, body, content_type=media, max_age=0)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
