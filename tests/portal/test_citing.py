"""The page of a version for those who cite it: how to, and what changed since."""

import datetime as dt

import pytest

from commitments.models import Commitment, CommitmentVersion
from tests.factories import make_commitment, make_version
from tests.markup import Markup

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def text(response):
    return " ".join(response.content.decode().split())


def replace(commitment, **fields):
    CommitmentVersion.objects.filter(commitment=commitment, state="published").update(state="superseded")
    return make_version(commitment, state="published", published_at=DAY + dt.timedelta(30), **fields)


@pytest.mark.parametrize("place", ["", "v/1/"])
def test_a_page_shows_what_the_downloads_hold(visitor, place):
    made = make_commitment(version_title="A {desk} & 50 % more\nER  - ", version_published_at=DAY)
    markup = Markup(visitor.get(f"/en/commitments/{made.code}/{place}").content.decode())

    for ending, name in (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON")):
        url = f"/data/v1/commitments/{made.code}/v/1/cite.{ending}"
        assert markup.one("a", href=url).text == f"Download {name}: {made.code}-v1.{ending}"
        held = " ".join(visitor.get(url).content.decode().split())
        assert held in [" ".join(block.text.split()) for block in markup.all("pre")]


def test_the_sentence_is_in_the_language_of_the_page_and_cites_its_address(visitor):
    made = make_commitment(version_published_at=DAY)
    assert f"version 1 of 1 March 2026. Human Rights Cities. http://127.0.0.1:8000/en/commitments/{made.code}/v/1/" in (
        text(visitor.get(f"/en/commitments/{made.code}/"))
    )
    assert f"http://127.0.0.1:8000/fr/commitments/{made.code}/v/1/" in text(
        visitor.get(f"/fr/commitments/{made.code}/")
    )


def test_a_replaced_version_says_what_the_newer_one_changes(visitor):
    made = make_commitment(version_title="A desk")
    replace(made, title="A better desk", unit="Office of rights")
    page = text(visitor.get(f"/en/commitments/{made.code}/v/1/"))

    assert "This is version 1. A newer one, version 2 of 31 March 2026, replaced it." in page
    assert "It changes: Title; Responsible unit;" in page
    assert '<a href="#since">See the difference</a>' in page
    assert f'<a href="/en/commitments/{made.code}/v/2/">Read version 2</a>' in page
    assert 'id="since">What changed from version 1 to version 2' in page
    newest = text(visitor.get(f"/en/commitments/{made.code}/v/2/"))
    assert "You read version 2, the text in force" in newest
    assert "since" not in newest


def test_the_difference_skips_the_versions_between(visitor):
    made = make_commitment(version_title="One")
    replace(made, title="Words between")
    replace(made, title="Three")
    page = text(visitor.get(f"/en/commitments/{made.code}/v/1/"))
    assert "A newer one, version 3" in page
    assert "Words between" not in page


def test_a_draft_is_no_newer_version(visitor):
    made = make_commitment()
    make_version(made, state="submitted", title="Secret amendment")
    assert "the text in force" in text(visitor.get(f"/en/commitments/{made.code}/v/1/"))


def test_a_version_of_a_withdrawn_commitment_gives_the_reason(visitor):
    made = make_commitment(version_title="A desk")
    replace(made, title="A better desk")
    values = {"state": "withdrawn", "withdrawn_at": DAY + dt.timedelta(60), "public_reason": "The house was sold."}
    Commitment.objects.filter(pk=made.pk).update(**values)
    for number in (1, 2):
        page = text(visitor.get(f"/en/commitments/{made.code}/v/{number}/"))
        assert "The city withdrew this commitment on 30 April 2026. Its public reason:" in page
        assert "The house was sold." in page
        assert "the text in force" not in page
    assert "A newer one, version 2" in text(visitor.get(f"/en/commitments/{made.code}/v/1/"))


def test_the_queries_do_not_grow_with_the_versions(visitor, django_assert_num_queries):
    made = make_commitment()
    replace(made)
    with django_assert_num_queries(7):
        visitor.get(f"/en/commitments/{made.code}/v/1/")
    replace(made)
    replace(made)
    with django_assert_num_queries(7):
        visitor.get(f"/en/commitments/{made.code}/v/1/")
