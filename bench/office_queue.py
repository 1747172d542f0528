"""What a page of the queue costs while 20,000 texts wait. Needs two minutes; touches no other data.

    .venv/bin/python bench/office_queue.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/office_queue.py  PostgreSQL; an empty database of its own

How it is measured: `bench/measuring.py`.
"""

import datetime as dt
import tempfile
import time
from typing import Any

from measuring import Budget, call, measure, model, say, signed_in, start

WAITING, CITIES, THEMES = 20_000, 400, 12
QUEUE = "/admin/review/queueitem/"
INDEX = "first page of the administration"
PAGES = {
    "everything, oldest first": QUEUE,
    "overdue, due first": f"{QUEUE}?tab=overdue&sort=due",
    "page 10": f"{QUEUE}?page=10",
    "one country and theme": f"{QUEUE}?country=AT&theme=t-3",
    "search for a word of every title": f"{QUEUE}?q=desk",
    "search for what one title has": f"{QUEUE}?q=desk+19999",
    "search for what no title has": f"{QUEUE}?q=zzzz",
    INDEX: "/admin/",
}
BUDGET = Budget(queries=6, ratio=0.02)


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


def main() -> None:
    """Make, measure, tell."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        say(f"{call('django.db.connection').vendor}; making {WAITING:,} texts that wait …")
        person = fill()
        before = time.monotonic()
        done = call("review.queue.rebuild")()
        say(f"queue rebuilt in {time.monotonic() - before:.1f} s: {done.waiting:,} rows")
        measure(PAGES, signed_in(person), BUDGET, outside=(INDEX,))


if __name__ == "__main__":
    main()
