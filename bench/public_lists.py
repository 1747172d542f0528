"""What the two public lists cost with 10,000 commitments. Needs two minutes; touches no other data.

    .venv/bin/python bench/public_lists.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/public_lists.py  PostgreSQL; an empty database of its own

How it is measured: `bench/measuring.py`. Every list is asked with a word that is no filter (`left_out`), so the page is
never kept; the form with its counts and the rows are, as in daily use. The last lines measure the kept page itself, as
a browser asks for it (gzip), and for the second time (304). CACHE_URL=redis://… measures Redis.

    --grow 100000    measures once more with that many commitments: at most 1.5 times the cost
"""

import datetime as dt
import os
import sys
import tempfile
import time

from measuring import Budget, Page, call, judge, measured, model, say, start

COMMITMENTS, CITIES = 10_000, 500
LEFT_OUT = "left_out=1"
MOST_GROWTH = 1.5
LISTS = {
    "commitments": f"/en/commitments/?{LEFT_OUT}",
    "commitments, country and right": f"/en/commitments/?country=AT&right=CFR-21&{LEFT_OUT}",
    "commitments, words": f"/en/commitments/?q=libraries+desk&{LEFT_OUT}",
    "commitments, words, year, page 20": f"/en/commitments/?q=desk&year=2027&page=20&{LEFT_OUT}",
    "commitments, a rare word": f"/en/commitments/?q=4711&{LEFT_OUT}",
    "commitments, words, state, label": f"/en/commitments/?q=desk&status=active&label=held&{LEFT_OUT}",
    "commitments, by name of the city": f"/en/commitments/?sort=city&{LEFT_OUT}",
    "cities": f"/en/cities/?{LEFT_OUT}",
    "cities, country": f"/en/cities/?country=AT&{LEFT_OUT}",
    "cities, name": f"/en/cities/?q=city+12&{LEFT_OUT}",
}
BUDGET = Budget(queries=4, ratio=0.10, small=8192)


def pages() -> dict[str, Page]:
    """Return what is measured: lists that are made, one that is kept."""
    hit = 0.35 if os.environ.get("CACHE_URL", "").startswith("redis") else 0.60
    kept = "/en/commitments/"
    return {name: Page(address, BUDGET) for name, address in LISTS.items()} | {
        "kept page": Page(kept, Budget(1, hit), gzip=True),
        "kept page, 304": Page(kept, Budget(1, 0.40), gzip=True, again=True),
    }


def fill(first: int = 0, last: int = COMMITMENTS) -> None:
    """Make cities and published commitments with links to the framework, or more commitments of the same cities."""
    call("django.core.management.call_command")("load_reference", verbosity=0)
    now = call("django.utils.timezone.now")()
    codes = ("AT", "DE", "FR", "ES", "PL")
    city, table, text = model("cities.City"), model("commitments.Commitment"), model("commitments.CommitmentVersion")
    cities = list(city.objects.order_by("pk")) or city.objects.bulk_create(
        city(slug=f"x-{n}", name=f"City {n}", country=codes[n % 5], region=f"Region {n % 40}") for n in range(CITIES)
    )
    numbers = range(first, last)
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
            text(commitment=commitments[n - first], number=1, state="published",
                 title=f"A rights desk {n} in the library", summary="Free help. " * 20,
                 problem="One desk. " * 50, action="Three more. " * 50,
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


def index() -> None:
    """Make search table and roll-up, and tell how long it takes. PostgreSQL then counts as it does by itself later."""
    for name in ("index_everything", "rebuild_rollups"):
        before = time.monotonic()
        call(f"commitments.actions.{name}")()
        say(f"{name}: {time.monotonic() - before:.1f} s")
    connection = call("django.db.connection")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    before = time.monotonic()
    call("portal.queries.explorer._read_offered")()
    say(f"counts of the filters: {(time.monotonic() - before) * 1000:.0f} ms")


def main() -> None:
    """Make, measure, tell."""
    grow = int(sys.argv[2]) if sys.argv[1:2] == ["--grow"] else 0
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        say(f"{call('django.db.connection').vendor}; making {COMMITMENTS:,} commitments of {CITIES} cities …")
        fill()
        index()
        found = measured(pages())
        if grow:
            say(f"making {grow:,} commitments …")
            fill(COMMITMENTS, grow)
            index()
            grown = measured(pages())
            dear = [name for name in LISTS if found[name][2] > MOST_GROWTH * grown[name][2]]
            if dear:
                raise SystemExit(f"More than {MOST_GROWTH} times the cost with {grow:,}: {', '.join(dear)}")
        judge(found)


if __name__ == "__main__":
    main()
