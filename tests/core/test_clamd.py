"""The scanner's client, against a server that speaks the protocol, and against a real clamd where there is one."""

import io
import shutil
import socket
import subprocess
import threading
import time

import pytest

from core import clamd
from tests.scanner import EICAR, fake_clamd

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"", clamd.Verdict("clean")),
        (b"x" * 300_000, clamd.Verdict("clean")),
        (b"x" * 300_000 + EICAR, clamd.Verdict("infected", "Eicar-Test-Signature")),
    ],
)
def test_a_file_is_sent_in_pieces(content, verdict, tmp_path, settings):
    file = io.BytesIO(content)
    file.seek(len(content))
    with fake_clamd(tmp_path) as settings.CLAMD_SOCKET:
        assert clamd.scan(file) == verdict


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR", b" ", b"\xff\xfe", b"x" * 9000])
def test_a_reply_that_is_no_verdict_is_an_error(reply, tmp_path, settings):
    with fake_clamd(tmp_path, reply) as settings.CLAMD_SOCKET:
        verdict = clamd.scan(io.BytesIO(b"x" * 5_000_000))
    assert verdict.state == "error"
    assert 0 < len(verdict.found) <= 200


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.sock", "/nowhere", "127.0.0.1:1", "tcp://127.0.0.1:1", "x"])
def test_a_scanner_that_does_not_answer_is_an_error(address, settings):
    settings.CLAMD_SOCKET = address
    assert clamd.scan(io.BytesIO(b"x")).state == "error"


def test_tcp_is_spoken_too(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line = server.accept()[0]
            with line, line.makefile("rb") as stream:
                stream.read(10 + 4 + 3 + 4)
                line.sendall(b"stream: OK\0")

        thread = threading.Thread(target=serve)
        thread.start()
        settings.CLAMD_SOCKET = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert clamd.scan(io.BytesIO(b"abc")) == clamd.Verdict("clean")
        thread.join()


@pytest.fixture
def real_clamd(tmp_path, settings):
    """Debian's clamd with a database of one signature."""
    database = tmp_path / "database"
    database.mkdir()
    (database / "test.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
    path = tmp_path / "clamd.sock"
    config = tmp_path / "clamd.conf"
    config.write_text(
        f"DatabaseDirectory {database}\nLocalSocket {path}\nForeground yes\nStreamMaxLength 1M\nUser root\n"
        f"TemporaryDirectory {tmp_path}\nLogFile {tmp_path}/clamd.log\n"
    )
    process = subprocess.Popen([CLAMD, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not path.exists():
            if process.poll() is not None or time.monotonic() > until:
                pytest.skip("clamd does not start here: " + (tmp_path / "clamd.log").read_text()[-300:])
            time.sleep(0.1)
        settings.CLAMD_SOCKET = f"unix:{path}"
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.skipif(not CLAMD, reason="needs clamd (apt-get install clamav-daemon)")
def test_a_real_clamd_answers(real_clamd):
    assert clamd.scan(io.BytesIO(b"Council minutes" * 50_000)) == clamd.Verdict("clean")
    found = clamd.scan(io.BytesIO(b"x" * 200_000 + EICAR))
    assert (found.state, found.found) == ("infected", "Test.Eicar.UNOFFICIAL")
    too_long = clamd.scan(io.BytesIO(b"x" * 3_000_000))
    assert too_long.state == "error"
