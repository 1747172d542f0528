"""Every public page for every reader: enlarged, without motion, in forced colours, on paper, in long words."""

import pytest
from django.db import connection

from tests.e2e import readers
from tests.e2e.looking import WIDE
from tests.e2e.record import ENTRANCE, MISSING, STATES, addresses, load, more_kinds
from tests.words.pseudo import LANGUAGE, SHUT, spoken

WAYS = (readers.enlarged, readers.moving, readers.in_forced_colours, readers.on_paper)
BAD = """<!doctype html><html lang="en"><head><title>Bad</title><style>
  @keyframes turn { to { rotate: 360deg } } .spin { animation: turn 9s infinite }
  .tight { width: 12rem; overflow: hidden; white-space: nowrap } a:focus { outline: 0 }
  select { border: 0 } button { width: 21rem }</style></head><body><nav class="nav">Ways</nav><main><h1>Bad</h1>
  <p class="spin">x</p><p class="tight">Much too long for a box of this width</p><select name="s"></select>
  <p><a href="https://example.org/">a site</a></p><button>Wide</button></main></body></html>"""


def test_bad_pages_are_seen(new_page, complaints):
    page = new_page()
    page.set_content(BAD)
    faults = "\n".join(fault for way in (*WAYS, readers.in_long_words) for fault in way(page))
    complaints.clear()
    for words in (
        "320 px: sideways by",
        "200 % text: cut: p.tight",
        "moves: turn",
        "no ring around a",
        "no edge of select",
        "paper: printed: nav",
        "paper: no address of a site",
        "right to left: cut",
    ):
        assert words in faults, faults


@pytest.fixture
def record(db, settings) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("A page looks the same whatever the database: SQLite's run asks.")
    load(settings)


def test_public_pages_suit_every_reader(record, new_page, complaints):
    page = new_page(WIDE)
    pages = {**addresses(), **more_kinds(), **{address: address for address in (*STATES, *MISSING, *ENTRANCE)}}
    for address in dict.fromkeys(pages.values()):
        page.goto(address)
        complaints.extend(f"{address} {fault}" for way in WAYS for fault in way(page))
    with spoken():
        for address in dict.fromkeys(pages.values()):
            page.goto(f"/{LANGUAGE}/{address.removeprefix('/en/')}" if address.startswith("/en/") else address)
            if address.startswith("/en/"):
                assert SHUT in page.locator("h1").or_(page.locator("nav")).first.inner_text(), address
            complaints.extend(f"{address} {fault}" for fault in readers.in_long_words(page))
