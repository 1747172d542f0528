"""What a page of the queue costs while 20,000 texts wait. Needs a minute; touches no other data.

    .venv/bin/python bench/office_queue.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/office_queue.py  PostgreSQL; an empty database of its own

Pages are asked from gunicorn with one sync worker, in rounds that are interleaved with a bare Django view. CPU is that
of the worker, read from /proc (with SQLite the database is part of it); "of bare" is the bare view's CPU divided by the
page's, which stays the same on a busy or slow machine, while milliseconds do not. The budget is about the list itself;
what a filter or a search adds is told beside it.
"""

import datetime as dt
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
WAITING, CITIES, THEMES, ROUNDS, REQUESTS = 20_000, 400, 12, 7, 20
PAGES = {
    "everything, oldest first": "/admin/review/queueitem/",
    "overdue, due first": "/admin/review/queueitem/?tab=overdue&sort=due",
    "page 10": "/admin/review/queueitem/?page=10",
    "one country and theme": "/admin/review/queueitem/?country=AT&theme=t-3",
    "search for a word of a title": "/admin/review/queueitem/?q=desk+19999",
    "first page of the administration": "/admin/",
}
LISTS = tuple(PAGES)[:3]
BUDGET = {"queries": 6, "ratio": 0.02}


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


def fill() -> Any:
    """Make cities, themes, texts that wait and a reviewer with three conflicts; return the reviewer."""
    now = call("django.utils.timezone.now")()
    codes = ("AT", "DE", "FR", "ES", "PL")
    city, text = model("cities.City"), model("commitments.CommitmentVersion")
    rows = [city(slug=f"x-{n}", name=f"City {n}", country=codes[n % 5]) for n in range(CITIES)]
    cities = city.objects.bulk_create(rows)
    area = model("framework.PolicyArea")
    areas = area.objects.bulk_create(area(code=f"t-{n}", slug=f"t-{n}", name=f"Theme {n}") for n in range(THEMES))
    table = model("commitments.Commitment")
    numbers = range(WAITING)
    commitments = table.objects.bulk_create(
        [table(city=cities[n % CITIES], code=f"HRC-{n:06}") for n in numbers], batch_size=2000
    )
    sent = [now - dt.timedelta(minutes=2 * n) for n in numbers]
    due = [day.date() + dt.timedelta(days=21) for day in sent]
    texts = text.objects.bulk_create(
        [
            text(commitment=commitments[n], number=1, state="submitted", title=f"A rights desk {n} in the library",
                 summary="Free help. " * 40, problem="One desk. " * 100, action="Three more. " * 100,
                 submitted_at=sent[n], due_on=due[n], reference=f"HRC-{n:06}-1.1")
            for n in numbers
        ],
        batch_size=1000,
    )  # fmt: skip
    links = text.policy_areas.through
    links.objects.bulk_create(
        [links(commitmentversion=texts[n], policyarea=areas[n % THEMES]) for n in numbers], batch_size=2000
    )
    person = model("accounts.User").objects.create_user("rita@office.example", name="Rita", is_staff=True)
    person.groups.add(model("auth.Group").objects.get_or_create(name="reviewer")[0])
    for row in cities[:3]:
        model("cities.Conflict").objects.create(user=person, city=row, kind="hard", reason="Worked there")
    return person


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
                self.get("/bare")
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
        before = self._spent()
        for _number in range(requests):
            self.get(address, cookie)
        return (self._spent() - before) / 1_000_000 / requests

    def _spent(self) -> int:
        return int(Path(f"/proc/{self.worker}/schedstat").read_text().split()[0])


def queries_of(address: str, person: Any) -> int:
    """Return how many queries one request makes."""
    client = call("django.test.Client")(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    client.cookies.load(signed_in(person))
    client.get(address)
    capture = call("django.test.utils.CaptureQueriesContext")
    with capture(call("django.db.connection")) as seen:
        client.get(address)
    return len([row for row in seen if not row["sql"].startswith("PRAGMA")])


def measure(person: Any) -> bool:
    """Measure every page; return whether the queue keeps its budget."""
    cookie, rounds = signed_in(person), []
    with Server() as server:
        for address in PAGES.values():
            server.get(address, cookie)
        for _number in range(ROUNDS):
            bare = server.cpu_of("/bare", requests=REQUESTS * 10)
            rounds.append(({name: server.cpu_of(address, cookie) for name, address in PAGES.items()}, bare))
        sizes = {name: len(server.get(address, cookie)) for name, address in PAGES.items()}
    say(f"{'page':<36}{'queries':>8}{'CPU, ms':>10}{'of bare':>9}{'kB':>7}")
    kept = True
    for name, address in PAGES.items():
        cpu = statistics.median(row[name] for row, _bare in rounds)
        ratio = statistics.median(bare / row[name] for row, bare in rounds)
        queries = queries_of(address, person)
        say(f"{name:<36}{queries:>8}{cpu:>10.1f}{ratio:>9.3f}{sizes[name] / 1000:>7.0f}")
        if name in LISTS:
            kept &= queries <= BUDGET["queries"] and ratio >= BUDGET["ratio"]
    say(f"{'bare view':<36}{0:>8}{statistics.median(bare for _row, bare in rounds):>10.2f}{1:>9}")
    return kept


def main() -> None:
    """Make, measure, tell."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        say(f"{call('django.db.connection').vendor}; making {WAITING:,} texts that wait …")
        person = fill()
        before = time.monotonic()
        done = call("review.queue.rebuild")()
        say(f"queue rebuilt in {time.monotonic() - before:.1f} s: {done.waiting:,} rows")
        if not measure(person):
            raise SystemExit(
                "Over budget: at most {queries} queries, at least {ratio} of the bare view.".format(**BUDGET)
            )


if __name__ == "__main__":
    main()
