"""A city applies: start, write, send once, take back."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.access import Refused
from core.models import AuditEvent, OutboxMail
from labels.actions import (
    StaleEdit,
    propose,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from labels.models import LabelApplication
from labels.rules import missing_for_submit
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_application, make_commitment, make_role, make_scheme, make_user
from tests.races import run_at_once


@pytest.fixture
def record(city):
    """Three published commitments of the city itself."""
    return [make_commitment(city=city) for _ in range(3)]


def drafted(city, **fields):
    return make_application(city=city, state="draft", **fields)


# --- Starting --------------------------------------------------------------------------------------
def test_an_editor_starts_a_draft_under_the_rules_in_force(city, official):
    scheme = make_scheme()

    application = start_application(city=city, by=official)

    assert (application.state, application.scheme, application.author) == ("draft", scheme, official)
    event = AuditEvent.objects.get(action="start")
    assert event.scope == f"cities.city:{city.pk}"


def test_a_second_click_returns_the_application_that_is_open(city, official, approver):
    make_scheme()
    first = start_application(city=city, by=official)

    assert start_application(city=city, by=approver) == first
    assert LabelApplication.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_starts_at_once_make_one_application(city, official):
    make_scheme()

    outcomes = run_at_once(*[lambda: start_application(city=city, by=official).pk] * 8)

    assert len(set(outcomes)) == 1
    assert LabelApplication.objects.count() == 1


@pytest.mark.parametrize("person", ["other_official", "reviewer", "decider", "administrator", "resident"])
def test_strangers_start_nothing(city, person, request):
    make_scheme()

    with pytest.raises(NotAllowed):
        start_application(city=city, by=request.getfixturevalue(person))
    assert not LabelApplication.objects.exists()


def test_without_rules_nobody_can_start(city, official):
    with pytest.raises(Refused, match="No rules for the label are in force yet"):
        start_application(city=city, by=official)


def test_rules_of_tomorrow_are_not_in_force(city, official):
    make_scheme(starts_on=timezone.localdate() + dt.timedelta(days=1))

    with pytest.raises(Refused, match="No rules"):
        start_application(city=city, by=official)


def test_switched_off_the_label_refuses_in_words(city, official, approver, record, settings):
    make_scheme()
    application = drafted(city)
    settings.LABEL_ENABLED = False

    with pytest.raises(Refused, match="switched off"):
        start_application(city=city, by=official)
    with pytest.raises(Refused, match="switched off"):
        save_application(application=application, by=official, revision=1, statement="x", language="en")
    with pytest.raises(Refused, match="switched off"):
        submit_application(application=application, by=approver, key=uuid.uuid4())
    assert "The label is switched off on this portal." in missing_for_submit(application)


def test_a_city_takes_its_application_back_even_when_the_label_is_off(city, approver, settings):
    application = drafted(city)
    settings.LABEL_ENABLED = False

    assert withdraw_application(application=application, by=approver).state == "withdrawn"


# --- Writing ---------------------------------------------------------------------------------------
def test_saving_keeps_the_text_and_counts_the_revision(city, official):
    application = drafted(city)

    saved = save_application(
        application=application, by=official, revision=1, statement="Wir\u200b halten Wort.\r\n", language="de"
    )

    assert (saved.statement, saved.language, saved.revision) == ("Wir halten Wort.", "de", 2)


def test_a_stale_save_hands_back_both_texts(city, official, approver):
    application = drafted(city)
    save_application(application=application, by=approver, revision=1, statement="Theirs", language="en")

    with pytest.raises(StaleEdit) as caught:
        save_application(application=application, by=official, revision=1, statement="Mine", language="en")
    assert caught.value.current.statement == "Theirs"
    assert LabelApplication.objects.get().statement == "Theirs"


def test_a_sent_text_cannot_be_changed(city, official):
    application = make_application(city=city)

    with pytest.raises(Stale, match="no longer be changed"):
        save_application(application=application, by=official, revision=1, statement="Later", language="en")


@pytest.mark.parametrize("person", ["other_official", "decider", "administrator"])
def test_only_the_city_writes(city, person, request):
    application = drafted(city)

    with pytest.raises(NotAllowed):
        save_application(
            application=application, by=request.getfixturevalue(person), revision=1, statement="x", language="en"
        )


@pytest.mark.parametrize(
    ("statement", "language", "field"),
    [
        ("x" * 10_001, "en", "statement"),
        ("fine", "", "language"),
        ("fine", "<b>", "language"),
        ("fine", "e" * 99, "language"),
    ],
)
def test_bad_values_are_refused_with_the_field(city, official, statement, language, field):
    application = drafted(city)

    with pytest.raises(ValidationError) as caught:
        save_application(application=application, by=official, revision=1, statement=statement, language=language)
    assert list(caught.value.message_dict) == [field]


# --- Sending ---------------------------------------------------------------------------------------
def test_an_approver_sends_and_gets_a_reference_and_a_receipt(city, approver, official, record):
    colleague = make_user("Cora Colleague", email="cora@arden.example")
    make_role(colleague, city, "approver")

    application = submit_application(application=drafted(city), by=approver, key=uuid.uuid4())

    assert application.state == "submitted"
    assert application.reference.startswith("HRL-A-")
    assert len(application.reference) == 12
    assert application.submitted_at is not None
    mails = OutboxMail.objects.filter(name="label_receipt")
    assert sorted(mail.recipients[0] for mail in mails) == ["cora@arden.example", "pau@arden.example"]
    assert application.reference in mails[0].subject
    event = AuditEvent.objects.get(action="submit")
    assert (event.scope, event.actor) == (f"cities.city:{city.pk}", f"accounts.user:{approver.pk}")


def test_the_same_key_again_is_the_same_submission(city, approver, record):
    key = uuid.uuid4()
    application = drafted(city)
    first = submit_application(application=application, by=approver, key=key).reference

    again = submit_application(application=LabelApplication.objects.get(), by=approver, key=key)

    assert again.reference == first
    assert OutboxMail.objects.filter(name="label_receipt").count() == 1
    assert AuditEvent.objects.filter(action="submit").count() == 1


def test_another_key_after_the_submission_is_stale(city, approver, record):
    application = submit_application(application=drafted(city), by=approver, key=uuid.uuid4())

    with pytest.raises(Stale):
        submit_application(application=application, by=approver, key=uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_submission_and_one_mail(city, approver, record):
    pk, key = drafted(city).pk, uuid.uuid4()

    def click():
        return submit_application(application=LabelApplication.objects.get(pk=pk), by=approver, key=key).reference

    outcomes = run_at_once(*[click] * 8)

    assert len(set(outcomes)) == 1
    assert isinstance(outcomes[0], str)
    assert OutboxMail.objects.filter(name="label_receipt").count() == 1
    assert AuditEvent.objects.filter(action="submit").count() == 1


def test_what_is_missing_stops_the_submission(city, approver):
    with pytest.raises(NotReady) as caught:
        submit_application(application=drafted(city), by=approver, key=uuid.uuid4())
    assert "Publish 3 more" in caught.value.reasons[0]
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("person", ["official", "other_official", "decider", "administrator", "resident"])
def test_only_an_approver_sends_or_takes_back(city, record, person, request):
    application, user = drafted(city), request.getfixturevalue(person)

    with pytest.raises(NotAllowed):
        submit_application(application=application, by=user, key=uuid.uuid4())
    with pytest.raises(NotAllowed):
        withdraw_application(application=application, by=user)


def test_a_known_key_does_not_let_strangers_in(city, approver, other_official, record):
    key = uuid.uuid4()
    application = submit_application(application=drafted(city), by=approver, key=key)

    with pytest.raises(Stale):
        submit_application(application=application, by=other_official, key=key)


# --- Taking back -----------------------------------------------------------------------------------
def test_taking_back_closes_the_proposal_and_frees_the_city(city, approver, official, decider, record):
    application = make_application(city=city, state="deciding")
    propose(obj=application, by=decider, note="All steps were taken.", outcome="awarded", plain="There is a desk now.")

    withdraw_application(application=application, by=approver, note="A new mayor.")

    assert application.state == "withdrawn"
    assert application.decisions.get().closed_at is not None
    assert application.status_changes.last().note == "A new mayor."
    assert start_application(city=city, by=official).state == "draft"
