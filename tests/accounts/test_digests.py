"""Mail that can wait comes together, once a day or every Monday: never lost, never doubled."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import actions
from core.access import Refused
from core.mail import send_named_mail
from core.models import Notice, OutboxMail
from tests.factories import make_user
from tests.races import run_at_once

CONTEXT = {
    "name": "Edda", "title": "A rights desk", "city": "Arden", "number": 1, "reference": "HRC-1.1", "is_report": False,
    "note": "", "public_path": "/en/commitments/HRC-1/", "desk_path": "/en/desk/",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _real_outbox(settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def person(db):
    return make_user("Edda Official", digest="weekly")


def tell(person, key="", *, can_wait=True, **more):
    send_named_mail(
        "submission_published",
        to=person.email, context=CONTEXT, user=person, key=key, can_wait=can_wait, **{"scope": "", **more},
    )  # fmt: skip


def local(*when):
    return dt.datetime(*when, tzinfo=timezone.get_default_timezone())


def came(moment):
    Notice.objects.filter(sent_at=None).update(created_at=moment)


def test_by_default_each_mail_goes_at_once(person):
    person.digest = "off"
    tell(person, "a")
    assert OutboxMail.objects.get().name == "submission_published"
    assert not Notice.objects.exists()


def test_urgent_and_secret_mail_never_waits(person):
    tell(person, can_wait=False)
    tell(person, secrets=["HRC-1.1"])
    assert OutboxMail.objects.count() == 2
    assert not Notice.objects.exists()


def test_the_weekly_one_comes_on_monday_and_is_made_up_for_when_monday_was_missed(person):
    tell(person)
    came(local(2027, 3, 24, 12))  # a Wednesday; on Sunday the clocks go forward
    assert actions.send_digests(at=local(2027, 3, 28, 23, 59)) == 0
    assert actions.send_digests(at=local(2027, 3, 29, 0, 1)) == 1
    assert actions.send_digests(at=local(2027, 3, 29, 0, 2)) == 0
    tell(person)
    came(local(2027, 3, 29, 8))  # Monday, after the digest
    assert actions.send_digests(at=local(2027, 3, 31, 6)) == 0
    assert actions.send_digests(at=local(2027, 4, 7, 6)) == 1  # nobody ran it on Monday the 5th
    assert OutboxMail.objects.filter(name="digest").count() == 2
    assert not Notice.objects.filter(sent_at=None).exists()


def test_the_daily_one_comes_once_a_day_also_when_the_clocks_go_back(person):
    type(person).objects.update(digest="daily")
    person.digest = "daily"
    sent = []
    for hour in (0, 6, 23, 24, 48):
        tell(person)
        at = local(2027, 10, 31, 0, 30) + dt.timedelta(hours=hour)
        came(at - dt.timedelta(minutes=1))
        sent.append(actions.send_digests(at=at.astimezone(dt.UTC)))
    assert sent == [1, 0, 0, 1, 1]
    assert Notice.objects.filter(sent_at=None).count() == 0
    assert Notice.objects.exclude(digest=None).count() == 5


def test_a_digest_has_every_text_once_and_one_greeting(person):
    tell(person, "a")
    tell(person, "b")
    actions.send_digests(at=timezone.now() + dt.timedelta(days=8))
    mail = OutboxMail.objects.get()
    assert mail.subject.endswith("2 messages")
    assert mail.text.count("Hello") == 1
    assert mail.text.count("is public now, as version 1") == 2
    assert mail.html.count("<h2>") == 2
    assert set(Notice.objects.values_list("digest", flat=True)) == {mail.pk}


def test_the_same_mail_is_never_kept_and_sent(person):
    tell(person, "a")
    tell(person, "a")
    person.digest = "off"
    tell(person, "a")
    tell(person, "b")
    person.digest = "daily"
    tell(person, "b")
    assert Notice.objects.count() == 1
    assert OutboxMail.objects.count() == 1


def test_what_waited_is_sent_when_the_digest_is_switched_off(person):
    tell(person)
    actions.save_settings(user=person, language="en", digest="off", by=person)
    assert actions.send_digests() == 1
    assert actions.send_digests() == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one(person):
    for number in range(3):
        tell(person, str(number))
    at = timezone.now() + dt.timedelta(days=8)
    assert sorted(run_at_once(*[lambda: actions.send_digests(at=at)] * 3)) == [0, 0, 1]
    assert OutboxMail.objects.filter(name="digest").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["accounts.emails.send_named_mail", "django.db.models.query.QuerySet.update"])
def test_a_run_that_dies_loses_nothing_and_doubles_nothing(person, monkeypatch, where):
    tell(person)
    at = timezone.now() + dt.timedelta(days=8)

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(where, dies)
        with pytest.raises(KeyboardInterrupt):
            actions.send_digests(at=at)
    assert not OutboxMail.objects.exists()
    assert actions.send_digests(at=at) == 1
    assert OutboxMail.objects.count() == 1


def test_people_set_their_own_only(person, administrator):
    with pytest.raises(Refused):
        actions.save_settings(user=person, language="en", digest="off", by=administrator)
    with pytest.raises(Refused):
        actions.renew_calendar(user=person, by=administrator)
