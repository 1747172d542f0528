"""What strangers type, cleaned field by field; every refusal says how to mend it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core import clamd
from core.intake import store_upload
from core.languages import LANGUAGES
from core.storage import private_storage, safe_name
from core.text import clean_line, clean_text, validate_email_address, validate_public_url
from participation.models import TEXT_LENGTH, WINDOW_TEXT_LENGTH, LabelStatement

Values = dict[str, Any]


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
        "email": lambda: _email(email),
        "proof": lambda: _kind(proof),
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
        "email": lambda: _email(email),
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


def long_enough(text: str, most: int, missing: str) -> str:
    """Return a text of several lines. Raises: ValidationError when it is empty or too long."""
    text = clean_text(text)
    if not text:
        raise ValidationError(missing)
    if len(text) > most:
        words = _("Use %(most)s characters at most; this text has %(number)s.")
        raise ValidationError(words, params={"most": most, "number": len(text)})
    return text


def known_language(code: str) -> str:
    """Return one of the languages a text may be written in. Raises: ValidationError."""
    if code not in dict(LANGUAGES):
        raise ValidationError(_("Choose the language from the list."))
    return code


def secure_link(url: str) -> str:
    """Return a public https address. Raises: ValidationError."""
    url = clean_line(url)
    validate_public_url(url)
    if not url.lower().startswith("https://") or len(url) > 500:
        raise ValidationError(_("Enter an address that begins with https:// and has 500 characters at most."))
    return url


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


def _email(email: str) -> str:
    email = clean_line(email).lower()
    validate_email_address(email)
    return email


def _kind(proof: str) -> str:
    if proof not in {"link", "file"}:
        raise ValidationError(_("Choose a link or a file."))
    return proof


@contextmanager
def stored_file(file: Any) -> Iterator[Values]:
    """Check and store a file before the transaction. Whoever uses it sets `used`; else it is deleted again.

    Raises: ValidationError for the field `file`.
    """
    if file is None:
        yield {"used": False}
        return
    try:
        info, name = store_upload(file, "statements")
        scan = _scanned(name)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    values = {
        "used": False,
        "file": name,
        "file_name": safe_name(file.name),
        "content_type": info.content_type,
        "size": info.size,
        "sha256": info.sha256,
        **scan,
    }
    try:
        yield values
    finally:
        if not values["used"]:
            private_storage.delete(name)


def _scanned(name: str) -> Values:
    """Return what the scanner says of a stranger's file, at once: one with a virus is not kept.

    Without a scanner nothing is said. A scan that fails is tried again later; nothing is published before.
    """
    if not clamd.is_set_up():
        return {}
    verdict = clamd.scan_stored(name)
    if verdict.state == clamd.INFECTED:
        private_storage.delete(name)
        raise ValidationError(_("A virus was found in this file, so it was not kept. Clean it, or add a link instead."))
    return {"scan_state": verdict.state, "scan_found": verdict.found, "scanned_at": timezone.now()}
