"""The description of a piece of evidence, cleaned field by field; every refusal says how to mend it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.actions.values import clean_language, clean_values
from commitments.models import Evidence
from core.intake import store_upload
from core.storage import safe_name
from core.text import validate_public_url

DESCRIBED = ("title", "page", "dated_on", "proves", "visibility", "has_personal_data")
T = TypeVar("T")


def clean_description(*, kind: str, url: str, language: str, **typed: Any) -> dict[str, Any]:
    """Return what was typed about a piece of evidence, ready to be stored.

    Args:
        kind: "file" or "link"; a link needs `url`.
        url: the address.
        language: language code of the document, may be empty.
        typed: the fields of `DESCRIBED`.

    Raises: ValidationError with a message per field.
    """
    values = clean_values(Evidence, DESCRIBED, typed)
    if values["has_personal_data"]:
        values["visibility"] = Evidence.Visibility.CONFIDENTIAL
    missing = {"title": _("Say what it is."), "proves": _("Say what it proves.")}
    errors = {name: words for name, words in missing.items() if not values[name]}
    if errors:
        raise ValidationError(errors)
    values["language"] = _named("language", lambda: clean_language(language, blank=True))
    if kind == Evidence.Kind.LINK:
        values["url"] = clean_values(Evidence, ("url",), {"url": url})["url"]
        _named("url", lambda: validate_public_url(values["url"]))
    return values


def clean_reading(*, page: str, proves: str) -> dict[str, Any]:
    """Return where to look and what it shows, for a piece that is used again.

    Raises: ValidationError with a message per field.
    """
    values = clean_values(Evidence, ("page", "proves"), {"page": page, "proves": proves})
    if not values["proves"]:
        raise ValidationError({"proves": _("Say what it proves.")})
    return values


def clean_archive_address(url: str) -> str:
    """Return the address of an archived copy; empty stays empty.

    Raises: ValidationError for the field `archive_url`.
    """
    address = clean_values(Evidence, ("archive_url",), {"archive_url": url})["archive_url"]
    if address:
        _named("archive_url", lambda: validate_public_url(address))
    return address


def store_file(file: Any) -> dict[str, Any]:
    """Check and store an uploaded file; return the fields that name it.

    Raises: ValidationError for the field `file`.
    """
    if file is None:
        raise ValidationError({"file": _("Choose a file.")})
    info, stored = _named("file", lambda: store_upload(file, "evidence"))
    return {
        "file": stored,
        "file_name": safe_name(file.name),
        "content_type": info.content_type,
        "size": info.size,
        "sha256": info.sha256,
    }


def _named(name: str, clean: Callable[[], T]) -> T:
    """Run a check and hang its refusal on the field `name`."""
    try:
        return clean()
    except ValidationError as error:
        raise ValidationError({name: error}) from error
