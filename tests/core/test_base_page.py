"""The frame of every page: who sees which links, no cookie for readers, error pages that help."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from tests.markup import Markup

# Answers in the portal's frame whatever else is built: there is no such page.
NOWHERE = "/en/nowhere/"


def links(markup):
    return {a.text: a.attrs["href"] for a in markup.all("a")}


def page(client, path=NOWHERE):
    return Markup(client.get(path).content.decode())


def test_a_visitor_gets_the_whole_frame_and_no_cookie(db, visitor, settings):
    response = visitor.get(NOWHERE)
    assert response.status_code == 404
    assert response.cookies == {}
    assert b"csrf" not in response.content

    markup = Markup(response.content.decode())
    assert markup.elements[0].attrs["lang"] == "en"
    first = markup.all("a")[0]
    assert (first.text, markup.by_id(first.attrs["href"][1:]).tag) == ("Skip to main content", "main")
    for name in ("cities", "commitments", "framework", "labels", "process", "open_data", "rights", "about", "privacy",
                 "accessibility"):  # fmt: skip
        assert reverse(f"portal:{name}") in links(markup).values()
    assert links(markup)["Sign in"] == reverse("account_login")
    assert links(markup)["Register your city"] == reverse("desk:join")
    assert links(markup)["Report a problem"] == f"mailto:{settings.PORTAL_CONTACT_EMAIL}"
    assert markup.all("link", rel="stylesheet")
    assert len(markup.all("h1")) == 1


def test_an_official_finds_the_desk_and_the_way_out(client_of, official):
    markup = page(client_of(official))
    assert links(markup)["Desk"] == reverse("desk:dashboard")
    assert links(markup)["Your account: Edda Official"] == reverse("account_email")
    assert "Sign in" not in links(markup)
    way_out = markup.one("form", action=reverse("account_logout"))
    assert way_out.attrs["method"] == "post"
    assert way_out.text == "Sign out"
    assert markup.one("input", name="csrfmiddlewaretoken").attrs["value"]


def test_staff_find_the_administration(client_of, reviewer):
    markup = page(client_of(reviewer))
    assert links(markup)["Administration"] == reverse("admin:index")
    assert "Desk" not in links(markup)


def test_the_label_can_be_switched_off(db, visitor, settings):
    settings.LABEL_ENABLED = False
    assert reverse("portal:labels") not in links(page(visitor)).values()


def test_the_strip_says_that_this_is_a_trial(db, visitor, settings):
    settings.PORTAL_PHASE_NOTE = "<Invented> city"
    assert page(visitor).one("div", class_="phase").text == "Trial <Invented> city"
    settings.PORTAL_PHASE_NOTE = ""
    assert page(visitor).all("div", class_="phase") == []


def test_the_server_error_page_needs_neither_context_nor_database():
    markup = Markup(render_to_string("500.html"))
    assert markup.one("h1").text == "Something went wrong"
    assert markup.one("a", href="/", class_="logo")


@pytest.mark.parametrize(("name", "words"), [("400", "We could not read this request"), ("403", "You cannot do this")])
def test_error_pages_say_what_to_do(db, rf, name, words):
    request = rf.get("/")
    context = {"reason": "The version was published a minute ago."} if name == "403" else {}
    markup = Markup(get_template(f"{name}.html").render(context, request))
    assert markup.one("h1").text == words
    assert all(reason in markup.one("main").text for reason in context.values())


@pytest.mark.parametrize("name", ["ok", "go", "plan", "late", "stop", "doc", "web", "data", "link", "lock"])
def test_the_sprite_holds_every_sign_and_follows_the_colour_of_the_text(name):
    sprite = Markup(Path(finders.find("img/icons.svg")).read_text())
    assert sprite.by_id(name).tag == "symbol"
    colours = {e.attrs[a] for e in sprite.elements for a in ("fill", "stroke") if a in e.attrs}
    assert colours == {"currentColor", "none"}


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done",
     "account_email_verification_sent", "account_inactive"],
)  # fmt: skip
def test_account_pages_stand_in_the_frame(db, visitor, name):
    markup = page(visitor, reverse(name))
    assert len(markup.all("h1")) == 1
    assert markup.one("title").text.endswith("– Human Rights Cities")
    labelled = {label.attrs["for"] for label in markup.all("label")}
    assert {control.attrs["id"] for control in markup.controls} <= labelled


def test_account_pages_keep_the_content_policy(client_of, resident):
    for name in ("account_email", "account_change_password", "mfa_index", "mfa_list_webauthn", "account_logout"):
        response = client_of(resident).get(reverse(name))
        assert response.status_code == 200, name
        markup = Markup(response.content.decode())
        assert [e for e in markup.elements if "style" in e.attrs or "onclick" in e.attrs] == []
        for script in markup.all("script"):
            assert script.attrs.get("src") or script.attrs["type"] == "application/json"
        assert not [image for image in markup.all("img") if image.attrs["src"].startswith("data:")]


def test_a_wrong_password_says_so_above_the_form_and_keeps_the_address(visitor, resident):
    response = visitor.post(reverse("account_login"), {"login": resident.email, "password": "wrong"})
    markup = Markup(response.content.decode())
    assert markup.one("div", role="alert").text.startswith("There is a problem")
    assert markup.one("title").text.startswith("Error: Sign in")
    assert markup.by_id("id_login").attrs["value"] == resident.email
