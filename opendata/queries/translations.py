"""Texts in other languages as data: each part with who translated it. The record itself stays the original."""

from collections.abc import Iterable
from typing import Any

from cities.queries.translations import profile_texts, public_profile_translations
from commitments.models import INDICATOR, MILESTONE, VersionTranslation
from commitments.queries import public_translations
from core.translated import is_older

Row = dict[str, Any]


def translations_of(version: int) -> list[Row]:
    """Return the public translations of one text, by language (1 query)."""
    return [_translation(row) for row in public_translations([version])[version]]


def profile_translations_of(city: int) -> list[Row]:
    """Return the public translations of the profile of a city, by language (1 query)."""
    return [_profile_translation(row) for row in public_profile_translations(city)]


def _profile_translation(row: Any) -> Row:
    own = profile_texts(row.city)
    return {
        "language": row.language,
        "release": row.public.number,
        "published_at": row.public.at,
        "fields": {
            name: {
                "text": piece["text"],
                "provenance": piece["by"],
                "belongs_to_older_text": is_older(piece, own[name]),
            }
            for name, piece in row.public.texts.items()
            if name in own
        },
    }


def in_a_cell(rows: Iterable[VersionTranslation]) -> str:
    """Return in one cell which parts of a text there are in which language, and who translated them.

    For example "fr: title (human), summary (machine); mt: title (machine)".
    """
    return "; ".join(f"{row.language}: {', '.join(_parts(row))}" for row in rows)


def _parts(row: VersionTranslation) -> list[str]:
    texts = row.public.texts if row.public else {}
    return [f"{name} ({piece['by']})" for name, piece in texts.items() if ":" not in name]


def _translation(row: Any) -> Row:
    parts: dict[str, Row] = {"fields": {}, MILESTONE: {}, INDICATOR: {}}
    for name, piece in row.public.texts.items():
        kind, _sign, key = name.partition(":")
        found = {"text": piece["text"], "provenance": piece["by"]}
        parts[kind if key else "fields"][key or name] = found
    return {
        "language": row.language,
        "release": row.public.number,
        "published_at": row.public.at,
        "fields": parts["fields"],
        "milestones": parts[MILESTONE],
        "indicators": parts[INDICATOR],
    }
