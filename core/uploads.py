"""What may be uploaded: documents, tables, text and pictures that can do nothing but be read.

Name, content and declared type must agree. Every refusal is a ValidationError that says how to mend it. A file is
read in blocks, never as a whole.
"""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.office_files import check_office_zip, has_zip_end
from core.pictures import check_picture

BLOCK = 256 * 1024
UNKNOWN_TYPES = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|foreignobject)\b", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, kw_only=True)
class UploadInfo:
    """What an accepted file is."""

    kind: str
    content_type: str
    extension: str
    size: int
    sha256: str
    image_pixels: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """One kind of file: how it may call itself, and how it proves it. `check` returns pixels for pictures."""

    content_type: str
    also: tuple[str, ...] = ()
    starts: tuple[bytes, ...] = ()
    check: Callable[[IO[bytes], "_Kind"], int | None]
    needs: str = ""


def _refuse(message: Any, code: str, **params: Any) -> ValidationError:
    return ValidationError(message, code=code, params=params)


# --- One check per family ---------------------------------------------------------------------------


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _check_pdf(file: IO[bytes], kind: _Kind) -> None:
    file.seek(max(0, file.seek(0, 2) - 2048))
    if b"%%EOF" not in file.read():
        raise _refuse(
            _("This PDF is cut off or damaged. Open it, save or print it as PDF again, and upload that."), "damaged"
        )


def _check_office(file: IO[bytes], kind: _Kind) -> None:
    names, declared = check_office_zip(file)
    is_odf = kind.content_type.startswith(ODF)
    agrees = declared.strip() == kind.content_type if is_odf else kind.content_type in declared
    if kind.needs not in names or not agrees:
        raise _refuse(
            _("The content of this file is not what its name says. Open it and save it in the format you want."),
            "mismatch",
        )


def _check_text(file: IO[bytes], kind: _Kind) -> None:
    """Text in UTF-8 or an old one-byte code, without control characters, and no web page in disguise."""
    before = b""
    for number, block in enumerate(_blocks(file)):
        if number == 0 and block.startswith(UTF16_MARKS):
            raise _refuse(_("This text is saved as UTF-16. Save it as UTF-8 and upload it again."), "encoding")
        if CONTROL.search(block):
            raise _refuse(
                _("This is not a plain text file. Save it as text in UTF-8, or upload it as PDF."), "encoding"
            )
        if MARKUP.search(before + block) or (number == 0 and _looks_like_markup(block)):
            raise _refuse(_("Web pages and drawings in code are not accepted. Save it as PDF."), "markup")
        before = block[-64:]


def _looks_like_markup(block: bytes) -> bool:
    return bool(re.match(rb"<[!?a-z]", block.removeprefix(codecs.BOM_UTF8).lstrip().lower()))


def _check_image(file: IO[bytes], kind: _Kind) -> int:
    return check_picture(file, kind.needs)


ZIP_START = (b"PK\x03\x04",)
KINDS = {
    "pdf": _Kind(content_type="application/pdf", also=("application/x-pdf",), starts=(b"%PDF-",), check=_check_pdf),
    "docx": _Kind(
        content_type=f"{OOXML}wordprocessingml.document",
        starts=ZIP_START,
        check=_check_office,
        needs="word/document.xml",
    ),
    "xlsx": _Kind(
        content_type=f"{OOXML}spreadsheetml.sheet", starts=ZIP_START, check=_check_office, needs="xl/workbook.xml"
    ),
    "odt": _Kind(content_type=f"{ODF}text", starts=ZIP_START, check=_check_office, needs="content.xml"),
    "ods": _Kind(content_type=f"{ODF}spreadsheet", starts=ZIP_START, check=_check_office, needs="content.xml"),
    "csv": _Kind(
        content_type="text/csv",
        also=("text/plain", "application/csv", "text/x-csv", "application/vnd.ms-excel", "text/comma-separated-values"),
        check=_check_text,
    ),
    "txt": _Kind(content_type="text/plain", check=_check_text),
    "png": _Kind(content_type="image/png", starts=(b"\x89PNG\r\n\x1a\n",), check=_check_image, needs="PNG"),
    "jpg": _Kind(
        content_type="image/jpeg",
        also=("image/pjpeg", "image/jpg"),
        starts=(b"\xff\xd8\xff",),
        check=_check_image,
        needs="JPEG",
    ),
    "webp": _Kind(content_type="image/webp", starts=(b"RIFF",), check=_check_image, needs="WEBP"),
}
ALIASES = {"jpeg": "jpg"}
ACCEPT = ",".join(f".{name}" for name in [*KINDS, *ALIASES])


def content_type_of(name: str) -> str:
    """Return the type of a stored file by the name it was accepted with; unknown bytes for any other."""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    kind = KINDS.get(ALIASES.get(extension, extension))
    return kind.content_type if kind else "application/octet-stream"


def inspect(file: Any) -> UploadInfo:
    """Check an uploaded file and return what it is; the file is left at its beginning.

    Args:
        file: an UploadedFile or any seekable binary file with a `name`.

    Raises: ValidationError that says how to mend it.
    """
    extension = PurePath(file.name or "").suffix.lower().removeprefix(".")
    name = ALIASES.get(extension, extension)
    kind = KINDS.get(name)
    if kind is None:
        raise _refuse(_("This kind of file is not accepted. Save it as %(kinds)s."), "kind", kinds=_kinds_in_words())
    try:
        size = check_size(file)
        _check_declared_type(file, kind, extension)
        _check_start(file, kind, name)
        pixels = kind.check(file, kind)
        return UploadInfo(
            kind=name,
            content_type=kind.content_type,
            extension=extension,
            size=size,
            sha256=sha256_of(file),
            image_pixels=pixels,
        )
    finally:
        file.seek(0)


def _kinds_in_words() -> str:
    return ", ".join(name.upper() for name in KINDS)


def is_office_file(info: UploadInfo) -> bool:
    """Return whether it is a zip-based office document."""
    return KINDS[info.kind].starts == ZIP_START


def check_size(file: Any) -> int:
    """Return the size of a file; the file is left at its end.

    Raises: ValidationError for an empty file and for one beyond the limit.
    """
    size = file.seek(0, 2)
    if size == 0:
        raise _refuse(_("This file is empty. Check that it opens on your computer, then upload it again."), "empty")
    if size > settings.UPLOAD_MAX_BYTES:
        raise _refuse(
            _("This file has %(size)s MB; %(limit)s MB is the most. Make its pictures smaller or split it."),
            "too_big",
            size=-(-size // 2**20),
            limit=settings.UPLOAD_MAX_BYTES // 2**20,
        )
    return size


def _check_declared_type(file: Any, kind: _Kind, extension: str) -> None:
    declared = (getattr(file, "content_type", "") or "").partition(";")[0].strip().lower()
    if declared not in {kind.content_type, *kind.also, *UNKNOWN_TYPES}:
        raise _refuse(
            _("Your browser sent this file as %(declared)s, but its name ends in .%(extension)s. Save it again."),
            "mismatch",
            declared=declared[:80],
            extension=extension,
        )


def _check_start(file: Any, kind: _Kind, name: str) -> None:
    """Compare the first bytes with what the name promises; text is judged by its own check."""
    if not kind.starts:
        return
    file.seek(0)
    first = file.read(16)
    found = _found_kinds(file)
    if not first.startswith(kind.starts) or not found.intersection({name, "docx" if kind.starts == ZIP_START else ""}):
        raise _refuse(
            _("The name of this file ends in .%(name)s, but its content is something else. Save it as %(upper)s."),
            "mismatch",
            name=name,
            upper=name.upper(),
        )
    if kind.starts != ZIP_START and has_zip_end(file):
        raise _refuse(
            _("This file is two kinds of file in one. Open it, save it again, and upload the new file."), "mismatch"
        )


def _found_kinds(file: Any) -> set[str]:
    file.seek(0)
    try:
        return {match.extension.removeprefix(".") for match in puremagic.magic_stream(file)}
    except (puremagic.PureError, ValueError):
        return set()


def sha256_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file, read in blocks; the file is left at its beginning."""
    digest = hashlib.sha256()
    for block in _blocks(file):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()
