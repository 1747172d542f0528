"""The page that takes a label through its whole life by hand: what it names is there."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import get_commands

from hrcities.demo.sample import SOURCE

PAGE = (settings.BASE_DIR / "docs/label-by-hand.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.split(" | ")] for line in PAGE.splitlines() if re.match(r"\| \d", line)]
SOURCES = [
    *(settings.BASE_DIR / "templates").rglob("*.html"),
    *(
        path
        for app in ("cities", "desk", "labels", "participation", "portal", "voices")
        for path in (settings.BASE_DIR / app).rglob("*.py")
    ),
]


@pytest.fixture(scope="module")
def words() -> str:
    """Everything that pages say, as the sources have it."""
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def test_the_steps_are_numbered_one_after_the_other():
    assert [int(row[0].removeprefix("| ")) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) > 40


def test_its_people_have_accounts():
    story = json.loads(SOURCE.read_text())
    known = {person["key"] for person in story["people"]} | {person["email"] for person in story["pool"]}
    named = {name for row in ROWS for name in re.findall(r"`([^` ]+)`", row[1])}

    assert named - known == set()
    assert {"reviewer", "decider4", "administrator", "approver"} <= named


def test_its_commands_are_there():
    named = set(re.findall(r"manage\.py (\w+)", PAGE)) | set(re.findall(r"`(play_demo|\w+_\w+) REF", PAGE))

    assert named <= set(get_commands())
    assert {"play_demo", "run_deadlines", "draw_panel"} <= named


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].removeprefix("| "))
def test_what_one_reads_or_presses_stands_on_a_page(row, words):
    quoted = [said for said in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", " ".join(row[2:])) if said]

    assert [said for said in quoted if said.casefold() not in words.casefold()] == []
