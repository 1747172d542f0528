"""The office works its queues: oldest first, conflicts out of sight."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from commitments import actions
from tests.commitments.office import HOSTILE, KINDS, change, changelist, decide, make, report_of, rows, submitted
from tests.factories import make_city, make_commitment, make_conflict, make_role


def test_the_queue_is_oldest_first_and_shows_what_waits(client_of, reviewer, city):
    young, old = submitted(city, days=1), submitted(city, days=9, version_title="Old promise")
    make_commitment(city=city)
    make_commitment(city=city, state="draft")

    response = client_of(reviewer).get(changelist())

    assert list(rows(response)) == [old, young]
    text = response.content.decode()
    assert "Old promise" in text
    assert re.search(r"field-days_waiting\">9<", text)


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_and_three_rows_cost_the_same(kind, client_of, reviewer, city, django_assert_num_queries):
    client = client_of(reviewer)
    make(kind, city)
    client.get(changelist(kind))  # the session notes once a minute that it was seen
    with django_assert_num_queries(5):
        assert client.get(changelist(kind)).status_code == 200

    for _number in range(2):
        actions.claim(obj=make(kind, make_city()), by=reviewer)
    with django_assert_num_queries(5):
        assert len(rows(client.get(changelist(kind)))) == 3


def test_late_answers_are_marked(client_of, reviewer, city):
    submitted(city, version_due_on=dt.date(2026, 1, 5))

    assert "5 January 2026, late" in client_of(reviewer).get(changelist()).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_conflict_hides_the_case_wholly(kind, client_of, office, city, other_city):
    hidden, shown = make(kind, city), make(kind, other_city)
    make_conflict(office.reviewer, city)
    make_role(office.decider, city, "editor")

    for person in (office.reviewer, office.decider):
        client = client_of(person)
        assert list(rows(client.get(changelist(kind)))) == [shown]
        assert list(rows(client.get(changelist(kind), {"q": hidden.commitment.code}))) == []
        assert client.get(change(hidden)).status_code == 302  # Django's admin: "does not exist", back to the start
        assert client.post(decide(hidden, "claim")).status_code == 404
        assert city.name not in client.get(changelist(kind), {"show": "all"}).content.decode()
        counts = {queue["key"]: queue["count"] for queue in client.get(reverse("admin:index")).context["queues"]}
        assert counts["version" if kind == "commitmentversion" else "report"] == 1


def test_filters_narrow_the_queue(client_of, reviewer, other_reviewer, city):
    abroad = make_city("Graz", country="FR")
    mine, theirs, free = submitted(city), submitted(city), submitted(abroad)
    actions.claim(obj=mine, by=reviewer)
    actions.claim(obj=theirs, by=other_reviewer)
    public = make_commitment(city=city).versions.get()
    client = client_of(reviewer)

    def found(**query):
        return set(rows(client.get(changelist(), query)))

    assert found(claimed="mine") == {mine}
    assert found(claimed="nobody") == {free}
    assert found(claimed="others") == {theirs}
    assert found(country="FR") == {free}
    assert found(show="submitted") == {free}
    assert found(show="checking") == {mine, theirs}
    assert found(show="public") == {public}
    assert found(show="all") == {mine, theirs, free, public}
    assert found(q=free.commitment.code) == {free}
    assert found(q="Graz") == {free}


@pytest.mark.parametrize(
    "query", [{"claimed": "x"}, {"country": "'; --"}, {"show": "9" * 5000}, {"q": HOSTILE}, {"o": "9.-9"}, {"p": "-1"}]
)
def test_strange_queries_do_no_harm(query, client_of, reviewer, city):
    submitted(city)

    assert client_of(reviewer).get(changelist(), query).status_code in {200, 302}


def test_reviewers_read_no_colleagues_name(client_of, office, city):
    colleague = office.other_reviewer
    held = actions.claim(obj=submitted(city), by=colleague)

    for url in (changelist(), change(held)):
        seen = client_of(office.reviewer).get(url).content.decode()
        assert colleague.name not in seen
        assert "a colleague" in seen
        for person in (office.decider, office.administrator, colleague):
            assert colleague.name in client_of(person).get(url).content.decode()


def test_drafts_and_returned_texts_are_the_citys_own(client_of, decider, city):
    client = client_of(decider)
    for state in ("draft", "sign_off", "returned", "lapsed"):
        version = make_commitment(city=city, state=state).versions.get()
        assert client.get(change(version)).status_code == 302
        assert version not in rows(client.get(changelist(), {"show": "all"}))
    assert client.get(change(report_of(city, "draft"))).status_code == 302


def test_only_the_office_comes_in(client_of, official, approver, resident, city):
    version = submitted(city)

    for person in (official, approver, resident):
        assert client_of(person).get(changelist(), follow=True).status_code == 403
        assert client_of(person).post(decide(version, "claim"), follow=True).status_code == 403
    assert client_of(None).get(change(version)).status_code == 302
