"""The dashboard of who sits in panels: what they are, their cases, votes that are awaited, their offer."""

import pytest
from django.urls import reverse

from tests.desk.pages import text_of
from tests.factories import make_application, make_city, make_conflict, make_pool_member, seat
from tests.factories.panel import make_panel_scheme
from tests.labels.appealing import hear, make_judges, make_refused, vote

pytestmark = pytest.mark.django_db
URL = "/en/desk/"
NEWCOMER = "You do not act for a city yet"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "You offer to sit in panels"),
        ("active", "You are a member of the pool"),
        ("paused", "You take a pause: you are not drawn until you end it."),
    ],
)
def test_whoever_offers_to_sit_in_panels_reads_what_they_are(state, words, client_of):
    page = text_of(client_of(make_pool_member(state=state).user).get(URL))
    assert words in page
    assert NEWCOMER not in page
    for name in ("panel", "panel_me"):
        assert f'href="{reverse(f"desk:{name}")}">Your' in page
    assert ("Conflicts of interest and your seats" in page) is (state != "waiting")


def test_whoever_left_the_pool_or_where_there_is_no_label_is_a_newcomer(client_of, settings):
    assert NEWCOMER in text_of(client_of(make_pool_member(state="left").user).get(URL))
    member = make_pool_member()
    settings.LABEL_ENABLED = False
    assert NEWCOMER in text_of(client_of(member.user).get(URL))


@pytest.mark.parametrize("count", [1, 3])
def test_more_seats_cost_no_query_more(count, client_of, django_assert_num_queries):
    member = make_pool_member(country="FR")
    fields = {"state": "panel", "scheme": make_panel_scheme()}
    cases = [make_application(city=make_city(f"Town {number}"), **fields) for number in range(count)]
    for case in cases:
        seat(member, case)
    browser = client_of(member.user)
    page = text_of(browser.get(URL))
    assert all(reverse("desk:panel_case", args=[case.reference]) in page for case in cases)
    with django_assert_num_queries(3):
        browser.get(URL)


def test_a_vote_is_awaited_until_it_is_given_and_never_in_conflict(city, approver, administrator, client_of):
    judges = make_judges()
    appeal = hear(make_refused(city, approver), approver, names=administrator, judges=judges)
    words, address = (
        f"Your vote on an appeal about {city} is awaited.",
        reverse("desk:appeal_hear", args=[appeal.reference]),
    )
    for judge in judges:
        page = text_of(client_of(judge).get(URL))
        assert words in page
        assert f'href="{address}"' in page
    assert words not in text_of(client_of(make_pool_member(country="NL").user).get(URL))
    vote(appeal, judges, "uphold")
    make_conflict(judges[1], city)
    for judge in judges[:2]:
        assert words not in text_of(client_of(judge).get(URL))
    assert words in text_of(client_of(judges[2]).get(URL))
