"""JSON as it leaves the portal: for everybody, cacheable, without a cookie; errors in words."""

import datetime as dt
import hashlib
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

JSON = "application/json"
MAX_AGE = 60


def send(
    request: HttpRequest, content: Any, *, status: int = 200, changed: dt.datetime | None = None, max_age: int = MAX_AGE
) -> HttpResponse:
    """Return `content` as JSON with an ETag; 304 when the reader has just that.

    Args:
        content: what orjson can write; decimals become text.
        status: of the reply.
        changed: time of the latest change, for Last-Modified. It informs only: a row that left a list, or a label that
            ended, changes the content without a new time, so that the ETag alone decides about a 304.
        max_age: seconds that caches may keep it.
    """
    return send_bytes(
        request, orjson.dumps(content, default=str), content_type=JSON, status=status, changed=changed, max_age=max_age
    )


def send_bytes(
    request: HttpRequest,
    body: bytes,
    *,
    content_type: str,
    status: int = 200,
    changed: dt.datetime | None = None,
    max_age: int = MAX_AGE,
) -> HttpResponse:
    """As `send`, for what is written already.

    Args:
        body: the content.
        content_type: its media type.
    """
    response = HttpResponse(body, content_type=content_type, status=status)
    response.headers["ETag"] = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    if status == 200:
        response = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return kept_briefly(request, response, max_age)


def kept_briefly(request: HttpRequest, response: HttpResponse, max_age: int = MAX_AGE) -> HttpResponse:
    """Let caches keep a reply for `max_age` seconds, and pages of other sites read it."""
    # A signed-in person's reply may set a cookie, so no shared cache may keep it; the content is the same.
    private = settings.SESSION_COOKIE_NAME in request.COOKIES
    response.headers["Cache-Control"] = "no-store" if private else f"public, max-age={max_age}"
    return opened(response)


def opened(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the reply."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def problem(status: int, title: str, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """Return an error in words: what is wrong, and which parameter to mend."""
    content: dict[str, Any] = {"status": status, "title": title}
    if errors:
        content["errors"] = errors
    response = HttpResponse(orjson.dumps(content), content_type=JSON, status=status)
    response.headers["Cache-Control"] = "no-store"
    return opened(response)
