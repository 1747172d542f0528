"""Pictures for other sites: words, never a score; well-formed, self-sufficient, in step with the record."""

import base64
import datetime as dt
import hashlib
import io
import re
from xml.etree import ElementTree as ET

import pytest
import segno
from django.utils import timezone

from cities.models import City
from commitments.models import Commitment
from tests.factories import make_city, make_commitment, make_label, make_version
from tests.markup import Markup

pytestmark = pytest.mark.django_db
HOSTILE = ["<script>alert(1)</script>", "a & b ]]> c", '"><image href="https://evil.example/x"/>', "x" * 200,
           "abc\u202egnp", "bell\x07", "not\uffff", "]]>&#x0;"]  # fmt: skip


def words(response):
    """What the picture says, line by line; fails unless it is well-formed XML."""
    root = ET.fromstring(response.content)
    assert [
        tag for tag in (element.tag.partition("}")[2] for element in root.iter()) if tag in {"script", "image"}
    ] == []
    return [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


def badge(client, city, **query):
    return client.get(f"/embed/badge/{city.slug}.svg", query)


def card(client, commitment, **query):
    return client.get(f"/embed/commitment/{commitment.code}.svg", query)


# --- What they say -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("membership", "text"),
    [("interested", "Interested"), ("committed", "Committed city"), ("none", "Listed from public sources")],
)
def test_a_badge_says_the_standing_in_words(visitor, membership, text):
    city = make_city("Arden", membership=membership)
    assert words(badge(visitor, city)) == ["Arden, Austria", text, "Human Rights Cities"]


def test_a_badge_of_a_labelled_city_names_the_awarding_body(visitor, settings):
    label = make_label(awarding_body="The Label Council")
    said = words(badge(visitor, label.city))
    assert said[1] == "Labelled human rights city"
    assert "Awarded by The Label Council, valid until" in said[2]
    settings.LABEL_ENABLED = False
    assert "Label" not in " ".join(words(badge(visitor, label.city)))


def test_an_expired_label_is_no_longer_shown(visitor):
    today = timezone.localdate()
    label = make_label(granted_on=today - dt.timedelta(900), valid_until=today - dt.timedelta(1))
    assert "Labelled" not in " ".join(words(badge(visitor, label.city)))


def test_a_card_says_what_the_city_claims(visitor, city):
    made = make_commitment(city=city, version_title="A rights desk", progress="under_way")
    said = words(card(visitor, made))
    assert said[:3] == [f"{city.name}, Austria · {made.code}", "A rights desk", "As the city says: Under way"]
    assert said[3].startswith("Latest change: ")
    compiled = make_commitment(city=city, origin="compiled", progress="not_reported")
    assert {"Not reported", "Compiled from public sources"} <= set(words(card(visitor, compiled)))


def test_a_picture_keeps_itself_up_to_date(visitor, city):
    before = badge(visitor, city)
    assert badge(visitor, city).headers["ETag"] == before.headers["ETag"]
    again = visitor.get(f"/embed/badge/{city.slug}.svg", headers={"If-None-Match": before.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    City.objects.filter(pk=city.pk).update(membership="interested")
    assert badge(visitor, city).headers["ETag"] != before.headers["ETag"]


def test_the_language_is_asked_for(visitor, city):
    made = make_commitment(city=city)
    assert b'lang="de"' in card(visitor, made, lang="de").content
    for unknown in ("it", "xx", "<b>"):
        assert card(visitor, made, lang=unknown).content == card(visitor, made).content
    german = visitor.get(f"/embed/badge/{city.slug}.svg", headers={"Accept-Language": "de"})
    assert german.content == badge(visitor, city).content
    assert german.headers["Content-Language"] == "en"


# --- What is not there -------------------------------------------------------------------------------
def test_a_withdrawn_commitment_says_so_and_is_gone(visitor):
    made = make_commitment(version_title="Night shelter")
    moment = dt.datetime(2026, 10, 24, tzinfo=dt.UTC)
    Commitment.objects.filter(pk=made.pk).update(state="withdrawn", withdrawn_at=moment, public_reason="Sold.")
    response = card(visitor, made)
    assert response.status_code == 410
    assert "24 October 2026" in " ".join(words(response))


@pytest.mark.parametrize("path", ["badge/nowhere", "badge/" + "x" * 3000, "commitment/HRC-222222", "commitment/x"])
def test_what_is_not_there_is_a_picture_that_says_so(visitor, path):
    response = visitor.get(f"/embed/{path}.svg")
    assert response.status_code == 404
    assert words(response)[0] == "There is nothing at this address."


def test_drafts_and_hidden_cities_are_not_there(visitor):
    hidden = make_city(is_public=False)
    draft = make_commitment(state="draft")
    assert badge(visitor, hidden).status_code == 404
    assert card(visitor, draft).status_code == card(visitor, make_commitment(city=hidden)).status_code == 404
    public = make_commitment(version_title="A desk")
    make_version(public, state="submitted", title="Secret amendment")
    assert b"Secret" not in card(visitor, public).content


# --- How they travel ----------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["", "de"])
def test_pictures_may_stand_anywhere_and_run_nothing(visitor, city, lang):
    for response in (badge(visitor, city, lang=lang), card(visitor, make_commitment(city=city), lang=lang)):
        assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert "X-Frame-Options" not in response.headers
        assert not response.cookies
        style = re.search(rb"<style>(.*?)</style>", response.content, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
        assert response.headers["Content-Security-Policy"] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors *; sandbox"
        )
        assert b"prefers-color-scheme:dark" in style
        assert (
            re.findall(rb"(?:https?:|//)[^\"\s<]+", response.content.replace(b"http://www.w3.org/2000/svg", b"")) == []
        )


def test_the_machine_addresses_never_choose_the_readers_language(visitor, city):
    for path in (f"/embed/badge/{city.slug}.svg", "/data/v1/cities"):
        assert not visitor.get(path, {"lang": "de"}).cookies


def test_signed_in_readers_get_nothing_that_others_keep(client_of, official, city):
    assert badge(client_of(official), city).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(visitor, text):
    city = make_city(name=text[:200], slug="at-hostile")
    made = make_commitment(city=city, version_title=text[:200])
    assert words(badge(visitor, city))
    assert words(card(visitor, made))


def test_the_queries_are_few(visitor, django_assert_num_queries):
    label = make_label()
    made = make_commitment()
    with django_assert_num_queries(2):
        badge(visitor, label.city)
    with django_assert_num_queries(1):
        card(visitor, made)


# --- The HTML to copy ---------------------------------------------------------------------------------
def test_the_pages_show_the_html_to_copy(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    city = make_city('Ar"den <b>')
    made = make_commitment(city=city, version_title='A "desk" & more')
    for page, image, alt in (
        (f"/en/cities/{city.slug}/", f"/embed/badge/{city.slug}.svg", 'Ar"den <b>: Committed city'),
        (f"/en/commitments/{made.code}/", f"/embed/commitment/{made.code}.svg", 'Ar"den <b>: A "desk" & more'),
    ):
        markup = Markup(visitor.get(page).content.decode())
        code = next(block.text for block in markup.all("pre") if "<img" in block.text)
        copied = Markup(code)
        assert copied.one("a").attrs["href"] == f"https://portal.example.org{page}"
        shown = copied.one("img").attrs
        assert (shown["src"], shown["alt"]) == (f"https://portal.example.org{image}?lang=en", alt)
        # The page's own copy comes from where the page is: the policy allows no other host.
        assert markup.one("img", src=f"{image}?lang=en").attrs["alt"] == alt


def test_a_label_has_a_code_that_leads_to_its_page(visitor, settings):
    settings.PORTAL_BASE_URL = "https://rights.example.org"
    label = make_label()
    response = visitor.get(f"/embed/label/{label.code}.svg")

    assert response.headers["Content-Type"].startswith("image/svg+xml")
    expected = segno.make(f"https://rights.example.org/en/labels/{label.code}/", error="m", micro=False)
    drawn = io.BytesIO()
    expected.save(drawn, kind="svg", scale=4, light="#fff", xmldecl=False)
    assert response.content == drawn.getvalue()
    assert b"<script" not in response.content
    assert f"/embed/label/{label.code}.svg" in visitor.get(label.get_absolute_url()).content.decode()
    settings.LABEL_ENABLED = False
    for code in (label.code, "HRL-222222", "x" * 99):
        assert visitor.get(f"/embed/label/{code}.svg").status_code == 404


@pytest.mark.parametrize(
    ("state", "words_wanted"),
    [("suspended", "Label suspended"), ("revoked", ""), ("withdrawn", ""), ("expired", "")],
)
def test_the_badge_follows_the_state_of_the_label(visitor, state, words_wanted):
    label = make_label(state=state)
    said = " ".join(words(badge(visitor, label.city)))

    assert "Labelled human rights city" not in said
    assert words_wanted in said
