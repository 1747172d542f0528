"""What every page may use about the portal itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the portal's own words and switches for templates."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_tagline": settings.PORTAL_TAGLINE,
        "portal_phase_note": settings.PORTAL_PHASE_NOTE,
        "portal_version": settings.VERSION,
        "portal_source_url": settings.PORTAL_SOURCE_URL,
        "awarding_body": settings.PORTAL_AWARDING_BODY,
        "office": settings.PORTAL_OFFICE,
        "contact_email": settings.PORTAL_CONTACT_EMAIL,
        "label_enabled": settings.LABEL_ENABLED,
        "mfa_demo_off": not settings.MFA_REQUIRED,
        "rules_version": settings.PORTAL_RULES_VERSION,
    }
