"""The translations in `locale/`: which texts there are, what is missing, and the compiled form that the portal reads.

Texts come from Python, from templates, from the titles of the reference data and from the rules of the label. Babel
does the work, so that a new machine needs no other program.
"""

import io
import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

from core.languages import LANGUAGES
from core.reference import REFERENCE

FOLDER = Path(settings.BASE_DIR) / "locale"
APART = frozenset({"tests", "bench", "var", "migrations", "docs", "node_modules"})
CALLS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# What people read of the reference data.
REFERENCE_FIELDS = frozenset({"heading", "name", "official_subtitle", "official_title", "title", "working_title"})
# The framework's file also has whole sentences that people read; those of the other files are for the administration.
SENTENCES = {
    "elements.json": frozenset(
        {
            *("completeness_note", "description", "evidence_hints", "logic", "mapping_note", "note"),
            *("reproduction_note", "summary"),
        }
    )
}
# Of the label's rules that the portal ships; hints stand one a line, and each line is a text.
RULES = frozenset(
    {
        *("changes", "evidence_hints", "guidance", "intro", "met", "not_ours", "not_yet", "partly", "public_sees"),
        *("text", "title", "what", "who_has"),
    }
)
LINES = frozenset({"evidence_hints"})
CODES = frozenset({"code"})  # an article names its title by code: that is no text
# Lines of the header that say who wrote and when: the repository's log knows better.
_PASSING = re.compile(
    rb'^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team): .*"\n', re.MULTILINE
)
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
_TAG = re.compile(r"</?([a-z0-9]+)")


@dataclass
class Coverage:
    """How far one language is: `total` texts, how many are `done`, and what is wrong, in words."""

    language: str
    total: int = 0
    done: int = 0
    faults: list[str] = field(default_factory=list)


def texts() -> Catalog:
    """Return every text of the portal that can be translated, as an empty catalogue."""
    found = Catalog(domain="django", project="hrcities", charset="utf-8")
    for path in _sources("*.py"):
        _take(found, path.read_bytes())
    for path in _sources("*.html", "*.txt"):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        _take(found, "\n".join(line.strip() for line in lines).encode())
    for path in sorted((Path(settings.BASE_DIR) / "framework" / "data").glob("*.json")):
        data = orjson.loads(path.read_bytes())
        fields = REFERENCE_FIELDS | SENTENCES.get(path.name, frozenset())
        for text in set(_named(data, fields)) - set(_named(data, CODES)):
            found.add(text, context=REFERENCE)
    for path in sorted((Path(settings.BASE_DIR) / "labels" / "data").glob("*.json")):
        data = orjson.loads(path.read_bytes())
        lines = (line for text in _named(data, LINES) for line in text.splitlines())
        for text in {*_named(data, RULES - LINES), *lines}:
            found.add(text, context=REFERENCE)
    return found


def _sources(*patterns: str) -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    for pattern in patterns:
        for path in sorted(base.rglob(pattern)):
            parts = path.relative_to(base).parts[:-1]
            hidden = any(part.startswith(".") or part in APART for part in parts)
            if not hidden and (pattern == "*.py" or parts[:1] == ("templates",)):
                yield path


def _take(found: Catalog, source: bytes) -> None:
    for _line, text, _comments, context in extract("python", io.BytesIO(source), keywords=CALLS):
        if text and text != ("", ""):
            found.add(text, context=context)


def _named(value: Any, names: Container[str], key: str = "") -> Iterator[str]:
    """Return every text of the data that stands under one of the names."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _named(part, names, name)
    elif isinstance(value, list):
        for part in value:
            yield from _named(part, names, key)
    elif key in names and isinstance(value, str) and value:
        yield value


def path_of(language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where none is kept yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, domain="django", project="hrcities", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language, domain="django", charset="utf-8")


def update(language: str, wanted: Catalog, *, keep_empty: bool) -> None:
    """Bring the catalogue of a language in line with the texts; near misses become marked suggestions.

    Args:
        language: one of the 24 codes.
        wanted: what `texts` returned.
        keep_empty: whether texts without a translation are written, too, for somebody to fill in.
    """
    catalog = read(language)
    catalog.update(wanted, update_header_comment=False)
    catalog.obsolete.clear()
    if not keep_empty:
        for message in [row for row in catalog if row.id and not _is_done(row)]:
            catalog.delete(message.id, message.context)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.fuzzy = False
    catalog.header_comment = f"# The portal's words in {dict(LANGUAGES)[language]}: see `manage.py translations`."
    text = io.BytesIO()
    write_po(text, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    path.write_bytes(_PASSING.sub(b"", text.getvalue()))


def coverage(language: str, wanted: Catalog) -> Coverage:
    """Compare the catalogue of a language with the texts: what is missing, left over, marked or wrongly filled in."""
    catalog = read(language)
    found = Coverage(language)
    for text in _messages(wanted):
        found.total += 1
        message = catalog.get(text.id, text.context)
        if message is None or not _is_done(message):
            found.faults.append(f"not translated: {_first(text)!r}")
            continue
        found.done += 1
        found.faults += [f"{error}: {_first(text)!r}" for error in _errors(message, catalog)]
    left = (row for row in _messages(catalog) if wanted.get(row.id, row.context) is None)
    found.faults += [f"no longer used: {_first(row)!r}" for row in left]
    return found


def _messages(catalog: Catalog) -> Iterable[Message]:
    return (message for message in catalog if message.id)


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _forms(message: Message) -> list[str]:
    return [*message.string] if isinstance(message.string, (tuple, list)) else [message.string]


def _is_done(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message))


def _errors(message: Message, catalog: Catalog) -> Iterator[str]:
    """Say what would break a page: other placeholders, other tags, other line ends than the English text."""
    yield from (str(error) for error in message.check(catalog))
    tags, places = sorted(_TAG.findall(_first(message))), set(_PLACE.findall(_first(message)))
    for form in _forms(message):
        # "One city" may say its number in words; a single form may not.
        if not message.pluralizable and set(_PLACE.findall(form)) != places:
            yield "other placeholders than the English text"
        if sorted(_TAG.findall(form)) != tags:
            yield "other tags than the English text"
        if form.startswith("\n") != _first(message).startswith("\n"):
            yield "begins with another line end than the English text"


def compile_stale() -> int:
    """Write the compiled form of every catalogue that is newer than it. Returns how many were written.

    Safe when two run at once: a reader meets the old file or the new one, never half of one.
    """
    count = 0
    for language, _name in LANGUAGES:
        source, target = path_of(language), path_of(language).with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, read(language))
        draft.replace(target)
        count += 1
    return count
