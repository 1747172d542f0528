"""The profile of a city in other languages: saved by its people, published by an approver; every step is kept.

The profile itself may change at any time. A translation then stays as it is, and says that it belongs to an older text.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.actions.profile import StaleEdit
from cities.actions.words import index_city
from cities.cleaning import clean_profile_text
from cities.models import City, CityTranslation
from cities.queries.translations import profile_texts
from cities.rules import may_edit_profile, may_publish_profile_translation
from core import audit
from core.translated import Texts, made_by
from core.translating import cleaned_texts, release, require_other_language, save_copy
from review.workflow import NotAllowed, NotReady, Stale


class OriginalChanged(Stale):
    """The profile changed while somebody translated it. Nothing of this save was written."""

    def __init__(self) -> None:
        super().__init__(_("The city's text changed while you were writing. Read it again, then save."))


@transaction.atomic
def save_profile_translation(
    *,
    city: City,
    language: str,
    by: User,
    revision: int,
    texts: Mapping[str, dict[str, str]],
    originals: Mapping[str, str],
    still_right: Collection[str] = (),
) -> CityTranslation:
    """Save the working copy of a translation. Nothing of it is public before an approver publishes it.

    Args:
        city: whose profile it is.
        language: one of the 24, not the one the profile is written in.
        by: one of its people, or an administrator.
        revision: what the writer saw; 0 when there was no translation.
        texts: name of the part -> {"text": …, "by": "human" or "machine"}; empty texts are left out.
        originals: the parts of the profile as the writer saw them.
        still_right: parts that the writer compared with a changed original, and left as they are.

    Returns: the translation with its new revision. Parts that the profile does not have now are kept.
    Raises: NotAllowed; StaleEdit (with `.current`) when somebody saved in between; OriginalChanged; ValidationError
        with a message per part.
    """
    if not may_edit_profile(by, city):
        raise NotAllowed(_("Only the city's own people edit its profile."))
    current = _lock(city)
    if not current.language:
        raise ValidationError(_("First say on the city page in which language its text is written."))
    require_other_language(language, current.language)
    own = profile_texts(current)
    if own != dict(originals):
        raise OriginalChanged
    rows, owner = CityTranslation.objects.all(), {"city": current, "language": language}
    stored = rows.filter(**owner).select_related("editor").first()
    cleaned = cleaned_texts(texts, own, clean_profile_text)
    kept = _dated(cleaned, stored.texts if stored else {}, own, still_right)
    saved = save_copy(rows, revision=revision, texts=kept, by=by, **owner)
    if saved is None:
        raise StaleEdit(rows.select_related("editor").get(**owner))
    saved.city = current
    audit.record("save_profile_translation", by=by, obj=saved, scope=current, data=_told(saved, saved.texts))
    return saved


@transaction.atomic
def publish_profile_translation(*, translation: CityTranslation, by: User, revision: int) -> CityTranslation:
    """Let the public read the working copy, at once. What was public stays in the record.

    Args:
        translation: as it was saved.
        by: an approver of the city, or an administrator.
        revision: what they saw.

    Returns: the translation. Publishing the same texts again changes nothing.
    Raises: NotAllowed; NotReady when nothing is translated; StaleEdit.
    """
    current = _lock_to_publish(translation, by)
    if current.revision != revision:
        raise StaleEdit(current)
    if not current.texts.keys() & profile_texts(current.city).keys():
        raise NotReady([_("Translate at least one part before you publish.")])
    if current.public is None or current.public.texts != current.texts:
        _release(current, current.texts, by, "publish_profile_translation")
    return current


@transaction.atomic
def take_back_profile_translation(*, translation: CityTranslation, by: User) -> CityTranslation:
    """Show the original again. The working copy stays.

    Args:
        translation: one that the public reads.
        by: an approver of the city, or an administrator.

    Returns: the translation. Taking it back twice changes nothing.
    Raises: NotAllowed.
    """
    current = _lock_to_publish(translation, by)
    if current.public is not None:
        _release(current, {}, by, "take_back_profile_translation")
    return current


def _release(translation: CityTranslation, texts: Texts, by: User, act: str) -> None:
    """Write the next release, and let page and search follow in the same transaction."""
    number, city = release(translation, texts, by), translation.city
    City.objects.filter(pk=city.pk).update(changed_at=timezone.now())
    index_city(city)
    audit.record(act, by=by, obj=translation, scope=city, data=_told(translation, texts) | {"release": number})


def _told(translation: CityTranslation, texts: Texts) -> dict[str, Any]:
    """Return what the audit chain keeps: which parts, and where each comes from."""
    return {"language": translation.language} | made_by(texts)


def _dated(
    texts: Mapping[str, dict[str, str]], stored: Texts, originals: Mapping[str, str], still_right: Collection[str]
) -> dict[str, dict[str, str]]:
    """Return the texts, each with the words it was made from; what nobody touched or compared keeps those it had."""
    dated = {name: piece for name, piece in stored.items() if name not in originals}
    for name, piece in texts.items():
        before = stored.get(name, {})
        as_before = all(before.get(key) == piece[key] for key in ("text", "by")) and name not in still_right
        dated[name] = {**piece, "of": before["of"] if as_before else originals[name]}
    return dated


def _lock(city: City) -> City:
    return City.objects.select_for_update(no_key=True).get(pk=city.pk)


def _lock_to_publish(translation: CityTranslation, by: User) -> CityTranslation:
    city = _lock(translation.city)
    if not may_publish_profile_translation(by, city):
        raise NotAllowed(_("Only approvers of this city publish translations."))
    rows = CityTranslation.objects.select_for_update(of=("self",), no_key=True).select_related("public", "editor")
    current = rows.get(pk=translation.pk)
    current.city = city
    return current
