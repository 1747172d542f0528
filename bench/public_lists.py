"""What the two public lists cost with 10,000 commitments. Needs two minutes; touches no other data.

    .venv/bin/python bench/public_lists.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/public_lists.py  PostgreSQL; an empty database of its own

As `bench/office_queue.py`: gunicorn with one sync worker, rounds interleaved with a bare view, CPU of the worker. Rows
and filters are kept as in daily use, the page itself is not.
"""

import datetime as dt
import statistics
import tempfile
import time

from office_queue import Server, call, model, say, start

COMMITMENTS, CITIES, ROUNDS, REQUESTS = 10_000, 500, 7, 20
PAGES = {
    "commitments": "/en/commitments/",
    "commitments, country and right": "/en/commitments/?country=AT&right=CFR-21",
    "commitments, words": "/en/commitments/?q=libraries+desk",
    "commitments, words, year, page 20": "/en/commitments/?q=desk&year=2027&page=20",
    "commitments, by name of the city": "/en/commitments/?sort=city",
    "cities": "/en/cities/",
    "cities, country": "/en/cities/?country=AT",
    "cities, name": "/en/cities/?q=city+12",
}
BUDGET = {"queries": 4, "ratio": 0.10}


def fill() -> None:
    """Make cities and published commitments with links to the framework."""
    call("django.core.management.call_command")("load_reference", verbosity=0)
    now = call("django.utils.timezone.now")()
    codes = ("AT", "DE", "FR", "ES", "PL")
    city, table, text = model("cities.City"), model("commitments.Commitment"), model("commitments.CommitmentVersion")
    cities = city.objects.bulk_create(
        city(slug=f"x-{n}", name=f"City {n}", country=codes[n % 5], region=f"Region {n % 40}") for n in range(CITIES)
    )
    numbers = range(COMMITMENTS)
    commitments = table.objects.bulk_create(
        [
            table(city=cities[n % CITIES], code=f"HRC-{n:06}", state="active", progress="under_way",
                  changed_at=now - dt.timedelta(minutes=7 * n), first_published_at=now)
            for n in numbers
        ],
        batch_size=1000,
    )  # fmt: skip
    texts = text.objects.bulk_create(
        [
            text(commitment=commitments[n], number=1, state="published", title=f"A rights desk {n} in the library",
                 summary="Free help. " * 20, problem="One desk. " * 50, action="Three more. " * 50,
                 starts_on=dt.date(2024 + n % 4, 1, 1), ends_on=dt.date(2028, 6, 30), published_at=now)
            for n in numbers
        ],
        batch_size=1000,
    )  # fmt: skip
    for name in ("rights", "elements", "policy_areas", "groups"):
        field = text._meta.get_field(name)
        keys, links = list(field.related_model.objects.values_list("pk", flat=True)), field.remote_field.through
        column = f"{field.m2m_reverse_field_name()}_id"
        links.objects.bulk_create(
            [
                links(commitmentversion=row, **{column: keys[(n * step) % len(keys)]})
                for n, row in enumerate(texts)
                for step in (1, 7)
                if step == 1 or n * 7 % len(keys) != n % len(keys)
            ],
            batch_size=2000,
        )


def queries_of(address: str) -> int:
    """Return how many queries one more visit makes."""
    client = call("django.test.Client")(headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
    client.get(address)
    with call("django.test.utils.CaptureQueriesContext")(call("django.db.connection")) as seen:
        client.get(address)
    return len([row for row in seen if not row["sql"].startswith("PRAGMA")])


def measure() -> bool:
    """Measure every page; return whether all keep the budget."""
    rounds = []
    with Server() as server:
        for address in PAGES.values():
            server.get(address)
        for _number in range(ROUNDS):
            bare = server.cpu_of("/bare", requests=REQUESTS * 10)
            costs = {name: server.cpu_of(address, requests=REQUESTS) for name, address in PAGES.items()}
            rounds.append((costs, bare))
        sizes = {name: len(server.get(address)) for name, address in PAGES.items()}
    say(f"{'page':<36}{'queries':>8}{'CPU, ms':>10}{'of bare':>9}{'kB':>7}")
    kept = True
    for name, address in PAGES.items():
        cpu = statistics.median(costs[name] for costs, _bare in rounds)
        ratio = statistics.median(bare / costs[name] for costs, bare in rounds)
        queries = queries_of(address)
        say(f"{name:<36}{queries:>8}{cpu:>10.1f}{ratio:>9.3f}{sizes[name] / 1000:>7.0f}")
        kept &= queries <= BUDGET["queries"] and ratio >= BUDGET["ratio"]
    say(f"{'bare view':<36}{0:>8}{statistics.median(bare for _costs, bare in rounds):>10.2f}{1:>9}")
    return kept


def main() -> None:
    """Make, measure, tell."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        say(f"{call('django.db.connection').vendor}; making {COMMITMENTS:,} commitments of {CITIES} cities …")
        fill()
        before = time.monotonic()
        done = call("commitments.actions.index_everything")()
        say(f"search table made in {time.monotonic() - before:.1f} s: {done:,} rows")
        before = time.monotonic()
        call("portal.queries.commitment_facets")()
        say(f"counts of the filters: {(time.monotonic() - before) * 1000:.0f} ms")
        if not measure():
            raise SystemExit("Over budget: at most {queries} queries, at least {ratio} of bare.".format(**BUDGET))


if __name__ == "__main__":
    main()
