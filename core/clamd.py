"""A client of clamd, the scanner of ClamAV: one command (INSTREAM), over a Unix socket or TCP.

Ours, because no maintained library does it; see docs/adr/0003-dependencies.md.
"""

import socket
import struct
from dataclasses import dataclass
from typing import IO

from django.conf import settings

from core.storage import private_storage

CLEAN, INFECTED, ERROR = "clean", "infected", "error"
CHUNK = 64 * 1024
SECONDS = 60
LONGEST_REPLY = 4096


@dataclass(frozen=True)
class Verdict:
    """`state` is clean, infected or error; `found` the name of the signature, or what went wrong."""

    state: str
    found: str = ""


def is_set_up() -> bool:
    """Return whether the operator named a scanner."""
    return bool(settings.CLAMD_SOCKET)


def waits(state: str) -> bool:
    """Return whether a file in this state (`core.models.Scan`) waits for the scanner; never where there is none."""
    return is_set_up() and state in {"unscanned", ERROR}


def scan_stored(name: str) -> Verdict:
    """Have a file of the private storage scanned. Takes seconds: never inside a transaction.

    Args:
        name: its name in the private storage.
    """
    try:
        with private_storage.open(name) as file:
            return scan(file)
    except FileNotFoundError:
        return Verdict(ERROR, "the file is missing")


def scan(file: IO[bytes]) -> Verdict:
    """Send a file to the scanner, from its beginning, in pieces. Takes seconds: never inside a transaction.

    Args:
        file: any open binary file.
    """
    try:
        with _connect(settings.CLAMD_SOCKET) as line:
            _send(line, file)
            return _verdict(_reply(line))
    except (OSError, ValueError) as error:
        return Verdict(ERROR, f"{type(error).__name__}: {error}"[:200])


def _connect(address: str) -> socket.socket:
    path = address.removeprefix("unix:")
    if path.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(path)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _send(line: socket.socket, file: IO[bytes]) -> None:
    """Send the file as counted pieces; a scanner that has had enough closes, and its reply says why."""
    file.seek(0)
    try:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            line.sendall(struct.pack(">L", len(piece)) + piece)
        line.sendall(struct.pack(">L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _reply(line: socket.socket) -> str:
    reply = b""
    while b"\0" not in reply and len(reply) < LONGEST_REPLY and (piece := line.recv(LONGEST_REPLY)):
        reply += piece
    return reply.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(reply: str) -> Verdict:
    words = reply.removeprefix("stream:").strip()
    if words == "OK":
        return Verdict(CLEAN)
    if words.endswith(" FOUND"):
        return Verdict(INFECTED, words.removesuffix(" FOUND")[:200])
    return Verdict(ERROR, words[:200] or "no answer")
