"""Where uploads lie: under random names, outside every web folder, and out only through a view that asks who may.

A stored file has no address. `download_response` is the one way to send it.
"""

import re
import secrets
import unicodedata
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse

# For FileField(storage=private_storage): follows STORAGES, so that a later S3 bucket needs no migration.
private_storage = default_storage

SANDBOX = "sandbox; default-src 'none'"
SENT_AS_IS = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "image/png",
    "image/jpeg",
    "image/webp",
    "text/csv",
    "text/plain",
}
NAME_LENGTH = 120


class NoPublicAddressError(AttributeError, ValueError):
    """A private file was asked for its URL.

    An AttributeError as well, because Django's file widget asks with `getattr(value, "url", False)`.
    """


class PrivateStorage(FileSystemStorage):
    """Files under MEDIA_ROOT with random names; the folder part of `upload_to` is kept, the uploader's name is not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700, **options})

    def generate_filename(self, filename: str) -> str:
        """Return a random name in the folder of `filename`."""
        token = secrets.token_hex(16)
        folder = PurePosixPath(super().generate_filename(filename)).parent
        return str(folder / token[:2] / token)

    def url(self, name: str | None) -> str:
        """Refuse: a private file is downloaded through a view that checks permission."""
        raise NoPublicAddressError("A private file has no address: link to the view that checks permission.")


def safe_name(name: str, *, fallback: str = "file") -> str:
    """Return a file name that is safe in a header and on any disk: no path, no control or bidi characters."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in name)
    name = re.sub(r'[\s/\\:*?"<>|;%]+', " ", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:NAME_LENGTH].strip(" .") or fallback
    return f"{stem[: NAME_LENGTH - len(extension)].strip(' .') or fallback}.{extension}"


def download_response(file: File | IO[bytes], *, name: str, content_type: str) -> FileResponse:
    """Send a stored file so that no browser ever runs it in the portal's name. Ask for permission before.

    Args:
        file: the stored file, open or not; the response closes it.
        name: the name the reader's computer shows, usually the uploader's own.
        content_type: the type found by `uploads.inspect`; any other is sent as unknown bytes.
    """
    known = content_type.partition(";")[0].strip().lower()
    response = FileResponse(
        file,
        as_attachment=True,
        filename=safe_name(name),
        content_type=known if known in SENT_AS_IS else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
