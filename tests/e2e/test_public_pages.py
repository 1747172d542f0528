"""Every public page, filled by the demo: axe, no sideways scroll, no noise, nothing from elsewhere, no cookie."""

import pytest
from playwright.sync_api import Page

from tests.e2e.record import ENTRANCE, MISSING, STATES, addresses, load, more_kinds


@pytest.fixture
def record(db, settings) -> None:
    """What a stranger finds after `make run`."""
    load(settings)


def test_every_public_page_in_every_look(record, new_page, check):
    page = new_page()
    known = {name: (address, 200) for name, address in (addresses() | more_kinds()).items()}
    states = {address: (address, 200) for address in STATES} | {address: (address, 404) for address in MISSING}
    for name, (address, status) in (known | states).items():
        answer = page.goto(address)
        assert answer
        assert answer.status == status, address
        if page.locator("main details:not([open])").count():
            check(page, name, brief=True)
        unfold(page)
        check(page, f"{name}-unfolded")
    assert page.context.cookies() == [], "a reader needs no cookie"
    for address in ENTRANCE:
        page.goto(address)
        check(page, address)


def unfold(page: Page) -> None:
    """Open what is folded: filters on a narrow screen, the data of a chart as a table, every step of a process."""
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
