"""Documents that come with a form: checked and stored before the transaction, forgotten when anything fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError

from cities.cleaning import store_mandate
from core.storage import private_storage, safe_name


@contextmanager
def stored_document(file: Any) -> Iterator[dict[str, Any]]:
    """Store the document of a mandate and give the values of its fields.

    Raises: ValidationError for `file` when it is missing or not a document.
    """
    try:
        info, stored = store_mandate(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    try:
        yield {"file": stored, "file_name": safe_name(file.name), "sha256": info.sha256}
    except BaseException:
        private_storage.delete(stored)
        raise
