"""What the benchmarks of pages share: a portal of their own, gunicorn in front of it, and what one request costs.

Pages are asked from gunicorn with one sync worker, in rounds that are interleaved with a bare Django view. CPU is that
of the worker, read from /proc, and of its PostgreSQL processes where they run on the same machine (SQLite is part of
the worker). "of bare" is the bare view's CPU divided by the page's, which stays the same on a busy or slow machine,
while milliseconds do not.
"""

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


def start(folder: str) -> None:
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

    def get(self, address: str, cookie: str = "") -> bytes:
        """Ask once; return the page."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request("GET", address, headers={"Cookie": cookie, "X-Forwarded-Proto": "https"})
        answer = asked.getresponse()
        page = answer.read()
        asked.close()
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{address}: {answer.status}")
        return page

    def cpu_of(self, address: str, cookie: str = "", *, requests: int = REQUESTS) -> float:
        """Return the CPU of one request at the server, in milliseconds."""
        processes = [self.worker, *_database_processes()]
        before = _spent(processes)
        for _number in range(requests):
            self.get(address, cookie)
        return (_spent(processes) - before) / 1_000_000 / requests


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
    """What a page may cost: queries at most, the bare view's CPU by its own at least."""

    queries: int
    ratio: float


def measure(pages: dict[str, str], cookie: str, budget: Budget, *, outside: tuple[str, ...] = ()) -> None:
    """Measure every page (name -> address) and tell; end with an error when one is over budget, but for `outside`."""
    rounds = []
    with Server() as server:
        for address in pages.values():
            server.get(address, cookie)
        for _number in range(ROUNDS):
            bare = server.cpu_of(BARE, requests=REQUESTS * 10)
            rounds.append(({name: server.cpu_of(address, cookie) for name, address in pages.items()}, bare))
        sizes = {name: len(server.get(address, cookie)) for name, address in pages.items()}
    say(f"{'page':<36}{'queries':>8}{'CPU, ms':>10}{'of bare':>9}{'quiet, ms':>11}{'kB':>6}")
    over = []
    for name, address in pages.items():
        cpu = statistics.median(row[name] for row, _bare in rounds)
        ratio = statistics.median(bare / row[name] for row, bare in rounds)
        queries = queries_of(address, cookie)
        say(f"{name:<36}{queries:>8}{cpu:>10.1f}{ratio:>9.3f}{QUIET_MS / ratio:>11.1f}{sizes[name] / 1000:>6.0f}")
        if name not in outside and (queries > budget.queries or ratio < budget.ratio):
            over.append(name)
    say(f"{'bare view':<36}{0:>8}{statistics.median(bare for _row, bare in rounds):>10.2f}{1:>9}")
    if over:
        raise SystemExit(
            f"Over budget (at most {budget.queries} queries, at least {budget.ratio} of bare): {', '.join(over)}"
        )
