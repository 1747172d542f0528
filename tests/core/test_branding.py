"""The operator's colours and logo: what can be read is served, what cannot stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.branding import Brand, contrast, read_brand
from tests.markup import Markup


class Environment(dict):
    def str(self, name, default):
        return self.get(name, default)


def brand(**given):
    return read_brand(Environment(given))


def head(client):
    return Markup(client.get("/en/cities/").content.decode())


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48), ("#0e47cb", "#0e47cb", 1)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (
            "BRAND_COLOR",
            "#9dbcff",
            "contrast of 1.90:1 to #ffffff; links on the page need 4.5:1. Choose a darker colour",
        ),
        ("BRAND_COLOR", "#767676", "links on a quiet band need 4.5:1"),
        ("BRAND_FILL", "#ffcc00", "white words on buttons need 4.5:1"),
        ("BRAND_COLOR_DARK", "#0e47cb", "links on the dark page need 4.5:1. Choose a lighter colour"),
        ("BRAND_GOLD", "#665200", "dark words on gold need 4.5:1"),
        ("BRAND_COLOR", "blue", "is no colour: write it as # and six digits"),
        ("BRAND_COLOR", "#fff;} body {", "is no colour"),
        ("PORTAL_LOGO", "/nowhere/logo.svg", "name an SVG, PNG or WebP file of 50 KB at most"),
        ("PORTAL_LOGO", __file__, "name an SVG, PNG or WebP file"),
    ],
)
def test_what_cannot_be_read_or_shown_stops_the_start(name, value, words):
    with pytest.raises(ImproperlyConfigured) as refusal:
        brand(**{name: value})
    assert words in str(refusal.value)
    assert name in str(refusal.value)


def test_colours_come_in_a_sheet_of_their_own_for_light_and_dark(db, visitor, settings):
    settings.BRAND = brand(BRAND_COLOR="#7A1F5C", BRAND_COLOR_DARK="#f2a7d6", BRAND_GOLD="#ffd24d")
    sheets = [link.attrs["href"] for link in head(visitor).all("link", rel="stylesheet")]
    own = next(address for address in sheets if address.startswith("/branding.css?v="))
    assert sheets.index(own) == 1  # after the tokens, before whatever uses them
    answer = visitor.get(own)
    css = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--brand: #7a1f5c; --brand2: #551640; --nav: #551640; --fill: #7a1f5c; --gold: #ffd24d" in css
    assert css.count("--brand: #f2a7d6") == 2
    assert not answer.cookies


def test_without_settings_nothing_is_linked(db, visitor, settings):
    settings.BRAND = Brand()
    assert not any("branding" in link.attrs["href"] for link in head(visitor).all("link", rel="stylesheet"))
    assert visitor.get("/branding.css").content == b""
    assert visitor.get("/branding/logo").status_code == 404


def test_a_logo_takes_the_place_of_the_mark(db, visitor, settings, tmp_path):
    file = tmp_path / "logo.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    settings.BRAND = brand(PORTAL_LOGO=str(file))
    address = head(visitor).all("img")[0].attrs["src"]
    assert address.startswith("/branding/logo?v=")
    answer = visitor.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.content == file.read_bytes()
