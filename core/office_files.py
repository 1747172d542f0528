"""A look at the directory of a zip-based office file before any library unpacks it.

A 349 KB spreadsheet can cost 42 seconds and 1.7 GB. `check_office_zip` reads the directory at the end of the file; it
unpacks nothing but two small entries that name the document's type. `check_unpacks` unpacks all of it, in a process
with limits, because a directory can lie.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2000
MAX_DIRECTORY = 1024 * 1024
RATIO_FROM = 64 * 1024  # below this, a high ratio is harmless and common (empty sheets, repeated styles)

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_MARK = b"PK\x03\x04"
# No office file of today declares a document type; a page of a few bytes can grow to gigabytes with one.
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
BLOCK = 64 * 1024
END_MARK, END64_MARK = b"PK\x05\x06", b"PK\x06\x07"
TAIL = END.size + 0xFFFF + 20
ENCRYPTED = 0x1
MACRO_NAME = re.compile(r"vbaproject|vbadata|(^|/)macrosheets/|(^|/)(basic|scripts)/|activex|\.(exe|dll|js|vbs|bat)$")


class _Fault(Exception):
    """What is wrong with the archive, in the reader's words."""


TOO_BIG = _(
    "This file unpacks to far more than its size, so it cannot be opened safely. Save a copy with less in it, "
    "or save it as PDF."
)
BROKEN = _("This file is damaged or not a real office document. Open it, save it again, and upload the new file.")
MACROS = _("This file holds macros or programs. Save it without macros (as .docx, .xlsx, .odt or .ods) or as PDF.")
LOCKED = _("This file is protected by a password. Save it without the password and upload it again.")


def has_zip_end(file: IO[bytes]) -> bool:
    """Return whether a zip directory closes this file, whatever it begins with."""
    return _find_end(file)[1] >= 0


def check_office_zip(file: IO[bytes]) -> tuple[set[str], str]:
    """Check the zip directory of an office file; return its entry names and what it says its type is.

    Args:
        file: a seekable binary file.

    Returns: the names of all entries, and the text of `mimetype` (ODF) or `[Content_Types].xml` (OOXML).
    Raises: ValidationError that says how to mend it.
    """
    try:
        _check_end(file)
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            kind = _declared_type(archive)
            _check_macros(entries, kind)
            return {entry.filename for entry in entries}, kind
    except _Fault as fault:
        raise ValidationError(fault.args[0], code="office") from fault
    except UNREADABLE as error:
        raise ValidationError(BROKEN, code="office") from error


def _find_end(file: IO[bytes]) -> tuple[bytes, int]:
    """Return the tail of the file and where its end-of-directory record begins in it, -1 for none."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    plain = len(tail) - END.size
    if plain >= 0 and tail[plain:].startswith(END_MARK) and tail.endswith(b"\x00\x00"):
        return tail, plain
    return tail, tail.rfind(END_MARK)


def _check_end(file: IO[bytes]) -> None:
    """Refuse by the end record alone, so that a directory of a million entries is never read."""
    tail, at = _find_end(file)
    if at < 0 or len(tail) - at < END.size:
        raise _Fault(BROKEN)
    _mark, disk, start_disk, _here, entries, size, _offset, comment = END.unpack_from(tail, at)
    if disk or start_disk or comment != len(tail) - at - END.size:
        raise _Fault(BROKEN)
    if tail[max(0, at - 20) : at].startswith(END64_MARK) or entries > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise _Fault(TOO_BIG)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries or len(entries) > MAX_ENTRIES:
        raise _Fault(TOO_BIG if entries else BROKEN)
    if min(entry.header_offset for entry in entries) != 0:
        raise _Fault(BROKEN)  # something stands before the archive: a file of two kinds
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise _Fault(LOCKED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise _Fault(BROKEN)
    if len({entry.filename for entry in entries}) != len(entries):
        raise _Fault(BROKEN)
    _check_sizes(entries)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = any(
        entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size for entry in entries
    )
    if unpacked > MAX_UNPACKED or too_dense or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise _Fault(TOO_BIG)


def _declared_type(archive: zipfile.ZipFile) -> str:
    for name in ("mimetype", "[Content_Types].xml"):
        if name in archive.NameToInfo:
            size = archive.getinfo(name).file_size
            if size > MAX_DIRECTORY:
                raise _Fault(BROKEN)
            with archive.open(name) as entry:  # never read(): without a limit it unpacks more than the entry declares
                return entry.read(size + 1).decode("utf-8", "replace")
    raise _Fault(BROKEN)


def _check_macros(entries: list[zipfile.ZipInfo], kind: str) -> None:
    if "macroenabled" in kind.lower() or any(MACRO_NAME.search(entry.filename.lower()) for entry in entries):
        raise _Fault(MACROS)


def check_unpacks(source: IO[bytes], target: IO[bytes]) -> None:
    """Unpack every entry and throw it away: it must hold as many bytes as it declares, and no entity that grows.

    Called by `core.sandbox`. Writes nothing to `target`.
    Raises: ValueError for a file that lies.
    """
    with zipfile.ZipFile(source) as archive:
        entries = archive.infolist()
    _check_sizes(entries)
    for entry in entries:
        before, size = b"", 0
        for block in _unpacked(source, entry):
            size += len(block)
            if size > entry.file_size:
                raise ValueError("more than declared")
            text = (before + block).replace(b"\x00", b"")
            if entry.filename.lower().endswith((".xml", ".rels")) and DOCTYPE.search(text):
                raise ValueError("document type")
            before = block[-64:]
        if size != entry.file_size:
            raise ValueError("less than declared")


def _unpacked(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of an entry to its real end, whatever the directory says of its size."""
    file.seek(entry.header_offset)
    mark, *_rest, name_length, extra_length = LOCAL.unpack(file.read(LOCAL.size))
    if mark != LOCAL_MARK:
        raise ValueError("no entry here")
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left and (packed := file.read(min(BLOCK, left))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, BLOCK)
            packed = inflate.unconsumed_tail
    if inflate is not None:
        yield inflate.flush()
