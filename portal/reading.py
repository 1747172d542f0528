"""A text as a reader of one language meets it, and in words where each part of it comes from."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.queries.translations import profile_part_names, profile_texts
from commitments.models import INDICATOR, MILESTONE, TRANSLATED
from commitments.queries import VersionReading, in_language, version_languages
from commitments.queries.diff import field_label
from core.languages import SOURCE, language_in_words, language_name
from core.translated import CODES, ORIGINAL, Piece, Provenance, Reading, read_languages
from portal import words
from portal.words import Row

PROMISE = ("title", "summary", "problem", "action")
CONSULTED = ("consulted", "taken_up")
FACTS = ("unit", "budget_note", "decision")
QUERY, ORIGINAL_WANTED = "text", "original"  # ?text=original: the city's own words, whatever the reader's language


def reader_language() -> str:
    """Return the language the reader asked for, of the 24; the portal's own words may be in another one."""
    return get_language() or SOURCE


def wants_original(request: HttpRequest) -> bool:
    """Whether the address asks for the city's own words."""
    return request.GET.get(QUERY) == ORIGINAL_WANTED


def also_translated() -> dict[str, Any]:
    """Return what a query over versions reads with each text, for `reading_of`."""
    return {"translated": in_language(reader_language())}


def also_languages() -> dict[str, Any]:
    """Return what a page of one text reads with it: the text for this reader, and which languages there are."""
    return also_translated() | {"languages": version_languages()}


def profile_reading(city: Any, *, original: bool = False) -> Reading:
    """Return a profile as this reader meets it. It was read with `also_profile_texts`."""
    return Reading(city, reader_language(), {} if original else city.translated or {})


def profile_shown(reading: Reading) -> Row:
    """Return the words of a profile, and where they come from; an empty part has no text."""
    names = profile_part_names()
    parts = {name: reading.field(name) for name in profile_texts(reading.source)}
    about = provenance_lines(reading, {names[name]: piece for name, piece in parts.items()})
    lines = about or (original_lines(reading) if parts else [])
    return {name: shown(parts[name]) if name in parts else {"text": ""} for name in names} | {"lines": lines}


def reading_of(version: Any, *, original: bool = False) -> VersionReading:
    """Return a version as this reader meets it. It was read with `also_translated`; without, it is the original."""
    texts = {} if original else getattr(version, "translated", None) or {}
    return VersionReading(version, reader_language(), texts)


def shown(piece: Piece) -> Row:
    """Return a part for the templates: `lang` only where it is not the page's own."""
    return {"text": piece.text, "lang": words.lang(piece.language), "by": piece.by}


def texts_shown(reading: VersionReading) -> Row:
    """Return every field of a text that is in words, and where the parts of the page come from.

    `about` holds the lines of each section; it is empty while all is the original in the page's language.
    """
    return {name: shown(reading.field(name)) for name in TRANSLATED} | {"about": _about(reading)}


def _about(reading: Reading) -> dict[str, list[str]]:
    sections = {"promise": PROMISE, "consulted": CONSULTED, "facts": FACTS}
    lines = {key: provenance_lines(reading, _filled(reading, names)) for key, names in sections.items()}
    return lines | {"promise": lines["promise"] or original_lines(reading)}


def original_lines(reading: Reading) -> list[str]:
    """Return in which language a text is that the reader meets as the city wrote it; nothing in the page's own."""
    language = reading.source.language
    if reading.texts or not words.lang(language):
        return []
    return [_("The city wrote this text in %(language)s.") % {"language": _in(reading.source)}]


def _filled(reading: VersionReading, names: Iterable[str]) -> dict[str, Piece]:
    return {field_label(name): reading.field(name) for name in names if getattr(reading.source, name)}


def row_lines(reading: VersionReading, rows: Iterable[Any], kind: str) -> list[str]:
    """Return where the titles of milestones or indicators come from."""
    label = {MILESTONE: _("Milestone %(number)s"), INDICATOR: _("Indicator %(number)s")}[kind]
    return provenance_lines(reading, {label % {"number": row.position}: reading.row(kind, row) for row in rows})


def provenance_lines(reading: Reading, pieces: Mapping[str, Piece]) -> list[str]:
    """Return who translated what: one line when all parts are alike, else one for each kind, naming the parts.

    Nothing for a reader who meets the original all over the page.
    """
    if not reading.texts or not pieces:
        return []
    kinds = {
        Provenance.HUMAN: _("Translated by the city"),
        Provenance.MACHINE: _("Translated by machine, not checked by a person"),
        ORIGINAL: _("Original in %(language)s") % {"language": _in(reading.source)},
    }
    made = {kind: [label for label, piece in pieces.items() if piece.by == kind] for kind in kinds}
    alike = [kind for kind in kinds if made[kind]]
    older = [label for label, piece in pieces.items() if piece.is_older]
    if len(alike) == 1:
        return [f"{kinds[alike[0]]}.", *_older(older, len(pieces))]
    return [*(f"{kinds[kind]}: {', '.join(made[kind])}." for kind in alike), *_older(older, len(pieces))]


def _older(labels: list[str], number: int) -> list[str]:
    """Say which parts belong to an older text, without blame."""
    if not labels:
        return []
    if len(labels) == number:
        return [_("The city has changed its text since. This translation belongs to the older text.")]
    words_of = _("The city has changed its text since. These translations belong to the older text: %(parts)s.")
    return [words_of % {"parts": ", ".join(labels)}]


def mark_of(piece: Piece) -> str:
    """Return the mark of a title in a list: only what no person checked carries one."""
    return _("Translated by machine") if piece.by == Provenance.MACHINE else ""


def choice_of_text(source: Any, url: str, *, original: bool) -> Row:
    """Return the ways to the same text in other words: the original or the translation here, and further languages.

    Args:
        source: what was read with its `languages`, such as a version with `also_languages`.
        url: path of the page.
        original: whether the page shows the original.
    """
    here, made = reader_language(), read_languages(source.languages)
    has_own = here in made
    further = [code for code in dict.fromkeys([source.language, *made]) if code != here]
    return {
        "here": url,
        "original": _in(source) if has_own and not original else "",
        "translated": language_name(here) if has_own and original else "",
        "further": [
            {"lang": code, "name": language_name(code), "url": _address(url, code)} for code in further if code in CODES
        ],
        "own": [code for code in (source.language, *made) if code in CODES],
    }


def _address(url: str, language: str) -> str:
    """Return the address of the same page in another language."""
    return f"/{language}/{url.lstrip('/').partition('/')[2]}"


def _in(source: Any) -> str:
    return language_in_words(source.language)
