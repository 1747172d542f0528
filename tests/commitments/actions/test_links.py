"""Public links are asked once a week; the city knows first, the public after thirty days, and it ends by itself."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments import actions
from commitments.actions import links
from commitments.models import Evidence, LinkCheck
from core.models import AuditEvent, OutboxMail
from core.probe import Answer
from review.models import Deadline
from tests.factories import make_commitment, make_evidence
from tests.races import run_at_once
from tests.web import serve

URL = "https://city.example/minutes"
DAY = dt.timedelta(days=1)
OK, GONE, AWAY = Answer(200, "a" * 64), Answer(404, "b" * 64), Answer(None, reason="timed out")


@pytest.fixture
def published(city):
    return make_commitment(city=city).versions.select_related("commitment__city").get()


@pytest.fixture
def link(published):
    return make_evidence(version=published, url=URL, title="Minutes")


@pytest.fixture
def web(monkeypatch):
    """Answers by address, and what was asked; no answer is an answer of 200."""

    class Web(dict):
        asked = []

    found = Web()
    found.asked = []

    def ask(url, network):
        assert not connection.in_atomic_block or connection.savepoint_ids == []
        found.asked.append(url)
        return found.get(url, OK)

    monkeypatch.setattr(links, "ask", ask)
    return found


def check(day=0):
    return actions.check_links(now=timezone.now() + day * DAY)


def history(link):
    return list(link.link_checks.order_by("since", "pk").values_list("result", flat=True))


def public_page(client, link):
    code = link.in_versions.get().version.commitment.code
    return client.get(reverse("portal:commitment", args=[code])).content.decode()


def test_a_link_is_asked_once_a_week(link, web):
    assert check() == links.LinkSummary(asked=1, dead=0, warned=0)
    assert check(1).asked == check(6).asked == 0
    assert check(7).asked == 1
    assert history(link) == ["ok"]
    latest = LinkCheck.objects.get()
    assert latest.checked_at - latest.since == 7 * DAY or latest.checked_at > latest.since


def test_only_public_https_links_are_asked(city, published, link, web):
    make_evidence(version=published, url="http://city.example/old")
    make_evidence(version=published, url="https://city.example/secret", visibility="confidential")
    make_evidence(version=published, kind="file")
    make_evidence(version=make_commitment(city=city, state="draft").versions.get(), url="https://city.example/draft")
    make_evidence(version=published, url=URL, page="2")
    assert check().asked == 1
    assert web.asked == [URL]
    assert LinkCheck.objects.count() == 2


def test_the_life_of_a_dead_link(link, web, official, approver, visitor):
    desk = Client()
    desk.force_login(official)
    check()
    web[URL] = GONE
    assert check(7) == links.LinkSummary(asked=1, dead=1, warned=1)
    mails = OutboxMail.objects.filter(name="links_dead")
    assert {mail.recipients[0] for mail in mails} == {official.email, approver.email}
    assert URL in mails[0].text
    assert URL in mails[0].html
    assert "has not answered since" not in public_page(visitor, link)
    assert "1 link of Arden does not answer." in desk.get(reverse("desk:dashboard")).content.decode()
    web[URL] = AWAY
    check(14)
    check(28)
    assert "has not answered since" not in public_page(visitor, link)
    check(42)
    assert "has not answered since" in public_page(visitor, link)
    assert mails.all().count() == 2
    link.refresh_from_db()
    assert link.dead_since == timezone.localdate(timezone.now() + 7 * DAY)
    web[URL] = OK
    check(49)
    assert "has not answered since" not in public_page(visitor, link)
    assert history(link) == ["ok", "gone", "unreachable", "ok"]
    acts = AuditEvent.objects.filter(action__endswith="dead_link").order_by("seq").values_list("action", flat=True)
    assert list(acts) == ["mark_dead_link", "unmark_dead_link"]
    assert "does not answer" not in desk.get(reverse("desk:dashboard")).content.decode()
    web[URL] = GONE
    check(56)
    assert mails.all().count() == 4


def test_the_office_may_set_the_days(link, web, visitor):
    Deadline.objects.create(key="link_mark", days=3)
    web[URL] = GONE
    check()
    check(7)
    assert "has not answered since" in public_page(visitor, link)


def test_a_page_that_changed_is_noted_and_nobody_is_bothered(link, web):
    check()
    web[URL] = Answer(200, "c" * 64)
    check(7)
    web[URL] = Answer(200)
    check(14)
    web[URL] = OK
    check(21)
    assert history(link) == ["ok", "changed", "ok", "ok"]
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("status", [401, 403, 405, 429, 418])
def test_a_site_that_answers_anything_is_not_dead(status, link, web):
    web[URL] = Answer(status, "d" * 64)
    assert check().dead == 0


def test_who_does_not_answer_is_asked_once_more(link, web):
    web[URL] = AWAY
    assert check() == links.LinkSummary(asked=1, dead=1, warned=1)
    assert web.asked == [URL, URL]


def test_it_works_over_the_wire(link, tmp_path):
    with serve(tmp_path, "city.example") as web:
        web.pages["city.example", "/minutes"] = (200, {}, b"Minutes")
        assert actions.check_links(network=web.network) == links.LinkSummary(asked=1, dead=0, warned=0)
        web.pages["city.example", "/minutes"] = (302, {"Location": "https://127.0.0.1/"}, b"")
        done = actions.check_links(network=web.network, now=timezone.now() + 7 * DAY)
    assert (done.dead, history(link)) == (1, ["ok", "unreachable"])


def test_the_command_is_off_by_default(link, settings, monkeypatch):
    told = StringIO()
    call_command("check_links", stdout=told)
    settings.LINK_CHECK = True
    monkeypatch.setattr(links, "ask", lambda url, network: GONE)
    call_command("check_links", stdout=told)
    assert told.getvalue().splitlines() == [
        "Link checks are off: set LINK_CHECK=1.",
        "Asked 1 links: 1 dead. Cities warned: 1.",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_checks_at_once_warn_once(link, web, official):
    web[URL] = GONE
    outcomes = run_at_once(check, check, check)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert LinkCheck.objects.filter(is_latest=True).count() == 1
    assert OutboxMail.objects.filter(name="links_dead").count() == 1
    assert Evidence.objects.get().dead_since is None
