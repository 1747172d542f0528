"""The words of the reference data (framework, rules of the label that the portal ships) in the reader's language."""

from django.utils.html import format_html
from django.utils.translation import get_language, pgettext

# Their context in the catalogues keeps them apart from words of the portal.
REFERENCE = "framework"


def reference_words(text: str) -> str:
    """Return a title, heading, name or sentence of the reference data in the reader's language.

    Args:
        text: as the table holds it, in English.

    Returns: its translation; the text itself when there is none, so that a title which an administrator wrote stands.
    """
    return pgettext(REFERENCE, text) if text else text


def worded(text: str, language: str) -> str:
    """Return a text of an edition of the rules in the reader's language, or as it is, marked with its own language.

    Args:
        text: as the table holds it.
        language: in which it is written. What an administrator wrote has no translation, and stands.
    """
    found = reference_words(text)
    if not text or found != text or language == get_language():
        return found
    return format_html('<span lang="{}">{}</span>', language, text)
