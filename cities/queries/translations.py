"""The profile of a city in other languages: what a reader meets, and the words by which it is found."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cities.models import PROFILE_TEXTS, City, CityTranslation, CityWord
from core.prepared import Given
from core.translated import is_older, languages_as_json, public_texts
from core.wordforms import begins_with, index_words, stems


def profile_texts(city: Any) -> dict[str, str]:
    """Return every part of a profile that can be put into another language: name -> original text."""
    return {name: text for name in PROFILE_TEXTS if (text := getattr(city, name))}


def profile_part_names() -> dict[str, str]:
    """Return what each part that can be translated is called."""
    return {"about": _("About the city"), "office": _("Responsible office")}


def also_profile_texts(language: str | Given) -> dict[str, Subquery]:
    """Return what a query over cities reads with each profile: `translated`, its texts in a language or NULL, and
    `languages` for `core.translated.read_languages`. No further query.
    """
    rows = _others().filter(city=OuterRef("pk"))
    return {"translated": public_texts(rows, language), "languages": languages_as_json(rows, "city")}


def public_profile_translations(city: int) -> list[CityTranslation]:
    """Return the translations of a profile that the public reads, with the city and their releases. One query."""
    rows = _others().filter(city=city, public__isnull=False)
    return list(rows.select_related("city", "public").order_by("language"))


def older_languages(city: City) -> list[str]:
    """Return the languages whose public translation belongs to an older text of the profile. One query."""
    return [row.language for row in public_profile_translations(city.pk) if _is_older(row, city)]


def _is_older(row: CityTranslation, city: City) -> bool:
    texts = row.public.texts if row.public else {}
    return any(is_older(texts[name], text) for name, text in profile_texts(city).items() if name in texts)


def _others() -> Any:
    """Return the translations into another language than the one that their city writes in now."""
    return CityTranslation.objects.exclude(language=F("city__language"))


def words_of_profile(city: City) -> list[str]:
    """Return the words by which a profile is found, folded: its own, and those of its public translations.

    One query.
    """
    own = profile_texts(city)
    texts = [row.public.texts for row in public_profile_translations(city.pk) if row.public]
    found = [piece["text"] for pieces in texts for name, piece in pieces.items() if name in own]
    return [word for word in index_words(*own.values(), *found).split() if len(word) > 1]


def says(text: str) -> Q:
    """Return the condition that the profile of a city has every word of `text`, in any language it is public in."""
    beginnings = stems(text)
    return _all(_with_word(beginning) for beginning in beginnings) if beginnings else Q(pk__in=[])


def _with_word(beginning: str) -> Q:
    return Q(pk__in=CityWord.objects.filter(begins_with(beginning)).values("city"))


def _all(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found &= condition
    return found
