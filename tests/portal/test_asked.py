"""The filter form is drawn once for many readers: what one types or ticks never stands in the form of another."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache, caches

from commitments import actions
from core import audit, page_cache
from portal.asked import FORMS
from portal.cards import ROWS
from review.checklists import DEFAULTS
from tests.factories import make_city, make_commitment, make_role, make_user, make_version

LIST, CITIES = "/en/commitments/", "/en/cities/"
QUERIES = (
    "",
    "q=desk",
    "q=%22%3E%3Cscript%3E%26amp%3B",
    "q=++desk++&country=AT",
    "q=%EF%B7%90&city=%EF%B7%91",
    "city=Graz",
    "q=desk&city=Graz&country=AT&country=DE&progress=done&right=nonsense&year=2027",
    "country=XX&region=Nowhere&page=7&sort=city&other=1",
    f"q={'x' * 200}",
    f"q={'x' * 201}&country=AT",
    f"country={'A' * 500}",
)


@pytest.fixture(autouse=True)
def clock(db, settings, monkeypatch):
    """The stamp of public pages is on; `clock[0]` is the time it knows."""
    settings.PAGE_CACHE_SECONDS = 600
    for kept in (cache, caches["pages"], FORMS.found):
        kept.clear()
    now = [1000.0]
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(page_cache._Seen, "at", float("-inf"))
    # As `manage.py` leaves it: the first act of all is long past.
    audit.record("load_reference", by=None, obj=None)
    make_commitment(city=make_city("Graz", slug="at-graz"))
    return now


def page(visitor, address):
    """The page itself is not kept: its address holds something unknown."""
    return visitor.get(address + ("&" if "?" in address else "?") + "unknown=1").content.decode()


@pytest.mark.parametrize("place", [LIST, CITIES])
def test_a_kept_form_reads_as_a_new_one_for_everybody(visitor, place):
    def all_pages():
        return [page(visitor, f"{place}?{query}") for query in QUERIES]

    first = all_pages()
    assert len(FORMS.found) >= 4
    assert all_pages() == first
    FORMS.found.clear()
    assert list(reversed([page(visitor, f"{place}?{query}") for query in reversed(QUERIES)])) == first


def test_nobody_meets_the_words_of_another(visitor):
    assert 'value="Secret"' in page(visitor, f"{LIST}?q=Secret&city=Hidden&country=AT")
    for query in ("", "?country=AT", "?q=other&country=AT", "?q=other&city=other&country=AT"):
        found = page(visitor, LIST + query)
        assert "Secret" not in found
        assert "Hidden" not in found
    assert "&lt;script&gt;" in page(visitor, f"{LIST}?q=%3Cscript%3E")
    assert "<script>" not in page(visitor, f"{LIST}?q=%3Cscript%3E")


def test_ticks_stand_in_the_form_of_whoever_ticked(visitor):
    assert "checked" not in page(visitor, LIST)
    assert page(visitor, f"{LIST}?country=AT").count("checked") == 1
    assert "checked" not in page(visitor, LIST)
    assert "(1 in use)" in page(visitor, f"{LIST}?q=desk")
    assert "(2 in use)" in page(visitor, f"{LIST}?q=desk&country=AT")


def test_a_language_and_a_day_have_their_own_form(visitor, settings):
    english, german = page(visitor, LIST), page(visitor, "/de/commitments/")
    assert "Apply filters" in english
    assert "Apply filters" not in german
    settings.LABEL_ENABLED = False
    assert "The city holds the label" in english
    assert "The city holds the label" not in page(visitor, LIST)


def test_a_publication_is_counted_in_the_filters_within_a_second(visitor, clock):
    row = make_commitment(city=make_city("Bern", slug="ch-bern", country="CH"), state="submitted")
    decider = make_user("Dana Decider", roles=("decider",))
    assert "Switzerland</span> <span" not in " ".join(page(visitor, LIST).split())
    actions.publish_version(obj=row.versions.get(), by=decider, ticks=list(DEFAULTS["version"]))
    clock[0] += 0.9
    found = " ".join(page(visitor, LIST).split())
    assert 'Switzerland</span> <span class="mute">1</span>' in found


def test_a_hold_moves_the_counts_within_a_second(visitor, clock):
    row = make_commitment(city=make_city("Bern", slug="ch-bern", country="CH"))
    type(row).objects.filter(pk=row.pk).update(next_report_on="2024-01-01", next_confirm_on="2024-01-01")
    assert 'On hold</span> <span class="mute">' not in " ".join(page(visitor, LIST).split())
    actions.hold_overdue()
    clock[0] += 0.9
    assert 'On hold</span> <span class="mute">1</span>' in " ".join(page(visitor, LIST).split())


def test_a_withdrawal_leaves_list_filters_and_counts_within_a_second(visitor, clock):
    city = make_city("Bern", slug="ch-bern", country="CH")
    row = make_commitment(city=city, version_title="Free swimming lessons")
    approver = make_user("Pau Approver")
    make_role(approver, city, "approver")
    before = " ".join(page(visitor, LIST).split())
    assert "2 commitments found" in before
    assert 'Switzerland</span> <span class="mute">1</span>' in before
    actions.withdraw(commitment=row, by=approver, reason="The region pays now.")
    clock[0] += 0.9
    after = " ".join(page(visitor, LIST).split())
    assert "1 commitment found" in after
    assert "Free swimming lessons" not in after
    assert "Switzerland</span> <span" not in after
    assert "0 commitments found" in page(visitor, f"{LIST}?country=CH&q=swimming")


@pytest.mark.parametrize(
    ("address", "cold", "warm"),
    [
        (f"{LIST}?q=desk", 4, 1),
        (f"{LIST}?country=AT&q=desk&progress=not_started", 4, 1),
        (f"{LIST}?sort=city&q=desk", 4, 1),
        (f"{CITIES}?country=AT&sort=changed&left_out=1", 4, 1),
        (f"{CITIES}?q=graz", 5, 2),
    ],
)
def test_a_list_costs_more_only_after_a_public_act(visitor, address, cold, warm, django_assert_num_queries):
    make_version(make_commitment(version_title="A desk"), state="draft")
    for kept in (cache, FORMS.found, ROWS.found):
        kept.clear()
    page_cache._Seen.at = float("-inf")
    with django_assert_num_queries(cold):
        page(visitor, address)
    with django_assert_num_queries(warm):
        page(visitor, address)
