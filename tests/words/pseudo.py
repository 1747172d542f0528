"""A language made of the English texts: accented, two fifths longer, in brackets.

What stands outside the brackets is hard-coded. It takes the place of German, so that addresses, days and numbers work.
"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from babel import Locale
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import trans_real

from core.languages import LANGUAGES

LANGUAGE = "de"
OPEN, SHUT = "⟦", "⟧"
LONGER, LONGEST_WORD = 0.4, 20
_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
# What a translator leaves alone: places for values, tags, character references.
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;|https?://\S+")
_CONTEXT = "\x04"
_SPEAKING = re.compile(r"\b(?:aria-label|alt|title|placeholder|data-[a-z-]+-(?:none|found))=\"([^\"]*)\"")
_UNSEEN = re.compile(r"<(script|style|svg|textarea|code|pre)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_INNERMOST = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAMED = re.compile(r"\S*(?:@|://|/|\.[a-z]{2,4}\b)\S*|\b[A-Z]{2,}[A-Z0-9-]*\b|\b[0-9a-f]{16,}\b")


def pseudo(text: str) -> str:
    """Return an English text in the language of tests; values and tags stay."""
    if not text.strip():
        return text
    kept = _KEPT.findall(text)
    plain = [part.translate(_ACCENTS) for part in _KEPT.split(text)]
    words = "".join(part + after for part, after in zip(plain, [*kept, ""], strict=True))
    more = "~" * int(len(text) * LONGER)
    parts = [more[at : at + LONGEST_WORD] for at in range(0, len(more), LONGEST_WORD)]
    return f"{OPEN}{words} {' '.join(parts)}{SHUT}"


class Pseudo:
    """What Django asks of a catalogue. It has every text, because it makes them."""

    def language(self) -> str:
        return LANGUAGE

    def to_language(self) -> str:
        return LANGUAGE

    def gettext(self, message: str) -> str:
        return pseudo(message.rpartition(_CONTEXT)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo((msgid1 if n == 1 else msgid2).rpartition(_CONTEXT)[2])


@contextmanager
def spoken() -> Iterator[None]:
    """Let the portal speak the language of tests wherever it would speak German."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(trans_real._translations, LANGUAGE, Pseudo())
        yield


def hard_coded(page: str, names: list[str]) -> list[str]:
    """Return the words of a page that no catalogue can translate.

    Args:
        page: HTML.
        names: texts that come from the data, longest first.
    """
    page = _UNSEEN.sub(" ", page)
    told = [*_SPEAKING.findall(page), re.sub(r"<[^>]+>", " ", page)]
    text = " ".join(html.unescape("\n".join(told)).split())
    while _INNERMOST.search(text):
        text = _INNERMOST.sub(" ", text)
    for name in names:
        text = text.replace(name, " ")
    return sorted(set(_WORD.findall(_NAMED.sub(" ", text))))


def known_names() -> list[str]:
    """Return every text of the database, and names that are the same in every language, longest first."""
    found = {name for _code, name in LANGUAGES}
    found |= {value for name in dir(settings) if name.isupper() and isinstance(value := getattr(settings, name), str)}
    locale = Locale.parse(LANGUAGE)
    found |= set(locale.months["format"]["wide"].values()) | set(locale.territories.values())
    for model in apps.get_models():
        columns = [field.name for field in model._meta.concrete_fields if _is_text(field)]
        for row in model._default_manager.values_list(*columns) if columns else []:
            for value in filter(None, row):
                lines = value if isinstance(value, list) else str(value).split("\n")
                found |= {" ".join(str(line).split()) for line in lines}
    return sorted((name for name in found if len(name) > 2), key=len, reverse=True)


def _is_text(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
