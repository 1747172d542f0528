"""A hundred approvers, each with a file of 2 MB: upload, sign off, send, all at once. Needs about two minutes.

    .venv/bin/python bench/submitters.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/submitters.py  PostgreSQL; an empty database of its own

gunicorn with two sync workers, on loopback. One in ten sends each form twice at once, as a double click does. Ends with
an error for any answer that is not the expected one, and for anything that exists twice.
"""

import http.client
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any

from measuring import ROOT, call, model, say, signed_in, start

SUBMITTERS, CITIES, SIZE, TWICE = 100, 10, 2 * 1024 * 1024, 10
SECONDS = 120
INPUT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
Form = dict[str, str]


def fill() -> list[tuple[str, str]]:
    """Make cities with drafts that miss nothing; return the code of each and the cookie of its approver."""
    make_city, make_role = call("tests.factories.make_city"), call("tests.factories.make_role")
    make_commitment, people = call("tests.factories.make_commitment"), model("accounts.User").objects
    cities = [make_city(f"City {number}", slug=f"at-city-{number}") for number in range(CITIES)]
    author = people.create_user("edda@city.example", name="Edda Editor")
    found = []
    for number in range(SUBMITTERS):
        person = people.create_user(f"pau{number}@city.example", name=f"Pau {number}")
        make_role(person, cities[number % CITIES], "approver")
        draft = make_commitment(city=cities[number % CITIES], state="draft", author=author)
        found.append((draft.code, signed_in(person)))
    return found


class Browser:
    """One approver's browser: keeps the cookies, reads the hidden boxes of a form, notes how long each answer took."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookies = port, dict([cookie.split("=", 1)])
        self.took: dict[str, list[float]] = {}
        self.faults: list[str] = []

    def form(self, address: str) -> Form:
        """Open the page of a form; return its hidden boxes."""
        _status, page = self._ask("page", "GET", address)
        return dict(INPUT.findall(page))

    def send(self, name: str, address: str, fields: Form, file: bytes = b"") -> None:
        """Send a form and expect to be led on."""
        status, _page = self._ask(name, "POST", address, *_multipart(fields, file))
        if status != HTTPStatus.FOUND:
            self.faults.append(f"{name}: {status}")

    def _ask(self, name: str, method: str, address: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "Referer": f"https://127.0.0.1:{self.port}/",
            "X-Forwarded-Proto": "https",
            **({"Content-Type": kind} if kind else {}),
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        begun = time.perf_counter()
        try:
            line.request(method, address, body or None, headers)
            answer = line.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.faults.append(f"{name}: {error!r}")
            return 0, ""
        finally:
            line.close()
        self.took.setdefault(name, []).append(time.perf_counter() - begun)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            key, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[key] = value
        if answer.status not in (HTTPStatus.OK, HTTPStatus.FOUND):
            self.faults.append(f"{method} {address}: {answer.status}")
        return answer.status, page


def _multipart(fields: Form, file: bytes) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = 'Content-Disposition: form-data; name="file"; filename="minutes.pdf"\r\nContent-Type: application/pdf'
    body = "".join(parts).encode()
    if file:
        body += f"--{mark}\r\n{head}\r\n\r\n".encode() + file + b"\r\n"
    return body + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def a_file() -> bytes:
    """A PDF of 2 MB that nobody else has."""
    return b"%PDF-1.4\n%" + secrets.token_hex((SIZE - 40) // 2).encode() + b"\ntrailer<<>>\n%%EOF\n"


def play(browser: Browser, code: str, *, twice: bool, together: threading.Barrier) -> None:
    """Upload, sign off, send; `twice` sends each form two times at once."""
    desk, file = f"/en/desk/commitments/{code}", a_file()
    together.wait(timeout=SECONDS)
    told = {"kind": "file", "title": "Minutes", "proves": "The council adopted it", "visibility": "public"}
    fields = browser.form(f"{desk}/evidence/add/") | told
    _click(twice, lambda: browser.send("upload", f"{desk}/evidence/add/", fields, file))
    fields = browser.form(f"{desk}/sign-off/") | {"mandate": "on"}
    _click(twice, lambda: browser.send("send", f"{desk}/sign-off/", fields))


def _click(twice: bool, send: Any) -> None:
    with ThreadPoolExecutor(2) as fingers:
        for done in [fingers.submit(send) for _ in range(1 + twice)]:
            done.result()


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start gunicorn with two sync workers; return once it answers."""
    options = ["--workers", "2", "--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "error"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "hrcities.wsgi", "--timeout", "60", *options], cwd=ROOT
    )
    for _try in range(150):
        time.sleep(0.2)
        first = [
            Browser(port, "a=b") for _request in range(6)
        ]  # each worker reads its code before anything is measured
        for browser in first:
            browser.form("/accounts/login/")
        if not any(browser.faults for browser in first):
            return process
    process.kill()
    raise SystemExit("The server did not start.")


def doubles(folder: Path) -> Counter[str]:
    """Count what is missing or exists twice."""
    sent = model("commitments.CommitmentVersion").objects.filter(state="submitted", submissions=1).count()
    steps = model("commitments.VersionStatusChange").objects.filter(transition="submit").count()
    files = sum(path.is_file() for path in (folder / "media").rglob("*"))
    pieces = model("commitments.Evidence").objects.count()
    rows = model("commitments.VersionEvidence").objects.count()
    keys = model("core.OutboxMail").objects.filter(name="submission_received").values_list("recipients", "subject")
    mails = len(keys) - len({(tuple(to), subject) for to, subject in keys})
    found = {"sent": sent, "steps": steps, "files": files, "pieces": pieces, "listed": rows}
    return Counter({name: abs(count - SUBMITTERS) for name, count in found.items()}) + Counter(mails=mails)


def main() -> int:
    """Run it; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        people = fill()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = serve(port)
        try:
            browsers = [Browser(port, cookie) for _code, cookie in people]
            together, begun = threading.Barrier(SUBMITTERS), time.perf_counter()
            with ThreadPoolExecutor(SUBMITTERS) as crowd:
                jobs = [
                    crowd.submit(play, browser, code, twice=number % TWICE == 0, together=together)
                    for number, (browser, (code, _cookie)) in enumerate(zip(browsers, people, strict=True))
                ]
                for job in jobs:
                    job.result()
            took = time.perf_counter() - begun
        finally:
            server.terminate()
            server.wait(timeout=30)
        return report(browsers, doubles(Path(folder)), took)


def report(browsers: list[Browser], twice: Counter[str], took: float) -> int:
    """Say what was found; return 1 for any fault."""
    kind = model("core.OutboxMail").objects.db
    engine = call("django.db.connections")[kind].vendor
    say(f"{SUBMITTERS} submitters, {SIZE // 2**20} MB each, {engine}, {os.cpu_count()} cores: {took:.1f} s")
    for name in ("page", "upload", "send"):
        times = sorted(seconds for browser in browsers for seconds in browser.took.get(name, []))
        p95 = times[int(len(times) * 0.95) - 1]
        say(f"{name}: {len(times)} answers, p50 {statistics.median(times):.2f} s, p95 {p95:.2f} s")
    faults = [fault for browser in browsers for fault in browser.faults]
    say(f"errors: {len(faults)} {faults[:5] or ''}; missing or twice: {sum(twice.values())} {dict(twice) or ''}")
    return int(bool(faults or sum(twice.values())))


if __name__ == "__main__":
    sys.exit(main())
