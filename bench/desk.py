"""What pages of the desk cost a city with 30 commitments. Needs a minute; touches no other data.

    .venv/bin/python bench/desk.py                            SQLite, in a folder that is deleted afterwards
    DATABASE_URL=postgres://… .venv/bin/python bench/desk.py  PostgreSQL; an empty database of its own

How it is measured: `bench/measuring.py`.
"""

import tempfile
from typing import Any

from measuring import Budget, call, measure, model, say, signed_in, start

BUDGET = Budget(queries=8, ratio=0.04)
PUBLISHED, DRAFTS, SENT, COLLEAGUES = 18, 6, 6, 6


def fill() -> tuple[Any, dict[str, str]]:
    """Make a city with its team, texts and reports; return an approver and the pages to measure."""
    make = call
    make_city, make_commitment = make("tests.factories.make_city"), make("tests.factories.make_commitment")
    make_role, make_report = make("tests.factories.make_role"), make("tests.factories.make_report")
    people = model("accounts.User").objects
    city = make_city("Graz", slug="at-graz")
    person, author = (people.create_user(f"{name}@graz.example", name=name.title()) for name in ("ada", "edda"))
    make_role(person, city, "approver")
    for number in range(COLLEAGUES):
        make_role(people.create_user(f"c{number}@graz.example", name=f"Colleague {number}"), city, "editor")
    for number in range(PUBLISHED):
        make_commitment(city=city, version_title=f"A rights desk {number} in every library", author=author)
    drafts = [make_commitment(city=city, state="draft", author=author) for _number in range(DRAFTS)]
    for _number in range(SENT):
        make_commitment(city=city, state="submitted", author=author)
    report = make_report(model("commitments.Commitment").objects.filter(state="active").first(), state="draft")
    desk, draft = "/en/desk/", f"/en/desk/commitments/{drafts[0].code}/"
    return person, {
        "dashboard": desk,
        "list of 30 commitments": f"{desk}city/at-graz/commitments/",
        "tasks of one commitment": draft,
        "form: promise": f"{draft}edit/promise/",
        "form: milestones": f"{draft}edit/milestones/",
        "report": f"{desk}reports/{report.pk}/",
        "team": f"{desk}city/at-graz/members/",
    }


def main() -> None:
    """Make, measure, tell."""
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        say(f"{call('django.db.connection').vendor}; a city with {PUBLISHED + DRAFTS + SENT} commitments")
        person, pages = fill()
        measure(pages, signed_in(person), BUDGET)


if __name__ == "__main__":
    main()
