"""A small server that speaks clamd's INSTREAM, and the harmless text that every scanner calls a virus."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In two parts, so that no scanner takes this file for a virus.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def fake_clamd(folder: Path, reply: bytes = b"") -> Iterator[str]:
    """Serve one scan after the other on a Unix socket; yield its address. `reply` instead of an honest answer."""
    path = folder / "clamd.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        thread = threading.Thread(target=_serve, args=(server, reply), daemon=True)
        thread.start()
        yield f"unix:{path}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def _serve(server: socket.socket, reply: bytes) -> None:
    while True:
        try:
            line = server.accept()[0]
        except OSError:
            return
        with line:
            line.sendall((reply or _answer(line)) + b"\0")


def _answer(line: socket.socket) -> bytes:
    with line.makefile("rb") as stream:
        if stream.read(10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND"
        content = b""
        while size := struct.unpack(">L", stream.read(4))[0]:
            content += stream.read(size)
    return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
