"""Plain text at fixed addresses: what search engines may read, and whom to tell about a weakness."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PRIVATE = ("/accounts/", "/admin/", "/feeds/calendar/", "/health/", "/*/desk/")
SECURITY_DAYS = 180


def _absolute(request: HttpRequest, path: str) -> str:
    return (
        f"{settings.PORTAL_BASE_URL.rstrip('/')}{path}"
        if settings.PORTAL_BASE_URL
        else request.build_absolute_uri(path)
    )


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be found; places of work may not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    return _plain([*lines, "", f"Sitemap: {_absolute(request, reverse('sitemap'))}"])


@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: a contact for people who find a weakness."""
    expires = (timezone.now() + dt.timedelta(days=SECURITY_DAYS)).astimezone(dt.UTC)
    return _plain(
        [
            f"Contact: mailto:{settings.PORTAL_CONTACT_EMAIL}",
            f"Expires: {expires:%Y-%m-%d}T00:00:00Z",
            "Preferred-Languages: en",
            f"Canonical: {_absolute(request, reverse('security_txt'))}",
        ]
    )
