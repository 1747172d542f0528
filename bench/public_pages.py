"""What public pages besides the lists cost with 10,000 commitments. Needs two minutes; touches no other data.

    .venv/bin/python bench/public_pages.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/public_pages.py  PostgreSQL; an empty database of its own

How it is measured: `bench/measuring.py`. The page cache answers none: each is asked with a word that is no filter
(`left_out`). What the process itself drew for all readers (`portal/alike.py`) is kept, as in daily use; what a page
costs that nobody asked for since a public act is told as well, as CPU in this process.
"""

import statistics
import tempfile
import time

from measuring import Budget, Page, call, judge, measured, model, say, start
from public_lists import CITIES, COMMITMENTS, LEFT_OUT, fill, index

ROWS_A_SECOND = 80_000
ONE, FIGURES, API = Budget(queries=6, ratio=0.08), Budget(queries=6, ratio=0.15), Budget(queries=6, ratio=0.08)


def pages() -> dict[str, Page]:
    """Return what is measured."""
    code = model("commitments.Commitment").objects.earliest("pk").code
    return {
        "profile of a city": Page(f"/en/cities/x-7/?{LEFT_OUT}", ONE),
        "commitment": Page(f"/en/commitments/{code}/?{LEFT_OUT}", ONE),
        "figures": Page(f"/en/statistics/?{LEFT_OUT}", FIGURES),
        "gaps": Page(f"/en/gaps/?{LEFT_OUT}", FIGURES),
        "50 commitments as JSON": Page("/data/v1/commitments?limit=50", API),
    }


def anew(found: dict[str, Page]) -> None:
    """Tell the CPU of each page when nothing of it is kept, in this process: the median of seven."""
    client = call("django.test.Client")(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    kept = call("portal.alike.PAGES")
    for name, page in found.items():
        times = []
        for _number in range(8):
            kept.clear()
            before = time.process_time()
            client.get(page.address)
            times.append((time.process_time() - before) * 1000)
        say(f"{name}, drawn anew: {statistics.median(times[1:]):.1f} ms")


def export() -> float:
    """Return how many rows a second the list of commitments gives as CSV, in this process."""
    client = call("django.test.Client")(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    before = time.process_time()
    rows = sum(chunk.count(b"\n") for chunk in client.get("/data/v1/commitments.csv")) - 1
    return rows / (time.process_time() - before)


def main() -> None:
    """Make, measure, tell."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        say(f"{call('django.db.connection').vendor}; making {COMMITMENTS:,} commitments of {CITIES} cities …")
        fill()
        index()
        found = measured(pages())
        anew(pages())
        speed = export()
        say(f"commitments as CSV: {speed:,.0f} rows a second of CPU; wanted {ROWS_A_SECOND:,}")
        judge(found)
        if speed < ROWS_A_SECOND:
            raise SystemExit("Over budget: commitments as CSV")


if __name__ == "__main__":
    main()
