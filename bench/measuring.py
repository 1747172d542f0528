"""What the benchmarks of pages share: a portal of their own, gunicorn in front of it, and what one request costs.

Pages are asked from gunicorn with one sync worker, in rounds that are interleaved with a bare Django view. CPU is that
of the worker, read from /proc, and of its PostgreSQL processes where they run on the same machine (SQLite is part of
the worker). "of bare" is the bare view's CPU divided by the page's, which stays the same on a busy or slow machine,
while milliseconds do not.
"""

import gzip
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REQUESTS, BARE = 7, 20, "/bare"
QUIET_MS = 0.21


def say(words: str) -> None:
    """Write one line."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def prepare(folder: str) -> None:
    """Set the portal up as in production, with its files in `folder`."""
    sys.path[0] = str(ROOT)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "hrcities.settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "PORTAL_BASE_URL": "https://127.0.0.1",
        "BEHIND_PROXY": "1",
        "VAR_DIR": folder,
    }
    __import__("django").setup()


def start(folder: str) -> None:
    """Set the portal up, with empty tables and its static files."""
    prepare(folder)
    command = call("django.core.management.call_command")
    command("migrate", verbosity=0)
    command("collectstatic", verbosity=0, interactive=False)


def call(path: str) -> Any:
    """Return a name of the portal, which can be imported once it is set up only."""
    return __import__("django.utils.module_loading", fromlist=["x"]).import_string(path)


def model(name: str) -> Any:
    """Return one of the portal's tables."""
    return call("django.apps.apps").get_model(name)


def signed_in(person: Any) -> str:
    """Return the cookie of a browser in which `person` is signed in with a second factor."""
    client = call("django.test.Client")()
    client.force_login(person)
    session = client.session
    session["second_factor_ready"] = True
    session.save()
    return f"sessionid={session.session_key}"


class Server:
    """gunicorn with one sync worker, in front of `bench.site`."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        options = ["--workers", "1", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket", "--log-level", "error"]
        command = [sys.executable, "-m", "gunicorn", "bench.site:application", *options]
        self.process = subprocess.Popen(command, cwd=ROOT)
        self.worker = 0

    def __enter__(self) -> Self:
        for _try in range(100):
            time.sleep(0.2)
            try:
                self.get(BARE)
            except OSError:
                continue
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            self.worker = int(children.split()[0])
            return self
        raise SystemExit("The server did not start.")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def get(self, address: str, headers: dict[str, str] | None = None) -> bytes:
        """Ask once; return the page, which is empty when it is the same as before."""
        return self.ask(address, headers or {})[0]

    def ask(self, address: str, headers: dict[str, str]) -> tuple[bytes, str]:
        """Ask once; return the page and its ETag."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request("GET", address, headers={"X-Forwarded-Proto": "https", **headers})
        answer = asked.getresponse()
        page = answer.read()
        asked.close()
        wanted = HTTPStatus.NOT_MODIFIED if "If-None-Match" in headers else HTTPStatus.OK
        if answer.status != wanted:
            raise SystemExit(f"{address}: {answer.status}")
        return page, answer.headers.get("ETag", "")

    def cpu_of(self, address: str, headers: dict[str, str] | None = None, *, requests: int = REQUESTS) -> float:
        """Return the CPU of one request at the server, in milliseconds."""
        processes = [self.worker, *_database_processes()]
        before = _spent(processes)
        for _number in range(requests):
            self.get(address, headers)
        return (_spent(processes) - before) / 1_000_000 / requests

    def wait_for(self, address: str) -> tuple[float, float]:
        """Ask once; return how long it took, and the CPU of it at the server, in milliseconds."""
        processes = [self.worker, *_database_processes()]
        spent, before = _spent(processes), time.perf_counter()
        self.get(address)
        took = (time.perf_counter() - before) * 1000
        return took, (_spent(processes) - spent) / 1_000_000


def _spent(processes: list[int]) -> int:
    """CPU that these processes have used since they began, in nanoseconds."""
    files = [Path(f"/proc/{pid}/schedstat") for pid in processes]
    return sum(int(file.read_text().split()[0]) for file in files if file.exists())


def _database_processes() -> list[int]:
    """The processes of PostgreSQL that work for the server, if it is PostgreSQL."""
    connection = call("django.db.connection")
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def queries_of(address: str, cookie: str) -> int:
    """Return how many queries one request makes."""
    client = call("django.test.Client")(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    client.cookies.load(cookie)
    client.get(address)
    capture = call("django.test.utils.CaptureQueriesContext")
    with capture(call("django.db.connection")) as seen:
        client.get(address)
    return len([row for row in seen if not row["sql"].startswith("PRAGMA")])


@dataclass(frozen=True)
class Budget:
    """What a page may cost: queries at most, the bare view's CPU by its own at least, bytes as gzip at most."""

    queries: int
    ratio: float
    small: int = 0


@dataclass(frozen=True)
class Page:
    """A page to measure. `again` asks as a browser that has it already; `gzip` as one that takes it small."""

    address: str
    budget: Budget
    gzip: bool = False
    again: bool = False


def measure(pages: dict[str, str], cookie: str, budget: Budget, *, outside: tuple[str, ...] = ()) -> None:
    """Measure every page (name -> address) and tell; end with an error when one is over budget, but for `outside`."""
    judge(measured({name: Page(address, budget) for name, address in pages.items()}, cookie), outside)


def measured(pages: dict[str, Page], cookie: str = "") -> dict[str, tuple[Page, float, float, int, int]]:
    """Measure pages and tell; return for each the page, its CPU in ms, its ratio, its queries, its size as gzip."""
    rounds = []
    with Server() as server:
        headers = {name: _headers(server, page, cookie) for name, page in pages.items()}
        for _number in range(ROUNDS):
            bare = server.cpu_of(BARE, requests=REQUESTS * 10)
            rounds.append(({name: server.cpu_of(page.address, headers[name]) for name, page in pages.items()}, bare))
        small = {name: len(gzip.compress(server.get(page.address, {"Cookie": cookie}))) for name, page in pages.items()}
    say(f"load average {os.getloadavg()[0]:.1f}")
    say(f"{'page':<36}{'queries':>8}{'CPU, ms':>10}{'of bare':>9}{'quiet, ms':>11}{'gzip, kB':>10}")
    found = {}
    for name, page in pages.items():
        cpu = statistics.median(row[name] for row, _bare in rounds)
        ratio = statistics.median(bare / row[name] for row, bare in rounds)
        queries = queries_of(page.address, cookie)
        say(f"{name:<36}{queries:>8}{cpu:>10.1f}{ratio:>9.3f}{QUIET_MS / ratio:>11.1f}{small[name] / 1000:>10.1f}")
        found[name] = (page, cpu, ratio, queries, small[name])
    say(f"{'bare view':<36}{0:>8}{statistics.median(bare for _row, bare in rounds):>10.2f}{1:>9}")
    return found


def judge(found: dict[str, tuple[Page, float, float, int, int]], outside: tuple[str, ...] = ()) -> None:
    """End with an error when a page that was measured is over its budget, but for `outside`."""
    over = []
    for name, (page, _cpu, ratio, queries, small) in found.items():
        most = page.budget
        is_over = queries > most.queries or ratio < most.ratio or (most.small and small > most.small)
        if is_over and name not in outside:
            over.append(f"{name} (at most {most.queries} queries, at least {most.ratio} of bare)")
    if over:
        raise SystemExit(f"Over budget: {', '.join(over)}")


def _headers(server: Server, page: Page, cookie: str) -> dict[str, str]:
    """Ask once, so that what may be kept is kept; return what is sent along from then on."""
    sent = {"Cookie": cookie} if cookie else {}
    if page.gzip:
        sent["Accept-Encoding"] = "gzip"
    _page, etag = server.ask(page.address, sent)
    return sent | {"If-None-Match": etag} if page.again else sent
