"""Light, dark or as the device says: a plain form, one cookie, the page one was on."""

import re

import pytest
from django.test import Client

from tests.markup import Markup
from tests.stylesheets import SHEETS

LIST = "/en/cities/?country=AT"
_BY_DEVICE = re.compile(r"@media[^{]*prefers-color-scheme[^{]*{((?:[^{}]*{[^{}]*})*)")
_BY_CHOICE = re.compile(r"[^{}]*data-theme=.?dark[^{}]*{[^{}]*}")


def beyond_colours(sheet):
    """What the rules for dark pages set besides the values of colours."""
    rules = "".join(_BY_DEVICE.findall(sheet) + _BY_CHOICE.findall(sheet))
    names = {
        part.partition(":")[0].strip() for inside in re.findall(r"{([^{}]*)}", rules) for part in inside.split(";")
    }
    return {name for name in names if name and not name.startswith("--")} - {"color-scheme"}


def test_dark_changes_colours_and_nothing_else():
    """So whatever is asked of a light page, but for contrast, is answered for the dark one."""
    assert {sheet.name: found for sheet in SHEETS.glob("*.css") if (found := beyond_colours(sheet.read_text()))} == {}
    assert beyond_colours("@media (prefers-color-scheme: dark) { a { --ink: #fff } p { display: none } } b { top: 0 }")
    assert beyond_colours(':root[data-theme="dark"] .menu { order: 2 }') == {"order"}


def page(client, address=LIST):
    return Markup(client.get(address).content.decode())


def choose(client, theme, back=LIST):
    return client.post("/theme/", {"theme": theme, "next": back})


def test_the_choice_is_kept_in_one_cookie_and_leads_back(db, visitor):
    assert "data-theme" not in page(visitor).one("html").attrs
    answer = choose(visitor, "dark")
    assert (answer.status_code, answer.url) == (302, LIST)
    cookie = answer.cookies["theme"]
    assert list(answer.cookies) == ["theme"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["path"]) == ("dark", "Lax", True, "/")
    markup = page(visitor)
    assert markup.one("html").attrs["data-theme"] == "dark"
    assert markup.one("button", value="dark").attrs["aria-pressed"] == "true"
    assert markup.one("input", name="next").attrs["value"] == LIST


def test_as_my_device_drops_the_cookie(db, visitor):
    choose(visitor, "light")
    assert choose(visitor, "system").cookies["theme"]["max-age"] == 0
    assert "data-theme" not in page(visitor).one("html").attrs
    assert not choose(Client(), "system").cookies


def test_a_made_up_value_is_no_choice(db, visitor):
    assert not choose(visitor, '"><script>').cookies
    visitor.cookies["theme"] = "neon"
    assert "data-theme" not in page(visitor).one("html").attrs


@pytest.mark.parametrize(
    "back", ["", "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "x"]
)
def test_the_form_leads_nowhere_else(visitor, back):
    assert choose(visitor, "dark", back).url == "/"


def test_only_a_post_changes_colours(visitor):
    assert visitor.get("/theme/").status_code == 405


def test_every_door_and_error_page_follows_the_choice(visitor, client_of, official):
    for client, address in (
        (visitor, "/accounts/login/"),
        (visitor, "/en/nowhere/"),
        (client_of(official), "/en/desk/"),
    ):
        choose(client, "dark")
        assert page(client, address).one("html").attrs["data-theme"] == "dark", address


def test_the_administration_follows_the_choice(client_of, decider):
    """Django's own frame has no place for it on <html>, and its script would take it away again."""
    client = client_of(decider)
    for address in ("/admin/", "/admin/review/queueitem/"):
        for theme, shown in (("dark", "dark"), ("light", "light"), ("system", None)):
            choose(client, theme, address)
            html = client.get(address).content.decode()
            found = re.findall(r'<html [^>]*data-theme="(\w+)"', html)
            assert found == ([shown] if shown else []), address
            assert "admin/js/theme.js" not in html
            assert 'action="/theme/"' in html


def test_kept_pages_follow_the_choice(db, visitor, settings):
    settings.PAGE_CACHE_SECONDS = 600
    for theme, shown in (("dark", "dark"), ("light", "light"), ("system", None), ("dark", "dark")):
        choose(visitor, theme)
        for _time in range(2):
            assert page(visitor).one("html").attrs.get("data-theme") == shown


def test_the_privacy_page_names_both_cookies_of_readers(db, visitor):
    words = page(visitor, "/en/privacy/").one("main").text
    assert "“theme”" in words
    assert "“django_language”" in words
