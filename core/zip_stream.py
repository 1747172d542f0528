"""A zip file that is written while it is sent: whatever its size, only one block is in memory."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

BLOCK = 256 * 1024
Entry = tuple[str, bytes | IO[bytes]]
SUMS = "SHA256SUMS.txt"


class _Pipe:
    """What the zip writes to; it cannot be read back or rewound, only emptied."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


def zip_stream(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the bytes of a zip with these entries and, last, a list of their SHA-256.

    Args:
        entries: name and content, bytes or an open file; a file is closed after it was read.
    """
    pipe, sums = _Pipe(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            digest = hashlib.sha256()
            with archive.open(name, "w", force_zip64=True) as target:
                for block in _blocks(content):
                    digest.update(block)
                    target.write(block)
                    yield pipe.take()
            sums.append(f"{digest.hexdigest()}  {name}\n")
        archive.writestr(SUMS, "".join(sums))
    yield pipe.take()


def _blocks(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content:
        while block := content.read(BLOCK):
            yield block
