"""What strangers type, cleaned field by field; every refusal says how to mend it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.cleaning import Values, known_language, link_or_file, long_enough, mail_address, secure_link
from core.text import clean_line
from participation.models import TEXT_LENGTH, WINDOW_TEXT_LENGTH, LabelStatement


def clean_statement(
    *, text: str, language: str, speaker: str, show_name: bool, email: str, proof: str, url: str
) -> Values:
    """Return what was typed, ready to be stored.

    Raises: ValidationError with a message per field.
    """
    cleaners: dict[str, Callable[[], Any]] = {
        "text": lambda: long_enough(text, TEXT_LENGTH, _("Say what it shows instead.")),
        "language": lambda: known_language(language),
        "speaker": lambda: _speaker(speaker, show_name),
        "email": lambda: mail_address(email),
        "proof": lambda: link_or_file(proof),
        "url": lambda: secure_link(url) if proof == "link" else "",
    }
    return {"show_name": show_name, **_cleaned(cleaners)}


def clean_label_statement(
    *, text: str, language: str, speaker: str, show_name: bool, email: str, url: str, kind: str
) -> Values:
    """Return what was typed on a label application, ready to be stored.

    Raises: ValidationError with a message per field.
    """
    is_named = show_name or kind != LabelStatement.Kind.RESIDENT
    cleaners: dict[str, Callable[[], Any]] = {
        "text": lambda: long_enough(text, WINDOW_TEXT_LENGTH, _("Say what you see in this city.")),
        "language": lambda: known_language(language),
        "speaker": lambda: _speaker_of(kind, speaker, show_name),
        "email": lambda: mail_address(email),
        "kind": lambda: _who(kind),
        "url": lambda: secure_link(url) if url.strip() else "",
    }
    return {"show_name": is_named, **_cleaned(cleaners)}


def _cleaned(cleaners: dict[str, Callable[[], Any]]) -> Values:
    """Return the clean value of each field. Raises: ValidationError with a message for each that is not."""
    values, errors = {}, {}
    for name, clean in cleaners.items():
        try:
            values[name] = clean()
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return values


def _speaker(speaker: str, show_name: bool) -> str:
    speaker = clean_line(speaker)
    if len(speaker) > 150:
        raise ValidationError(_("Use %(most)s characters at most."), params={"most": 150})
    if show_name and not speaker:
        raise ValidationError(_("Write the name that may be public, or choose that no name is shown."))
    return speaker


def _who(kind: str) -> str:
    if kind not in LabelStatement.Kind.values:
        raise ValidationError(_("Choose who speaks."))
    return kind


def _speaker_of(kind: str, speaker: str, show_name: bool) -> str:
    if kind != LabelStatement.Kind.RESIDENT and not clean_line(speaker):
        raise ValidationError(_("Write the name of the organisation or institution; the public reads it."))
    return _speaker(speaker, show_name)
