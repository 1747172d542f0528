"""The words of the reference data (titles, headings, names, descriptions of the framework) in the reader's language."""

from django.utils.translation import pgettext

# Their context in the catalogues keeps them apart from words of the portal.
REFERENCE = "framework"


def reference_words(text: str) -> str:
    """Return a title, heading, name or sentence of the reference data in the reader's language.

    Args:
        text: as the table holds it, in English.

    Returns: its translation; the text itself when there is none, so that a title which an administrator wrote stands.
    """
    return pgettext(REFERENCE, text) if text else text
