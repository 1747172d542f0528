"""The languages a text may be written in: the 24 official languages of the European Union, by their own names."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("bg", "български"),
    ("es", "español"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("et", "eesti"),
    ("el", "ελληνικά"),
    ("en", "English"),
    ("fr", "français"),
    ("ga", "Gaeilge"),
    ("hr", "hrvatski"),
    ("it", "italiano"),
    ("lv", "latviešu"),
    ("lt", "lietuvių"),
    ("hu", "magyar"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("pt", "português"),
    ("ro", "română"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("fi", "suomi"),
    ("sv", "svenska"),
)
# The words of the portal are written in this one; the complete ones have every text (`manage.py translations check`).
SOURCE = "en"
COMPLETE = ("de", "en", "fr")
_NAMES = dict(LANGUAGES)
# Where Babel's plain language means another country's habits: 3 March 2027, not March 3, 2027.
_HABITS = {"en": "en_GB"}


def language_name(code: str) -> str:
    """Return the language's own name, or the code itself when it is not one of the 24."""
    return _NAMES.get(code, code)


def language_in_words(code: str) -> str:
    """Return a language in the reader's words, else by its own name; an unknown code as it is."""
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else language_name(code)


def interface_language(code: str) -> str:
    """Return the language of the portal's own words for a reader of `code`: theirs if complete, else English."""
    return code if code in COMPLETE else SOURCE


def habits(code: str | None) -> str:
    """Return the locale whose way of writing dates and numbers a reader of `code` expects."""
    language = interface_language((code or SOURCE).partition("-")[0])
    return _HABITS.get(language, language)


def best_complete(accept_language: str) -> str:
    """Return the complete language that the browser's header asks for most, else English.

    Args:
        accept_language: the Accept-Language header, possibly empty.
    """
    asked = (code.partition("-")[0] for code, _weight in parse_accept_lang_header(accept_language))
    return next((code for code in asked if code in COMPLETE), SOURCE)
