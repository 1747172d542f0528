"""A real browser against the real server.

Browser tests run wherever Chromium is found. Without it they are skipped with a loud reason; in CI that is a failure.
E2E_SHOTS=folder keeps pictures of every page that is checked: light and dark, wide and narrow.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from tests.e2e import people
from tests.e2e.hands import MOUSE, Hands, Way
from tests.e2e.looking import WIDE, Watch, face, faults_in, looks_for, picture, place

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = os.environ.get("E2E_SHOTS")
PATIENCE = 20_000  # milliseconds; a machine that tests and serves at once is slow
expect.set_options(timeout=PATIENCE)
Check = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a browser test, and writes for real: threads of the server must see it."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    if not CHROMIUM:
        reason = "NO BROWSER TESTS: Chromium was not found. Install it (Debian: apt-get install chromium)."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Everything wrong that was seen on the way; the end of the test tells it all at once."""
    found: list[str] = []
    yield found
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture
def new_page(browser: Browser, live_server, settings, complaints) -> Iterator[Callable[..., Page]]:
    """`new_page(width, dark=…, scripts=…)` opens a fresh browser without cookies.

    A script error, a console message or a request to another host fails the test. Mail goes to the outbox table.
    """
    settings.PORTAL_BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    contexts: list[BrowserContext] = []
    watch = Watch(urlsplit(live_server.url).netloc, complaints)

    def open_page(viewport: dict = WIDE, *, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def check(request, complaints) -> Check:
    """`check(page)` asks axe about a public page in every look, about others in two opposite ones, and that it does
    not scroll sideways. Another state of a page met before is asked in one look, as with `brief`; a page that says the
    same is not asked again, nor one that says it from another database: SQLite's run asks."""
    faces: set[tuple[str, ...]] = set()
    places: set[str] = set()

    def look(page: Page, name: str = "", *, brief: bool = False) -> None:
        if connection.vendor != "sqlite" or (seen := face(page)) in faces:
            return
        faces.add(seen)
        if SHOTS:
            picture(page, Path(SHOTS) / f"{request.node.name[:40]}-{len(faces):02}-{name}".replace("/", "_"))
        again = brief or place(page) in places
        complaints.extend(f"{page.url} {fault}" for fault in faults_in(page, looks_for(page, again=again)))
        if not brief:
            places.add(place(page))

    return look


@pytest.fixture
def sign_in() -> Callable[[Page, User], None]:
    """Sign in through the one login form."""
    return lambda page, user: people.sign_in(page, user.email)


@pytest.fixture
def seat(new_page, client_of, live_server) -> Callable[..., Hands]:
    """`seat(user, way)` puts somebody in front of a browser, signed in already."""

    def sit(user: User, way: Way = MOUSE) -> Hands:
        hands, viewport, scripts = way
        page = new_page(viewport, scripts=scripts)
        people.bring_in(page, client_of(user), live_server.url)
        return hands(page)

    return sit
