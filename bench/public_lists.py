"""What the two public lists cost with 10,000 commitments. Needs two minutes; touches no other data.

    .venv/bin/python bench/public_lists.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/public_lists.py  PostgreSQL; an empty database of its own

How it is measured: `bench/measuring.py`. Rows and counts are kept as in daily use, the page itself is not.
"""

import datetime as dt
import tempfile
import time

from measuring import Budget, call, measure, model, say, start

COMMITMENTS, CITIES, VISITOR = 10_000, 500, ""
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
BUDGET = Budget(queries=4, ratio=0.10)


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
        measure(PAGES, VISITOR, BUDGET)


if __name__ == "__main__":
    main()
