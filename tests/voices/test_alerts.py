"""Somebody follows a search by e-mail: the form, the mailbox, their alerts; nobody learns which addresses are known."""

import datetime as dt
import re
import uuid

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import OutboxMail
from participation.models import MOST_ALERTS, Alert
from participation.tokens import list_token, stop_token
from tests.factories import make_alert, make_city, make_element
from tests.mails import as_read, link_in
from tests.pages import read_form

pytestmark = pytest.mark.django_db
MAIL = "remi@mail.example"
NEW = "/en/alerts/new/commitments/"


def words(response):
    return " ".join(response.content.decode().split())


def ask(browser, address=NEW, **values):
    given = {"email": MAIL, "often": "daily", "key": str(uuid.uuid4())} | values
    return browser.post(address, given)


def test_from_the_list_to_the_mailbox_and_back(visitor, commitment):
    listed = words(visitor.get("/en/commitments/?country=AT&progress=done&sort=city"))
    address = re.search(r'href="(/en/alerts/new/commitments/[^"]*)"', listed)[1].replace("&amp;", "&")
    assert address == f"{NEW}?country=AT&progress=done"
    page = visitor.get(address)
    assert "Country: Austria · Progress, as the city says: Completed" in words(page)

    form = read_form(page.content.decode(), "email")
    sent = visitor.post(address, form | {"email": " Remi@Mail.example", "often": "daily"}, follow=True)
    assert "Look into your mailbox" in words(sent)
    alert = Alert.objects.get()
    assert (alert.email, alert.query, alert.confirmed_at) == (MAIL, "country=AT&progress=done", None)

    link = link_in("alert_confirm", MAIL)
    asked = visitor.get(link)
    assert "Country: Austria" in words(asked)
    assert asked.headers["Cache-Control"] == "no-store"
    assert Alert.objects.get().confirmed_at is None  # a GET changes nothing
    mine = visitor.post(link, follow=True)
    assert "Your alert runs." in words(mine)
    assert "Country: Austria" in words(mine)
    assert Alert.objects.get().confirmed_at is not None
    assert visitor.post(link).status_code == 410
    assert visitor.get(link).status_code == 410


def test_the_first_mail_carries_nothing_that_somebody_typed(visitor):
    ask(visitor, f"{NEW}?q=Buy+at+evil.example")
    mail = OutboxMail.objects.get()
    token = link_in("alert_confirm", MAIL).split("/")[-2]

    assert "evil" not in f"{as_read(mail)} {as_read(mail, 'html')} {mail.subject}"
    assert token not in f"{Alert.objects.values().get()} {mail.text} {mail.html}"


def test_one_city_one_commitment_one_theme(visitor, city, commitment):
    element = commitment.versions.get().elements.get()
    for page, address in (
        (city.get_absolute_url(), f"/en/alerts/new/cities/?slug={city.slug}"),
        (commitment.get_absolute_url(), f"{NEW}?code={commitment.code}"),
        (element.get_absolute_url(), f"{NEW}?element={element.code}"),
        ("/en/cities/?country=AT", "/en/alerts/new/cities/?country=AT"),
    ):
        assert f'href="{address}"' in words(visitor.get(page))
        assert visitor.get(address).status_code == 200
    assert f'<p class="lede">{city.name}</p>' in words(visitor.get(f"/en/alerts/new/cities/?slug={city.slug}"))
    assert commitment.versions.get().title in words(visitor.get(f"{NEW}?code={commitment.code.lower()}"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("contry=AT", "“contry”: this list has no such filter."),
        ("country=XX", "Country: “XX” is not in the list."),
        ("element=F99", "Framework element: “F99” is not in the list."),
        ("code=HRC-NONE99", "is not in the list."),
        ("slug=at-nowhere", "City: “at-nowhere” is not in the list."),
        ("year=ever", "Year: “ever” is not in the list."),
        ("year=" + "9" * 150, "is not in the list."),
        ("status=withdrawn", "Status: “withdrawn” is not in the list."),
        ("q=" + "x" * 201, "Search for 200 characters at most."),
        ("&".join(f"country={code}" for code in ["AT"] * 70), "Search for 200 characters at most."),
        ("region=<b>x</b>", "“&lt;b&gt;x&lt;/b&gt;” is not in the list."),
    ],
)
def test_filters_that_nobody_understands_are_named_and_nothing_is_sent(visitor, query, said):
    page = visitor.get(f"{NEW}?{query}")
    assert page.status_code == 400
    assert said in words(page)
    assert 'href="/en/commitments/"' in words(page)
    assert ask(visitor, f"{NEW}?{query}").status_code == 400
    assert not OutboxMail.objects.exists()
    assert not Alert.objects.exists()


def test_an_unknown_list_is_not_found(visitor):
    assert visitor.get("/en/alerts/new/people/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"email": ""}, "Enter your e-mail address."),
        ({"often": "hourly"}, "Choose one of the options."),
        ({"key": "no"}, "Reload the page"),
        ({"email": "remi@mаil.example"}, "mixes alphabets"),
    ],
)
def test_bad_input_says_how_to_mend_it(visitor, changes, said):
    page = ask(visitor, **changes)
    assert page.status_code == 200
    assert said in words(page)
    assert not Alert.objects.exists()


def test_known_and_unknown_addresses_get_the_same_answer(visitor):
    make_alert(email=MAIL, often="daily")
    for email in (MAIL, "somebody@mail.example"):
        answer = ask(visitor, email=email)
        assert (answer.status_code, answer.url) == (302, "/en/alerts/sent/")
        assert visitor.post("/en/alerts/", {"email": email}).url == "/en/alerts/sent/"
    assert {mail.name for mail in OutboxMail.objects.all() if mail.recipients == [MAIL]} == {
        "alerts_known",
        "alerts_list",
    }
    assert [mail.name for mail in OutboxMail.objects.all() if mail.recipients != [MAIL]] == ["alert_confirm"]


def test_an_address_asks_a_few_times_a_day_and_the_same_form_counts_once(visitor):
    key = str(uuid.uuid4())
    for _time in range(2):
        ask(visitor, key=key)
    assert Alert.objects.count() == 1
    for number in range(7):
        assert ask(visitor, f"{NEW}?q=word{number}").url == "/en/alerts/sent/"
    assert Alert.objects.count() == OutboxMail.objects.count() == 5


def test_a_network_asks_thirty_times_an_hour_whatever_header_it_sends(visitor, settings):
    settings.PROXY_COUNT = 1

    def from_network(address, number):
        claimed = {"HTTP_X_FORWARDED_FOR": f"10.9.8.{number}, {address}"}
        return visitor.post(
            NEW, {"email": f"a{number}@mail.example", "often": "daily", "key": str(uuid.uuid4())}, **claimed
        )

    answers = [from_network(f"203.0.113.{number}", number).status_code for number in range(31)]
    assert answers == [302] * 30 + [200]
    page = words(from_network("203.0.113.9", 99))
    assert "Too many requests came from your network." in page
    assert "a99@mail.example" in page
    assert from_network("198.51.100.7", 50).status_code == 302
    settings.PROXY_COUNT = 0
    assert from_network("203.0.113.9", 51).status_code == 302  # without a proxy the header is a claim


def test_a_full_address_gets_no_more(visitor):
    for number in range(MOST_ALERTS):
        make_alert(f"q=word{number}", email=MAIL, requested_on=timezone.localdate() - dt.timedelta(days=number + 1))
    ask(visitor, f"{NEW}?q=more")
    assert [mail.name for mail in OutboxMail.objects.all()] == ["alerts_known"]


def test_asking_for_the_same_more_often_changes_it(visitor):
    make_alert("q=ramps", email=MAIL, often="weekly", told_seq=3, requested_on=dt.date(2026, 1, 1))
    ask(visitor, f"{NEW}?q=ramps")
    visitor.post(link_in("alert_confirm", MAIL))
    alert = Alert.objects.get()
    assert (alert.often, alert.told_seq) == ("daily", 3)


def test_an_old_link_confirms_nothing(visitor):
    make_alert(is_confirmed=False, token="a-token", expires_at=timezone.now())
    for answer in (visitor.get("/en/alerts/confirm/a-token/"), visitor.post("/en/alerts/confirm/a-token/")):
        assert answer.status_code == 410
        assert "24 hours" in words(answer)
    assert not Alert.objects.confirmed().exists()


def test_the_link_in_each_mail_stops_it_with_one_button(visitor):
    alert, other = make_alert("q=ramps", email=MAIL), make_alert("q=stairs", email=MAIL)
    address = reverse("voices:alert_stop", args=[stop_token(alert.public_id)])
    page = visitor.get(address)
    assert "Words: ramps" in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert Alert.objects.count() == 2  # a GET changes nothing
    assert "This alert is stopped" in words(visitor.post(address))
    assert "This alert is stopped" in words(visitor.post(address))
    assert list(Alert.objects.all()) == [other]


def test_a_mail_program_stops_it_without_cookie_or_token_of_the_form():
    alert = make_alert()
    program = Client(enforce_csrf_checks=True)
    address = reverse("voices:alert_stop", args=[stop_token(alert.public_id)])
    answer = program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not Alert.objects.exists()
    assert program.post(reverse("voices:alerts"), {"email": MAIL}).status_code == 403


def test_all_alerts_of_an_address(visitor):
    rows = [make_alert("q=ramps", email=MAIL), make_alert(email=MAIL), make_alert("q=private")]
    address = reverse("voices:alerts_own", args=[list_token(rows[0].email_hash)])
    page = words(visitor.get(address))
    assert "Words: ramps" in page
    assert "private" not in page

    changed = visitor.post(address, {"alert": str(rows[0].public_id), "often": "weekly"}, follow=True)
    assert "Changed." in words(changed)
    assert Alert.objects.get(pk=rows[0].pk).often == "weekly"
    bad = visitor.post(address, {"alert": str(rows[0].public_id), "often": "hourly"}, follow=True)
    assert "Choose one of the options." in words(bad)
    visitor.post(address, {"alert": str(rows[2].public_id), "stop": "1"})  # somebody else's
    assert Alert.objects.count() == 3
    assert "There is none." in words(visitor.post(address, {"alert": "all", "stop": "1"}, follow=True))
    assert list(Alert.objects.all()) == [rows[2]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(visitor, number, django_assert_num_queries):
    element, place = make_element(), make_city()
    for row in range(number):
        make_alert(f"element={element.code}&q=word{row}", email=MAIL)
        make_alert(f"slug={place.slug}&q=word{row}", email=MAIL, subject="cities", requested_on=dt.date(2026, 1, 1))
    address = reverse("voices:alerts_own", args=[list_token(Alert.objects.first().email_hash)])
    with django_assert_num_queries(3):
        visitor.get(address)


def test_the_link_to_all_alerts_ends_after_thirty_days_and_brings_a_new_one(visitor, monkeypatch):
    alert = make_alert(email=MAIL)
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "1vTeZt")
    address = reverse("voices:alerts_own", args=[list_token(alert.email_hash)])
    monkeypatch.undo()
    page = visitor.get(address)
    assert page.status_code == 410
    assert "Send me a new link" in words(page)
    assert visitor.post(address).url == "/en/alerts/sent/"
    assert "Words" not in words(visitor.get(link_in("alerts_list", MAIL)))
    assert Alert.objects.exists()


@pytest.mark.parametrize("name", ["alert_stop", "alerts_own", "alert_confirm"])
def test_forged_links_open_nothing(visitor, name):
    make_alert()
    for token in ("x", "x:y", "0" * 32 + ":forged"):
        assert visitor.post(reverse(f"voices:{name}", args=[token])).status_code == 404
    assert Alert.objects.exists()
