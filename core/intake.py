"""Taking a file in: checked, unpacked to see, pictures written anew, stored under a random name."""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from django.core.files import File

from core.sandbox import run_limited
from core.storage import private_storage
from core.uploads import UploadInfo, check_size, inspect, is_office_file, sha256_of

ENCODED = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}


def store_upload(file: Any, folder: str) -> tuple[UploadInfo, str]:
    """Check an uploaded file and store it; return what was stored, and its name in the private storage.

    A picture is written anew, without place and camera: size and hash are those of the stored bytes. Never call this
    inside a transaction; the caller deletes the file again when its own work fails.

    Args:
        file: an UploadedFile or any seekable binary file with a `name`.
        folder: the folder of the private storage.

    Raises: ValidationError that says how to mend it.
    """
    info = inspect(file)
    with ExitStack() as stack:
        if info.kind in ENCODED:
            fresh = stack.enter_context(run_limited("core.pictures:re_encode", file, ENCODED[info.kind]))
            file = File(fresh, name=file.name)
            info = replace(info, size=check_size(file), sha256=sha256_of(file))
        elif is_office_file(info):
            stack.enter_context(run_limited("core.office_files:check_unpacks", file))
        file.seek(0)
        return info, private_storage.save(private_storage.generate_filename(f"{folder}/file"), file)
