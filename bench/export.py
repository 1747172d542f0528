"""How fast and in how much memory the two lists are taken away, with 100,000 commitments. Needs two minutes.

    .venv/bin/python bench/export.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/export.py  PostgreSQL; an empty database of its own
    … bench/export.py --rows 10000                              as many as you like

Each table is read in a process of its own, as a server's worker reads it; memory is the most that process ever had.
CPU is that of the process; what PostgreSQL needs is in the time only. Beside the tables stands what Django and a CSV
writer need at least: the plain columns of the same rows, read by an iterator, written as they are.
"""

import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from measuring import ROOT, call, prepare, say, start
from public_lists import CITIES, fill

ROWS, SHEET = 100_000, 20_000
WANTED, MOST_MB = 80_000, 150
# A filter that a fifth of the commitments fit: as many as a spreadsheet holds.
TABLES = {
    "plain columns": "/plain",
    "commitments.csv": "/data/v1/commitments.csv",
    "commitments.csv, country": "/data/v1/commitments.csv?country=AT",
    "cities.csv": "/data/v1/cities.csv",
    "commitments.xlsx, country": "/data/v1/commitments.xlsx?country=AT",
}
PLAIN = (
    "code", "state", "progress", "origin", "first_published_at", "changed_at", "city__name", "city__slug",
    "city__country", "city__region", *(f"versions__{name}" for name in ("title", "summary", "starts_on", "ends_on")),
)  # fmt: skip


def _plain() -> bytes:
    wanted = call("opendata.queries.tables.commitments_wanted")
    rows = wanted(call("opendata.params.CommitmentTableQuery")()).values_list(*PLAIN)
    piece = io.StringIO(newline="")
    writer = csv.writer(piece)
    written = 0
    for row in rows.iterator(2000):
        written += 1
        writer.writerow(row)
        if not written % 500:
            piece.getvalue().encode()
            piece.seek(0)
            piece.truncate()
    return b"\r\n" * (written + 1)


def _table(pieces: Iterable[bytes], address: str) -> bytes:
    """Read a table as a server hands it on; return the line ends of a CSV file, all of a spreadsheet."""
    return b"".join(pieces) if ".xlsx" in address else b"\r\n" * sum(piece.count(b"\r\n") for piece in pieces)


def _rows_of(taken: bytes) -> int:
    if not taken.startswith(b"PK"):
        return len(taken) // 2 - 1
    with zipfile.ZipFile(io.BytesIO(taken)) as book:
        return book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1


def read(address: str) -> None:
    """Read one table in this process, and write rows, CPU seconds, seconds and MB."""
    prepare(os.environ["VAR_DIR"])
    ask = call("django.test.Client")(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    ask.head(address)  # as a server that has been asked before
    cpu, before = time.process_time(), time.monotonic()
    taken = _plain() if address == "/plain" else _table(ask.get(address), address)
    cpu, took = time.process_time() - cpu, time.monotonic() - before
    most = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    say(f"{_rows_of(taken)} {cpu} {took} {int(most.split()[0]) / 1024}")


def measure(name: str, address: str) -> bool:
    """Read one table in another process, tell, and return whether it keeps the budget."""
    command = [sys.executable, __file__, "--read", address]
    rows, cpu, took, mb = map(float, subprocess.check_output(command, cwd=ROOT, text=True).split()[-4:])
    speed = rows / cpu
    say(f"{name:<28}{rows:>10,.0f}{speed:>14,.0f}{rows / took:>14,.0f}{mb:>8,.0f}")
    return mb <= MOST_MB and (speed >= WANTED or name != "commitments.csv")


def main() -> None:
    """Make, measure, tell."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--read", default="")
    asked = options.parse_args()
    if asked.read:
        read(asked.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        connection = call("django.db.connection")
        say(f"{connection.vendor}; making {asked.rows:,} commitments of {CITIES} cities …")
        for first in range(0, asked.rows, SHEET):
            fill(first, min(first + SHEET, asked.rows))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        say(f"load average {os.getloadavg()[0]:.1f}")
        say(f"{'table':<28}{'rows':>10}{'rows/s of CPU':>14}{'rows/s':>14}{'MB':>8}")
        kept = [measure(name, address) for name, address in TABLES.items()]
        if not all(kept):
            raise SystemExit(f"Over budget: {WANTED:,} rows/s of CPU, {MOST_MB} MB")


if __name__ == "__main__":
    main()
