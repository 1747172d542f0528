"""How a translation is written, whatever it translates: saved by revision, published as a release that never changes.

Actions of the apps above call it inside their transaction, with what is translated locked; they ask for the right to
act, tell the audit chain and move what follows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.translated import CODES, Provenance, Texts


def require_other_language(language: str, original: str) -> None:
    """Raise ValidationError unless `language` is one of the 24 and not the one the original is written in."""
    if language not in CODES or language == original:
        raise ValidationError(_("Choose another language than the one the text is written in."))


def cleaned_texts(
    texts: Mapping[str, Mapping[str, str]], originals: Mapping[str, str], clean: Callable[[str, str], str]
) -> dict[str, dict[str, str]]:
    """Return the texts ready to be stored; empty ones are left out.

    Args:
        texts: name of a part -> {"text": …, "by": "human" or "machine"}.
        originals: the parts that there are.
        clean: takes the name of a part and a text, returns it as it is stored; a translation obeys the length of its
            original.

    Raises: ValidationError with a message per part; ValueError for a part that the original does not have.
    """
    if unknown := set(texts) - set(originals):
        raise ValueError(f"Not a part of this text: {sorted(unknown)}")
    cleaned: dict[str, dict[str, str]] = {}
    errors: dict[str, Any] = {}
    for name, piece in texts.items():
        try:
            text = clean(name, piece["text"])
        except ValidationError as error:
            errors[name] = error
            continue
        if text and piece["by"] not in Provenance.values:
            errors[name] = ValidationError(_("Say who translated this: a person, or a machine."))
        elif text:
            cleaned[name] = {"text": text, "by": piece["by"]}
    if errors:
        raise ValidationError(errors)
    return cleaned


def save_copy(rows: QuerySet[Any], *, revision: int, texts: Texts, by: Any, **owner: Any) -> Any | None:
    """Save the working copy with one write that names the revision the writer saw.

    Args:
        rows: all translations of the table.
        revision: what the writer saw; 0 when there was no translation. While there is none, none can be overwritten.
        owner: what is translated, by its field, and `language`.

    Returns: the translation as stored; None when somebody saved in between.
    """
    values = {"texts": texts, "editor": by, "updated_at": timezone.now()}
    kept = rows.filter(**owner)
    if kept.filter(revision=revision).update(revision=F("revision") + 1, **values):
        return kept.get()
    return None if kept.exists() else _create(rows, owner | values)


def release(translation: Any, texts: Texts, by: Any) -> int:
    """Write the next release and let it be what the public reads; without texts the public reads the original again.

    Args:
        translation: locked.

    Returns: the number of the release.
    """
    number = translation.releases.count() + 1
    made = translation.releases.create(number=number, texts=texts, by=by)
    translation.public = made if texts else None
    type(translation).objects.filter(pk=translation.pk).update(public=translation.public)
    return number


def _create(rows: QuerySet[Any], values: dict[str, Any]) -> Any | None:
    try:
        with transaction.atomic():
            return rows.create(**values)
    except IntegrityError:
        return None
