"""What the head of a public page says to search engines and to those who share it."""

import pytest

from tests.factories import make_commitment, make_label
from tests.markup import Markup

pytestmark = pytest.mark.django_db
BASE = "https://portal.example.org"


@pytest.fixture(autouse=True)
def _base(settings):
    settings.PORTAL_BASE_URL = BASE


def head(client, path):
    markup = Markup(client.get(path).content.decode())
    meta = {tag.attrs.get("name") or tag.attrs.get("property"): tag.attrs.get("content") for tag in markup.all("meta")}
    canonical = [tag.attrs["href"] for tag in markup.all("link", rel="canonical")]
    return markup, meta, canonical


@pytest.fixture
def pages():
    made = make_commitment(
        version_title='A "desk" & <more>', version_summary="Anyone gets help.\n" + "Long words. " * 40
    )
    label = make_label()
    simple = ("", "cities/", "commitments/", "framework/", "rights/", "labels/", "decisions/", "process/",
              "statistics/", "privacy/", "accessibility/", "about/", "data/")  # fmt: skip
    code = made.code
    return [*simple, f"cities/{made.city.slug}/", f"commitments/{code}/", f"commitments/{code}/v/1/",
            f"commitments/{code}/history/", f"labels/{label.code}/"]  # fmt: skip


def test_every_public_page_has_one_address_a_title_and_a_description(visitor, pages):
    for page in pages:
        markup, meta, canonical = head(visitor, f"/en/{page}")
        assert canonical == [f"{BASE}/en/{page}"]
        assert meta["og:url"] == canonical[0]
        assert meta["og:image"] == f"{BASE}/static/img/share.png"
        assert meta["og:title"] == markup.all("title")[0].text
        assert 20 < len(meta["description"]) <= 200, page
        assert meta["og:description"] == meta["description"]
        assert (meta["og:type"], meta["og:site_name"], meta["og:locale"]) == ("website", "Human Rights Cities", "en")


def test_a_title_of_signs_is_said_as_it_is(visitor):
    made = make_commitment(version_title='A "desk" & <more>', version_summary='Say "yes" & <no>.')
    _markup, meta, _canonical = head(visitor, f"/en/commitments/{made.code}/")
    assert meta["og:title"].startswith('A "desk" & <more>')
    assert meta["description"] == f'{made.city.name}: Say "yes" & <no>.'


def test_filters_do_not_make_another_page_but_turning_does(visitor):
    assert head(visitor, "/en/cities/?country=AT&order=name")[2] == [f"{BASE}/en/cities/"]
    assert head(visitor, "/en/cities/?page=2&country=AT")[2] == [f"{BASE}/en/cities/?page=2"]
    for page in ("0", "1", "01", "x", "٢", "9" * 5000):
        assert head(visitor, f"/en/cities/?page={page}")[2] == [f"{BASE}/en/cities/"]


def test_a_language_without_own_words_stands_for_the_english_page(visitor):
    assert head(visitor, "/it/cities/")[2] == [f"{BASE}/en/cities/"]
    assert head(visitor, "/de/cities/")[2] == [f"{BASE}/de/cities/"]


def test_other_pages_say_no_address(visitor, client_of, official):
    assert head(visitor, "/accounts/login/")[2] == []
    assert head(client_of(official), "/en/desk/")[2] == []
