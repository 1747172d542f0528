"""A public text in other languages: saved by the city's people, published by an approver; every step is kept.

The portal translates nothing itself and asks nobody outside. Who pastes a text says whether a person or a machine
translated it, field by field.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import (
    StaleEdit,
    lock,
    lock_city,
    lock_commitment,
    public_change,
    require,
    require_writer,
)
from commitments.actions.rollups import settle
from commitments.actions.values import clean_value
from commitments.models import (
    INDICATOR,
    MILESTONE,
    Commitment,
    CommitmentVersion,
    Indicator,
    Milestone,
    VersionTranslation,
)
from commitments.queries.translations import translatable
from commitments.rules import may_publish_translation
from core import audit
from core.translated import Texts, made_by
from core.translating import cleaned_texts, release, require_other_language, save_copy
from review.workflow import NotReady, Stale

ROWS = {MILESTONE: Milestone, INDICATOR: Indicator}


@transaction.atomic
def save_translation(
    *, version: CommitmentVersion, language: str, by: User, revision: int, texts: Mapping[str, dict[str, str]]
) -> VersionTranslation:
    """Save the working copy of a translation. Nothing of it is public before an approver publishes it.

    Args:
        version: the text in force.
        language: one of the 24, not the one the text is written in.
        by: an editor or approver of the city.
        revision: what the writer saw; 0 when there was no translation.
        texts: name of the field -> {"text": …, "by": "human" or "machine"}; empty texts are left out.

    Returns: the translation with its new revision.
    Raises: NotAllowed; StaleEdit (with `.current`) when somebody saved in between; Stale when the text is no longer
        in force; ValidationError with a message per field.
    """
    require_writer(by, version.commitment.city)
    current = _lock_in_force(version)
    require_other_language(language, current.language)
    originals = translatable(current, current.milestones.all(), current.indicators.all())
    cleaned = cleaned_texts(texts, originals, _clean)
    rows, owner = VersionTranslation.objects.all(), {"version": current, "language": language}
    saved = save_copy(rows, revision=revision, texts=cleaned, by=by, **owner)
    if saved is None:
        raise StaleEdit(rows.select_related("editor").get(**owner))
    saved.version = current
    audit.record("save_translation", by=by, obj=saved, scope=current.commitment.city, data=_told(saved, saved.texts))
    return saved


@transaction.atomic
def publish_translation(*, translation: VersionTranslation, by: User, revision: int) -> VersionTranslation:
    """Let the public read the working copy. What was public stays in the record.

    Args:
        translation: as it was saved.
        by: an approver of the city.
        revision: what the approver saw.

    Returns: the translation. Publishing the same texts again changes nothing.
    Raises: NotAllowed; NotReady when nothing is translated; StaleEdit; Stale.
    """
    current = _lock_to_publish(translation, by)
    if current.revision != revision:
        raise StaleEdit(current)
    if not current.texts:
        raise NotReady([_("Translate at least one part before you publish.")])
    if current.public is None or current.public.texts != current.texts:
        _release(current, current.texts, by, "publish_translation")
    return current


@transaction.atomic
def take_back_translation(*, translation: VersionTranslation, by: User) -> VersionTranslation:
    """Show the original again. The working copy stays; the history says that the translation was taken back.

    Args:
        translation: one that the public reads.
        by: an approver of the city.

    Returns: the translation. Taking it back twice changes nothing.
    Raises: NotAllowed; Stale when its text is no longer in force.
    """
    current = _lock_to_publish(translation, by)
    if current.public is not None:
        _release(current, {}, by, "take_back_translation")
    return current


def _release(translation: VersionTranslation, texts: Texts, by: User, act: str) -> None:
    """Write the next release, and let the pages, the lists and the search follow in the same transaction."""
    number = release(translation, texts, by)
    commitment = translation.version.commitment
    public_change(commitment)
    data = _told(translation, texts) | {"release": number}
    audit.record(act, by=by, obj=translation, scope=commitment.city, data=data)
    settle([commitment.pk])


def _told(translation: VersionTranslation, texts: Texts) -> dict[str, Any]:
    """Return what the audit chain keeps: which fields, and where each comes from."""
    text = translation.version
    told = {"code": text.commitment.code, "number": text.number, "language": translation.language}
    return told | made_by(texts)


def _lock_in_force(version: CommitmentVersion) -> CommitmentVersion:
    """Return the version, locked like its city and commitment. Raises: Stale when it is not the text in force."""
    lock_city(version.commitment.city_id)
    commitment = lock_commitment(version.commitment_id)
    current = lock(version)
    if current.state != CommitmentVersion.State.PUBLISHED or commitment.state == Commitment.State.WITHDRAWN:
        raise Stale(_("This text is no longer in force, so its translations stay as they are."))
    return current


def _lock_to_publish(translation: VersionTranslation, by: User) -> VersionTranslation:
    version = _lock_in_force(translation.version)
    require(may_publish_translation(by, version), _("Only approvers of this city publish translations."))
    rows = VersionTranslation.objects.select_for_update(of=("self",), no_key=True).select_related("public", "editor")
    current = rows.get(pk=translation.pk)
    current.version = version
    return current


def _clean(name: str, text: str) -> str:
    """Return a text as the field of the original keeps it: a translation obeys the same length."""
    kind, _sign, key = name.partition(":")
    field = ROWS[kind]._meta.get_field("title") if key else CommitmentVersion._meta.get_field(name)
    return clean_value(field, text)
