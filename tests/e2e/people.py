"""What people do in front of a browser, by the words they read: sign in, fill in, press, read their mail."""

import base64
import hashlib
import hmac
import re
import time

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import FilePayload, Locator, Page, expect

from accounts.models import User
from core.models import OutboxMail
from tests.factories.files import make_pdf
from tests.factories.people import PASSWORD
from tests.mails import as_read

SECRET = "JBSWY3DPEHPK3PXP" * 2
PERIOD = 30


def give_second_step(*users: User) -> None:
    """An authenticator app that knows SECRET, set up before the test begins."""
    for user in users:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})


def code_now(secret: str) -> str:
    """Return the six digits an authenticator app shows (RFC 6238); not in the last moment of their 30 seconds."""
    left = PERIOD - time.time() % PERIOD
    if left < 3:
        time.sleep(left)
    counter = int(time.time()) // PERIOD
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def sign_in(page: Page, email: str, *, secret: str = "") -> None:
    """Sign in through the one login form, with the second step when the person has one."""
    if "/accounts/login/" not in page.url:
        page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    if secret:
        page.wait_for_url("**/2fa/authenticate/**")
        page.get_by_label("Code").fill(code_now(secret))
        press(page, "Sign in with the code")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def bring_in(page: Page, client: Client, home: str) -> None:
    """Give the browser the session of a test client, so that a page behind the sign-in is one step away."""
    if session := client.cookies.get(settings.SESSION_COOKIE_NAME):
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": home}])


def press(page: Page | Locator, name: str) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page | Locator, name: str) -> None:
    """Click the link with these words."""
    page.get_by_role("link", name=name, exact=True).click()


def main(page: Page) -> str:
    """Return the words of the page, without header and footer."""
    return page.locator("main").inner_text()


def says(page: Page, words: str) -> None:
    """The page says this."""
    expect(page.locator("body")).to_contain_text(words)


def says_not(page: Page, words: str) -> None:
    """The page, once it is there, does not say this."""
    expect(page.locator("body")).not_to_contain_text(words)


def fill(page: Page | Locator, **boxes: str) -> None:
    """Type into boxes, by the beginning of their labels: `fill(page, Title="…")`; “_” stands for a blank."""
    for label, words in boxes.items():
        page.get_by_label(re.compile("^" + label.replace("_", " "))).filter(visible=True).fill(words)


def fill_date(page: Page | Locator, legend: str, date: str, *, first: bool = False) -> None:
    """Type a date such as “30 6 2029” into the three boxes under `legend`; with `first`, the first of several such."""
    found = page.get_by_role("group", name=legend)
    boxes = found.first if first else found
    for label, words in zip(("Day", "Month", "Year"), date.split(), strict=True):
        boxes.get_by_label(label).fill(words)


def pdf(name: str, words: str) -> FilePayload:
    """A document to choose in a file box."""
    return {"name": name, "mimeType": "application/pdf", "buffer": make_pdf(words)}


def mail_to(email: str, name: str) -> OutboxMail:
    """Return the latest mail of this kind to somebody."""
    mail = OutboxMail.objects.filter(name=name, recipients__icontains=email).order_by("-pk").first()
    assert mail, f"no mail {name} to {email}; there are {list(OutboxMail.objects.values_list('name', 'recipients'))}"
    return mail


def link_in(mail: OutboxMail) -> str:
    """Return the first address in the text of a mail."""
    found = re.search(r"https?://\S+", as_read(mail))
    assert found, mail.text
    return found.group(0)
