"""Addresses say the language; where they do not, the reader's choice, account or browser does."""

import pytest
from django.conf import settings
from django.urls import reverse

from core.languages import COMPLETE, LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "language"),
    [("de-AT,de;q=0.9,en;q=0.8", "de"), ("bg,fr;q=0.5", "fr"), ("bg", "en"), ("", "en"), ("x" * 600, "en")],
)
def test_the_root_leads_to_the_complete_language_that_the_browser_asks_for(visitor, asked, language):
    answer = visitor.get("/", headers={"accept-language": asked})
    assert answer.url == f"/{language}/"
    assert not answer.cookies


@pytest.mark.parametrize("code", [code for code, _name in LANGUAGES])
def test_every_language_has_its_addresses(visitor, code):
    answer = visitor.get(f"/{code}/cities/?q=graz")
    assert answer.status_code == 200
    html = answer.content.decode()
    spoken = code if code in COMPLETE else "en"
    assert f'<html lang="{spoken}"' in html
    assert all(f'href="/{other}/cities/?q=graz"' in html for other, _name in LANGUAGES)
    assert not answer.cookies


def test_search_engines_hear_of_the_complete_languages_without_filters(visitor):
    html = visitor.get("/en/cities/?q=graz").content.decode()
    for code in COMPLETE:
        assert f'<link rel="alternate" hreflang="{code}" href="{settings.PORTAL_BASE_URL}/{code}/cities/">' in html
    assert html.count('rel="alternate" hreflang') == len(COMPLETE) + 1


def test_the_language_goes_along_to_the_login_and_stays(visitor):
    html = visitor.get("/fr/").content.decode()
    assert "/accounts/login/?lang=fr" in html
    answer = visitor.get("/accounts/login/?lang=fr")
    assert '<html lang="fr"' in answer.content.decode()
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME]["httponly"]
    assert '<html lang="fr"' in visitor.get("/accounts/signup/").content.decode()


@pytest.mark.parametrize("wild", ["xx", "bg", "<script>", "fr%00"])
def test_an_unknown_choice_is_passed_over(visitor, wild):
    answer = visitor.get("/accounts/login/", {"lang": wild})
    assert '<html lang="en"' in answer.content.decode()
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_an_account_is_met_in_its_own_language(client_of, official):
    type(official).objects.filter(pk=official.pk).update(language="de")
    official.refresh_from_db()
    answer = client_of(official).get(reverse("account_email"))
    assert '<html lang="de"' in answer.content.decode()
    assert '<html lang="fr"' in client_of(official).get("/fr/cities/").content.decode()
