"""The page of the public decision log: what happened, whether it is whole, how to check it."""

import pytest
from django.db import connection

from labels.actions import log_act
from labels.chain import BY_HAND
from labels.log_guards import lifting_sql
from labels.models import DecisionEntry
from tests.factories import make_city, make_label

pytestmark = pytest.mark.django_db
PAGE = "/en/decisions/log/"


def text(response):
    return " ".join(response.content.decode().split())


def test_an_empty_log_says_so(visitor):
    page = text(visitor.get(PAGE))

    assert "Public decision log: nothing was changed" in page
    assert "Nothing to show here." in page


def test_entries_are_shown_newest_first_with_reasons_and_links(visitor):
    city = make_city("Aach")
    label = make_label(city=city)
    log_act("granted", city=city, label=label, data={"reasons": "<b>Kept</b>", "until": "2029-11-26", "signatures": 2})
    log_act("suspended", city=city, label=label, data={"reasons": "No answer came."})
    response = visitor.get(PAGE)

    assert [row["what"] for row in response.context["rows"]] == ["Label suspended", "Label granted"]
    page = text(response)
    for words in ("&lt;b&gt;Kept", "Signed by 2 people.", "Valid until 26 November 2029", label.get_absolute_url()):
        assert words in page
    assert DecisionEntry.objects.first().hash in page


def test_one_label_alone(visitor):
    city, other = make_city("Aach"), make_city("Bonn")
    label = make_label(city=city)
    log_act("granted", city=city, label=label)
    log_act("refused", city=other)

    rows = visitor.get(PAGE, {"code": label.code.lower()}).context["rows"]
    assert [row["city"] for row in rows] == ["Aach"]
    assert "in the public decision log" in text(visitor.get(label.get_absolute_url()))


def test_an_earlier_decision_and_a_sample_say_what_they_are(visitor):
    earlier = {"entered_later": True, "acted_on": "2026-03-01"}
    log_act("granted", city=make_city("Aach", origin="sample"), data=earlier)

    page = text(visitor.get(PAGE))
    assert "Entered later: the decision was made on 1 March 2026, before this log began." in page
    assert "Invented sample of the demonstration" in page


def test_a_city_without_a_page_stays_unnamed(visitor):
    log_act("refused", city=make_city("Zwolkow", is_public=False))

    page = text(visitor.get(PAGE))
    assert "A city without a public page" in page
    assert "zwolkow" not in page.lower()


def test_tampering_is_the_first_thing_the_page_says(visitor):
    city = make_city("Aach")
    for act in ("granted", "suspended"):
        log_act(act, city=city)
    with connection.cursor() as cursor:
        for statement in lifting_sql(connection.vendor):
            cursor.execute(statement)
    DecisionEntry.objects.filter(seq=1).update(act="refused")

    page = text(visitor.get(PAGE))
    assert "<h1>This log was tampered with</h1>" in page
    assert "Entry 1 was changed after it was written." in page


def test_the_page_shows_how_to_check_by_hand(visitor):
    page = visitor.get(PAGE)
    assert page.context["by_hand"] == BY_HAND
    assert "sys.exit(f&quot;Entry {number}" in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(visitor, count, django_assert_num_queries):
    city = make_city("Aach")
    for _ in range(count):
        log_act("refused", city=city)
    with django_assert_num_queries(7):
        visitor.get(PAGE)


def test_nonsense_is_answered(visitor):
    for query in ("?page=x", "?page=999999999999", "?code=%00", "?code=" + "x" * 500):
        assert visitor.get(PAGE + query).status_code in {200, 400}


def test_a_label_that_is_switched_off_has_no_log(visitor, settings):
    settings.LABEL_ENABLED = False
    for address in (PAGE, "/data/v1/decisions.jsonl", "/data/v1/decisions/head.json"):
        assert visitor.get(address).status_code == 404
    assert "decisions.jsonl" not in text(visitor.get("/en/data/"))
