"""What strangers type and upload, cleaned; every refusal says how to mend it. For actions, before they write."""

from collections.abc import Iterator
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

Values = dict[str, Any]


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


def mail_address(email: str) -> str:
    """Return an e-mail address in lower case. Raises: ValidationError."""
    email = clean_line(email).lower()
    validate_email_address(email)
    return email


def link_or_file(proof: str) -> str:
    """Return how something is proved. Raises: ValidationError."""
    if proof not in {"link", "file"}:
        raise ValidationError(_("Choose a link or a file."))
    return proof


@contextmanager
def kept_upload(file: Any, folder: str) -> Iterator[Values]:
    """Check and store a file before the transaction. Whoever uses it sets `used`; else it is deleted again.

    Args:
        file: an uploaded file, or None.
        folder: the folder of the private storage.

    Raises: ValidationError for the field `file`.
    """
    if file is None:
        yield {"used": False}
        return
    try:
        info, name = store_upload(file, folder)
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
