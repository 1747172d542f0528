"""What changed goes to who follows it: what fits, once, in their language, and nothing is lost between two runs."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments import actions as record
from core import audit
from core.actions import send_outbox_mail
from core.models import AuditHead, OutboxMail
from participation import actions
from participation.models import Alert
from participation.tokens import list_token, stop_token
from review.checklists import DEFAULTS
from tests.factories import make_alert, make_city, make_commitment, make_report, make_version
from tests.mails import as_read
from tests.participation.news import noted, told

pytestmark = pytest.mark.django_db
TICKS = list(DEFAULTS["version"])


def publish(city, decider, **fields):
    """A first text, submitted by the city and published by the office."""
    commitment = make_commitment(city=city, state="submitted", **fields)
    version = commitment.versions.select_related("commitment__city").get()
    record.publish_version(obj=version, by=decider, ticks=TICKS)
    return commitment


def at(day, hour=6):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def test_a_new_text_reaches_who_follows_its_city_its_words_or_everything(city, other_city, decider):
    of_city = make_alert(f"slug={city.slug}", subject="cities")
    of_words = make_alert("q=ramps")
    everything, of_other = make_alert(), make_alert(f"slug={other_city.slug}")
    commitment = publish(city, decider, version_title="Ramps at the library")

    assert actions.send_alerts() == 3
    for alert in (of_city, of_words, everything):
        mail = told(alert)
        assert "Arden: Ramps at the library" in mail
        assert "Published" in mail
        assert f"/en/commitments/{commitment.code}/v/1/" in mail
    assert told(of_other) == ""
    assert actions.send_alerts() == 0


def test_amended_reported_on_hold_and_withdrawn(city, approver, decider):
    commitment = make_commitment(city=city, next_report_on=timezone.localdate() - dt.timedelta(days=90))
    alert = make_alert(f"code={commitment.code}")
    version = make_version(commitment, state="submitted", title="A new title")
    record.publish_version(obj=version, by=decider, ticks=TICKS)
    record.hold_overdue()
    report = make_report(commitment, state="submitted", text="Nothing <b>happened</b> yet.")
    record.publish_report(obj=type(report).objects.select_related("commitment__city").get(pk=report.pk), by=decider,
                          ticks=list(DEFAULTS["report"]))  # fmt: skip
    record.withdraw(commitment=commitment, by=approver, reason="The building was sold.")
    actions.send_alerts()

    mail = OutboxMail.objects.get(name="alert_changes")
    text = as_read(mail)
    said = ["Version 2 published", "Two libraries are being rebuilt.", "On hold until the city reports",
            "Progress report published", "Nothing <b>happened</b> yet.", "No longer on hold: the city has reported",
            "Withdrawn by the city", "The building was sold."]  # fmt: skip
    assert [words for words in said if words not in text] == []
    assert [text.index(words) for words in said] == sorted(text.index(words) for words in said)
    assert "Nothing &lt;b&gt;happened&lt;/b&gt; yet." in as_read(mail, "html")
    assert mail.subject.startswith(("5 changes", "6 changes"))
    assert told(alert)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("element=F1", True),
        ("right=CFR-21", True),
        ("country=AT", True),
        ("progress=not_started&status=active", True),
        ("q=desk&year=2027&language=en", True),
        ("country=DE", False),
        ("progress=done", False),
        ("q=ramps", False),
        ("language=fr", False),
        ("label=held", False),
        ("region=Nowhere", False),
    ],
)
def test_a_theme_is_the_same_search_as_on_the_list(city, decider, query, fits):
    commitment = make_commitment(city=city)
    codes = {"F1": commitment.versions.get().elements.get().code, "CFR-21": commitment.versions.get().rights.get().code}
    for code, there in codes.items():
        query = query.replace(code, there)
    make_alert(query)
    noted(commitment)

    assert actions.send_alerts() == fits


def test_a_withdrawn_text_reaches_who_follows_its_theme(city, approver):
    commitment = make_commitment(city=city, version_title="Ramps")
    alerts = [make_alert("q=ramps"), make_alert(f"right={commitment.versions.get().rights.get().code}&status=active")]
    record.withdraw(commitment=commitment, by=approver, reason="The building was sold.")
    make_alert("q=ramps")  # asked for later

    assert actions.send_alerts() == 2
    assert all("The building was sold." in told(alert) for alert in alerts)


def test_what_happens_to_the_city_itself(city):
    alert, other = make_alert("country=AT", subject="cities"), make_alert()
    audit.record("become_committed", by=None, obj=city, scope=city)
    type(city).objects.filter(pk=city.pk).update(changed_at=timezone.now())

    assert actions.send_alerts() == 1
    assert "Committed city now" in told(alert)
    assert f"/en/cities/{city.slug}/" in told(alert)
    assert told(other) == ""


def test_nothing_private_is_told(city, decider):
    make_alert(), make_alert(subject="cities")
    for state in ("draft", "submitted"):
        noted(make_commitment(city=city, state=state), "submit")
        noted(make_commitment(city=city, state=state))  # the chain alone makes nothing public
    noted(make_commitment(city=make_city(is_public=False)))
    audit.record("refused", by=decider, obj="GET /en/desk/")

    assert actions.send_alerts() == 0
    assert not OutboxMail.objects.filter(name="alert_changes").exists()
    assert set(Alert.objects.values_list("told_seq", flat=True)) == {AuditHead.objects.get().seq}


def test_daily_and_weekly_wait_for_their_day(city, decider):
    monday = dt.date(2027, 3, 1)
    daily = make_alert(often="daily", told_on=monday)
    weekly = make_alert(often="weekly", told_on=monday)
    noted(make_commitment(city=city))

    assert actions.send_alerts(at=at(monday, 20)) == 0
    assert actions.send_alerts(at=at(monday + dt.timedelta(days=1))) == 1
    assert told(daily)
    assert not told(weekly)
    noted(make_commitment(city=city))
    assert actions.send_alerts(at=at(monday + dt.timedelta(days=1), 20)) == 0
    assert actions.send_alerts(at=at(monday + dt.timedelta(days=9))) == 2  # the Monday between was missed
    assert "2 changes" in OutboxMail.objects.filter(key__startswith=f"alert:{weekly.public_id}:").get().subject


@pytest.mark.parametrize("change", [dt.date(2027, 3, 28), dt.date(2026, 10, 25)], ids=["in spring", "in autumn"])
def test_days_stay_days_when_the_clocks_change(city, change):
    make_alert(often="daily", told_on=change - dt.timedelta(days=1))
    sent = []
    for hours in range(0, 48, 1):
        noted(make_commitment(city=city)) if hours % 12 == 0 else None
        moment = at(change, 0).astimezone(dt.UTC) + dt.timedelta(hours=hours)
        sent += [timezone.localdate(moment)] * actions.send_alerts(at=moment)

    assert sent == sorted(set(sent))
    assert sent[:2] == [change, change + dt.timedelta(days=1)]


def test_in_the_language_of_who_asked(city, decider):
    alert = make_alert(f"slug={city.slug}", language="de")
    noted(make_commitment(city=city))
    actions.send_alerts()
    mail = OutboxMail.objects.get(name="alert_changes")

    assert mail.language == "de"
    assert "/de/commitments/" in told(alert)
    assert "/de/alerts/stop/" in told(alert)
    assert '<html lang="de">' in mail.html


def test_one_click_stops_it_and_the_outbox_shows_no_secret(city, mailoutbox, settings):
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    alert = make_alert()
    noted(make_commitment(city=city))
    actions.send_alerts()
    mail = OutboxMail.objects.get(name="alert_changes")
    secrets = (stop_token(alert.public_id), list_token(alert.email_hash))

    assert not [part for part in (mail.text, mail.html, str(mail.headers)) for secret in secrets if secret in part]
    assert mail.scope == f"cities.city:{city.pk}"
    send_outbox_mail(mail_id=mail.pk)
    headers = mailoutbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(rf"<http\S+/en/alerts/stop/{re.escape(secrets[0])}/>", headers["List-Unsubscribe"])
    assert f"/en/alerts/stop/{secrets[0]}/" in mailoutbox[0].body


def test_many_changes_end_with_how_many_more(city, monkeypatch):
    monkeypatch.setattr("participation.emails.alerts.MOST_SHOWN", 2)
    monkeypatch.setattr("participation.actions.sending.MOST_EVENTS", 4)
    alert = make_alert()
    for _commitment in range(6):
        noted(make_commitment(city=city))

    assert actions.send_alerts() == 2  # read four events at a time: none is lost
    assert [mail.subject.split()[0] for mail in OutboxMail.objects.filter(name="alert_changes").order_by("pk")] == [
        "4",
        "2",
    ]
    assert "And 2 more changes." in as_read(OutboxMail.objects.filter(name="alert_changes").order_by("pk")[0])
    assert "more change" not in told(alert)


def queries_of_a_run():
    with CaptureQueriesContext(
        connection,
    ) as captured:
        actions.send_alerts()
    return [row["sql"] for row in captured if row["sql"].lstrip("( ").startswith("SELECT")], len(captured)


@pytest.mark.parametrize("number", [1, 3])
def test_reading_for_many_costs_what_it_costs_for_one(city, number):
    for alert in range(number):
        make_alert(f"q=desk{alert}&country=AT")  # nobody's words
    for _time in range(number):
        noted(make_commitment(city=city))
    reads, every = queries_of_a_run()

    # the head, a batch, its events, their texts, commitments and cities, one search for all, the next batch
    assert len(reads) == 8, reads
    assert every == len(reads) + 1  # all of them move on at once


def test_each_mail_costs_the_same(city):
    counts = []
    for number in (1, 3):
        for _alert in range(number):
            make_alert(f"country=AT&q={'desk' if number == 1 else 'rights'}")
        noted(make_commitment(city=city))
        counts.append((Alert.objects.count(), queries_of_a_run()[1]))
    (one, few), (four, more) = counts

    assert (one, four) == (1, 4)
    assert (more - few) % 3 == 0
