"""What people of the office do on their pages: open a case, decide, sign."""

from playwright.sync_api import Page

from accounts.models import User
from tests.e2e.life.scene import Life
from tests.e2e.people import follow, press


def open_application(life: Life, person: User) -> Page:
    return opened(life, person, "labelapplication", life.application.reference)


def open_first_application(life: Life, person: User) -> Page:
    """The way there from the first page of the administration."""
    page = life.at(person, "/admin/")
    page.locator(".queues").get_by_role("link", name="Label applications", exact=True).click()
    follow(page, life.application.reference)
    life.look_at(page, "from the queue")
    return page


def open_label(life: Life, person: User) -> Page:
    return opened(life, person, "label", life.label.code)


def opened(life: Life, person: User, table: str, name: str) -> Page:
    page = life.at(person, f"/admin/labels/{table}/")
    follow(page, name)
    life.look_at(page, f"{table} at the office")
    return page


def decide(life: Life, page: Page, button: str) -> None:
    """Press a button of a case at the office."""
    press(page, button)
    page.get_by_text("Done:").wait_for()
    life.look_at(page, "after a step")
