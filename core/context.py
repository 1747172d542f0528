"""What every page may use about the portal itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

# What the settings say by themselves: these words have translations, an operator's own words stay as they are.
DEFAULTS = (
    gettext_noop("Framework of commitments"),
    gettext_noop("the label programme"),
    gettext_noop("the review office"),
)


def portal_words() -> dict[str, str]:
    """Return name, tagline, office and awarding body in the page's language, and where to write to."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_tagline": _in_language(settings.PORTAL_TAGLINE),
        "awarding_body": _in_language(settings.PORTAL_AWARDING_BODY),
        "office": _in_language(settings.PORTAL_OFFICE),
        "contact_email": settings.PORTAL_CONTACT_EMAIL,
    }


def _in_language(text: str) -> str:
    return gettext(text) if text in DEFAULTS else text


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the portal's own words and switches for templates."""
    return {
        **portal_words(),
        "portal_phase_note": settings.PORTAL_PHASE_NOTE,
        "portal_version": settings.VERSION,
        "portal_source_url": settings.PORTAL_SOURCE_URL,
        "label_enabled": settings.LABEL_ENABLED,
        "mfa_demo_off": not settings.MFA_REQUIRED,
        "rules_version": settings.PORTAL_RULES_VERSION,
    }
