"""How long lists and searches take with a whole continent of rows: 1,000,000 commitments of 100,000 cities.

    DATABASE_URL=postgres://… .venv/bin/python bench/large.py   PostgreSQL, 1,000,000; an empty database of a superuser
    .venv/bin/python bench/large.py                             SQLite, 100,000, in a folder that is deleted afterwards
    … bench/large.py --rows 20000                               as many as you like

A thousand commitments are made as the portal makes them, with links, search rows and figures; the database then copies
their rows, each with its own code, city, dates and words. Needs less than ten minutes. Each address is asked once, so
no page, row or form is kept for it. What is told is what one reader waits for while nobody else asks, and its CPU;
on a machine that does other work only the CPU says something.
"""

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from typing import Any

from measuring import Server, call, model, say, start
from public_lists import CITIES, LEFT_OUT, fill, index

BASE, ROWS = 1000, {"postgresql": 1_000_000, "sqlite": 100_000}
CITY_COPIES, ASKED, APART = 200, 100, 7  # minutes between two changes, as `fill` makes them
KEY_BITS = 20
LINKS = ("rights", "elements", "policy_areas", "groups")
SERIES = (
    "CREATE TEMPORARY TABLE series AS WITH RECURSIVE s(n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s"
)
COPY = "INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, series s WHERE {where}"
LARGEST_KEY = "SELECT MAX(id) FROM {table}"
TIMES = "UPDATE commitments_rollup SET number = number * {factor}"
SEARCH_MS, AHEAD_MS = {"postgresql": 50.0, "sqlite": 60.0}, 10.0


@dataclass(frozen=True)
class Looks:
    """What is asked a hundred times, each time a little differently; `most` is the budget of its p95 in ms."""

    name: str
    address: str
    most: float

    def at(self, number: int) -> str:
        """Return the address of one request."""
        country = ("AT", "DE", "FR", "ES", "PL")[number % 5]
        letters = chr(97 + number % 26) + "aeiou"[number % 5] + chr(97 + number // 4)
        words = {"n": number, "letters": letters, "page": number % 50 + 1, "country": country, "right": number % 50 + 1}
        asked = self.address.format(**words, year=2024 + number % 5)
        return asked if asked.startswith("/data/") else f"{asked}&{LEFT_OUT}{number}"


def looks(vendor: str) -> list[Looks]:
    """Return what is measured."""
    most = SEARCH_MS[vendor]
    lists = {
        "commitments, any page": "/en/commitments/?page={page}",
        "commitments, country, right, page": "/en/commitments/?country={country}&right=CFR-{right}&page={page}",
        "commitments, a word of every text": "/en/commitments/?q=library&page={page}",
        "commitments, words and year": "/en/commitments/?q=rights+desk&year={year}&country={country}&page={page}",
        "commitments, a rare word": "/en/commitments/?q=rare{n}",
        "commitments, no such word": "/en/commitments/?q=nowhere{n}",
        "commitments, by name of the city": "/en/commitments/?sort=city&page={page}",
        "commitments of a city": "/en/commitments/?city=City+{n}",
        "cities, any page": "/en/cities/?page={page}",
        "cities, name": "/en/cities/?q=city+{n}",
        "cities, country, page": "/en/cities/?country={country}&page={page}",
    }
    found = [Looks(name, address, most) for name, address in lists.items()]
    return [*found, Looks("type-ahead of places", "/data/v1/places?q={letters}", AHEAD_MS)]


def multiply(rows: int) -> None:
    """Copy the rows of the first thousand commitments until there are as many as wanted."""
    connection = call("django.db.connection")
    copies = Copies(connection, rows // BASE)
    copies.prepare()
    copies.cities()
    copies.commitments()
    copies.links()
    copies.search()
    copies.figures()
    copies.finish()


class Copies:
    """The statements that copy rows, for both databases. A copy's key is that of its row plus a multiple of BASE."""

    def __init__(self, connection: Any, factor: int) -> None:
        self.connection, self.factor = connection, factor
        self.is_sqlite = connection.vendor == "sqlite"
        self.triggers: list[tuple[str, str]] = []

    def run(self, sql: str) -> list[Any]:
        """Run one statement, and return its rows if it has any."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def prepare(self) -> None:
        """Switch off what costs much for each row; `finish` makes it anew."""
        if self.is_sqlite:
            self.run("PRAGMA foreign_keys=OFF")
            self.run("PRAGMA synchronous=OFF")
            named = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'commitments_search%'"
            self.triggers = self.run(named)
            for name, _sql in self.triggers:
                self.run(f"DROP TRIGGER {name}")
        else:
            self.run("SET statement_timeout = 0")
            self.run("SET session_replication_role = replica")
            self.run("DROP INDEX commitments_search_vector")
            self.run("DROP INDEX commitments_searchlist_marks")
        self.run(SERIES.format(last=self.factor - 1))

    def copy(self, source: Any, where: str, /, **changed: str) -> None:
        """Copy rows of a table once for each number; columns are copied as they are unless `changed` says how."""
        before = time.monotonic()
        meta = (model(source) if isinstance(source, str) else source)._meta
        columns = [field.column for field in meta.concrete_fields if not field.generated]
        values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        self.run(COPY.format(table=meta.db_table, names=names, values=values, where=where))
        say(f"{meta.db_table}: {time.monotonic() - before:.0f} s")

    def earlier(self, column: str) -> str:
        """A time, earlier by as many minutes as all base rows span, for each copy."""
        minutes = f"s.n * {BASE * APART}"
        if self.is_sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%f', t.{column}, '-' || ({minutes}) || ' minutes')"
        return f"t.{column} - {minutes} * interval '1 minute'"

    def cities(self) -> None:
        """Two hundred of each city at most."""
        self.copy(
            "cities.City",
            f"t.id <= {CITIES} AND s.n < {CITY_COPIES}",
            id=f"t.id + s.n * {CITIES}",
            slug="t.slug || '-' || s.n",
            name="t.name || ' ' || s.n",
        )

    def commitments(self) -> None:
        """Commitments, and their texts."""
        self.copy(
            "commitments.Commitment",
            f"t.id <= {BASE}",
            id=f"t.id + s.n * {BASE}",
            code=f"'HRC-' || (t.id + s.n * {BASE})",
            city_id=f"t.city_id + (s.n % {CITY_COPIES}) * {CITIES}",
            changed_at=self.earlier("changed_at"),
        )
        self.copy(
            "commitments.CommitmentVersion",
            f"t.id <= {BASE}",
            id=f"t.id + s.n * {BASE}",
            commitment_id=f"t.commitment_id + s.n * {BASE}",
            title="t.title || ' ' || s.n",
        )

    def links(self) -> None:
        """What the texts cite."""
        text = model("commitments.CommitmentVersion")
        for name in LINKS:
            table = text._meta.get_field(name).remote_field.through
            (most,) = self.run(LARGEST_KEY.format(table=table._meta.db_table))
            version = f"t.commitmentversion_id + s.n * {BASE}"
            self.copy(table, "1 = 1", id=f"t.id + s.n * {most[0]}", commitmentversion_id=version)

    def search(self) -> None:
        """Rows of the search table, with their own place and one rare word each."""
        key = f"(t.commitment_id + s.n * {BASE})"
        milliseconds = BASE * APART * 60_000 * 2**KEY_BITS
        self.copy(
            "commitments.SearchEntry",
            f"t.commitment_id <= {BASE}",
            commitment_id=key,
            place=f"t.place - s.n * {milliseconds} - t.commitment_id % {2**KEY_BITS} + {key} % {2**KEY_BITS}",
            words=f"t.words || ' rare' || {key}",
        )
        if not self.is_sqlite:
            self.run("TRUNCATE commitments_searchlist")
            self.run(call("commitments.migrations.0022_search_list.FILL"))

    def figures(self) -> None:
        """What each commitment adds to the figures, and the figures."""
        self.copy("commitments.Counted", f"t.commitment_id <= {BASE}", commitment_id=f"t.commitment_id + s.n * {BASE}")
        self.run(TIMES.format(factor=self.factor))

    def finish(self) -> None:
        """Make the full-text index, and let the database count its rows as it does by itself in time."""
        before = time.monotonic()
        if self.is_sqlite:
            self.run("INSERT INTO commitments_searchindex (commitments_searchindex) VALUES ('rebuild')")
            for _name, sql in self.triggers:
                self.run(sql)
            self.run("ANALYZE")
        else:
            self.run("SET session_replication_role = DEFAULT")
            self.run("SET maintenance_work_mem = '1GB'")
            self.run("CREATE INDEX commitments_search_vector ON commitments_searchentry USING gin (vector)")
            self.run("CREATE INDEX commitments_searchlist_marks ON commitments_searchlist USING gin (marks)")
            self.run("VACUUM ANALYZE")
        say(f"full-text index and statistics: {time.monotonic() - before:.0f} s")


def measured(asked: list[Looks]) -> list[str]:
    """Ask for each a hundred times, tell how long it took, and return which are over their budget."""
    over = []
    say(f"load average {os.getloadavg()[0]:.1f}; milliseconds")
    say(f"{'page':<40}{'p50':>8}{'p95':>8}{'longest':>9}{'CPU p50':>9}{'CPU p95':>9}{'budget':>8}")
    with Server() as server:
        for look in asked:
            server.get(look.at(ASKED))
            took, spent = zip(*(server.wait_for(look.at(number)) for number in range(ASKED)), strict=True)
            (p50, p95), (cpu50, cpu95) = (_percentiles(row) for row in (took, spent))
            row = f"{p50:>8.1f}{p95:>8.1f}{max(took):>9.1f}{cpu50:>9.1f}{cpu95:>9.1f}{look.most:>8.0f}"
            say(f"{look.name:<40}{row}")
            over += [look.name] if p95 > look.most else []
    return over


def _percentiles(values: tuple[float, ...]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def main() -> None:
    """Make, copy, measure, tell."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=0)
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        vendor = call("django.db.connection").vendor
        rows = options.parse_args().rows or ROWS[vendor]
        say(f"{vendor}; making {rows:,} commitments of {min(rows // BASE, CITY_COPIES) * CITIES:,} cities …")
        before = time.monotonic()
        fill(0, BASE)
        index()
        call("django.core.management.call_command")("load_places", verbosity=0)
        multiply(rows)
        say(f"made in {time.monotonic() - before:.0f} s")
        if over := measured(looks(vendor)):
            raise SystemExit(f"Over budget: {', '.join(over)}")


if __name__ == "__main__":
    main()
