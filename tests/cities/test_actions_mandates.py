"""The mandate: interested becomes committed, a term ends and is re-affirmed; nobody is told twice."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cities import actions
from cities.actions import mandate_notices
from cities.models import City, Mandate, ReaffirmLink
from core import audit
from core.models import AuditEvent, OutboxMail
from review.models import QueueItem
from review.workflow import NotAllowed, NotReady, Stale
from tests.cities.conftest import ALL_TICKS, a_document, stored_files
from tests.factories import make_role, make_user
from tests.mails import as_read
from tests.races import run_at_once

TODAY = timezone.localdate
TERM = {"title": "Election of the mayor", "starts_on": dt.date(2026, 11, 1), "ends_on": dt.date(2031, 11, 1)}
MAYOR = {"name": "Mara Mayor", "email": "mayor@arden.example"}


def hand_in(city, by, **changes):
    values = {**TERM, "kind": "decision", "file": a_document(), **changes}
    return actions.hand_in_mandate(city=city, by=by, **values)


def on_file(city, ends_on):
    mandate = Mandate.objects.create(city=city, title="Old decision", starts_on=dt.date(2021, 1, 1), ends_on=ends_on)
    City.objects.filter(pk=city.pk).update(mandate_until=ends_on, email_domains=["arden.example"])
    city.refresh_from_db()
    return mandate


def token_in(name="reaffirm_link"):
    return as_read(OutboxMail.objects.filter(name=name).latest("pk")).partition("/re-affirm/")[2].partition("/")[0]


# --- Interested and committed ---------------------------------------------------------------------------


def test_the_office_accepts_a_city_as_interested(asked, administrator):
    city = actions.accept_join(join_request=asked, by=administrator, ticks=ALL_TICKS, interested=True)

    assert (city.membership, asked.state) == ("interested", "accepted")
    assert city.mandates.get().kind == "statement"
    assert city.mandate_until == asked.mandate_end


def test_an_interested_city_hands_in_its_decision_and_becomes_committed(city, approver, administrator):
    City.objects.filter(pk=city.pk).update(membership="interested")
    city.refresh_from_db()
    with pytest.raises(ValidationError, match="still to come is the decision"):
        hand_in(city, approver, kind="statement")

    mandate = hand_in(city, approver)
    assert QueueItem.objects.get().kind == "mandate"
    actions.accept_mandate(mandate=mandate, by=administrator)

    city.refresh_from_db()
    assert (city.membership, city.mandate_until) == ("committed", TERM["ends_on"])
    assert not QueueItem.objects.exists()
    assert AuditEvent.objects.filter(action="become_committed").exists()
    assert OutboxMail.objects.get(name="mandate_accepted").recipients == [approver.email]
    assert list(audit.verify()) == []


def test_only_approvers_hand_in_and_only_a_document_counts(city, approver, official, settings):
    with pytest.raises(NotAllowed):
        hand_in(city, official)
    with pytest.raises(ValidationError) as refusal:
        hand_in(city, approver, file=None, ends_on=TODAY() - dt.timedelta(days=1))
    assert "ends_on" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        hand_in(city, approver, file=None)
    assert "file" in refusal.value.message_dict
    hand_in(city, approver)
    with pytest.raises(ValidationError, match="on its way already"):
        hand_in(city, approver)
    assert len(stored_files(settings.MEDIA_ROOT)) == 1


def test_the_office_refuses_with_reasons_and_the_city_takes_back(city, approver, administrator):
    mandate = hand_in(city, approver)
    with pytest.raises(NotReady):
        actions.refuse_mandate(mandate=mandate, by=administrator, note="")
    actions.refuse_mandate(mandate=mandate, by=administrator, note="It is not signed.")
    assert "It is not signed." in OutboxMail.objects.get(name="mandate_refused").text

    second = hand_in(city, approver)
    actions.withdraw_mandate(mandate=second, by=approver)
    with pytest.raises(Stale):
        actions.accept_mandate(mandate=second, by=administrator)
    assert city.mandates.on_file().count() == 0


# --- The clock ------------------------------------------------------------------------------------------


def test_the_city_is_asked_once_in_time_and_told_once_at_the_end(city, approver):
    on_file(city, TODAY() + dt.timedelta(days=60))

    assert mandate_notices() == (1, 0)
    assert mandate_notices() == (0, 0)
    assert OutboxMail.objects.get(name="mandate_ends").recipients == [approver.email]
    later = timezone.now() + dt.timedelta(days=62)
    assert mandate_notices(at=later) == (0, 1)
    assert mandate_notices(at=later) == (0, 0)
    assert OutboxMail.objects.filter(name="mandate_ended").count() == 1


def test_nobody_is_asked_too_early_or_after_a_new_mandate(city, approver, other_city):
    on_file(other_city, TODAY() + dt.timedelta(days=61))
    on_file(city, TODAY() + dt.timedelta(days=10))
    Mandate.objects.create(city=city, title="New", starts_on=TODAY(), ends_on=TODAY() + dt.timedelta(days=900))
    City.objects.filter(pk=city.pk).update(mandate_until=TODAY() + dt.timedelta(days=900))

    assert mandate_notices() == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_many_runs_at_once_send_one_notice(city, approver):
    on_file(city, TODAY() + dt.timedelta(days=5))

    outcomes = run_at_once(*[mandate_notices] * 6)

    assert sum(asked for asked, _told in outcomes) == 1, outcomes
    assert OutboxMail.objects.filter(name="mandate_ends").count() == 1


# --- Re-affirmation -------------------------------------------------------------------------------------


def test_the_new_mayor_reaffirms_and_the_mandate_is_on_file(city, approver):
    on_file(city, TODAY() - dt.timedelta(days=1))
    actions.ask_to_reaffirm(city=city, by=approver, **MAYOR, **TERM)
    token = token_in()
    assert token not in str([*ReaffirmLink.objects.values(), *OutboxMail.objects.values()])

    link = actions.reaffirm(token=token)

    city.refresh_from_db()
    assert (link.mandate.state, city.mandate_until) == ("on_file", TERM["ends_on"])
    assert AuditEvent.objects.get(action="reaffirm").data["signed_by"] == "Mara Mayor"
    assert link.digest in OutboxMail.objects.get(name="reaffirm_receipt").text
    with pytest.raises(Stale, match="used already"):
        actions.reaffirm(token=token)


def test_what_was_taken_back_or_belongs_to_the_city_is_not_signed(city, approver):
    on_file(city, TODAY() - dt.timedelta(days=1))
    link = actions.ask_to_reaffirm(city=city, by=approver, **MAYOR, **TERM)
    token = token_in()
    with pytest.raises(NotAllowed):
        actions.reaffirm(token=token, by=approver)

    actions.withdraw_mandate(mandate=link.mandate, by=approver)

    with pytest.raises(Stale, match="took this link back"):
        actions.reaffirm(token=token)


def test_an_address_elsewhere_waits_for_a_second_approver(city, approver):
    on_file(city, TODAY() - dt.timedelta(days=1))
    link = actions.ask_to_reaffirm(city=city, by=approver, name="Mara", email="mara@party.example", **TERM)
    with pytest.raises(NotAllowed):
        actions.confirm_reaffirm(link=link, by=approver)

    second = make_user("Second Approver")
    make_role(second, city, "approver")
    actions.confirm_reaffirm(link=link, by=second)
    assert actions.reaffirm(token=token_in()).mandate.state == "on_file"


@pytest.mark.django_db(transaction=True)
def test_clicked_many_times_at_once_it_reaffirms_once(city, approver):
    on_file(city, TODAY() - dt.timedelta(days=1))
    actions.ask_to_reaffirm(city=city, by=approver, **MAYOR, **TERM)
    token = token_in()

    outcomes = run_at_once(*[lambda: actions.reaffirm(token=token)] * 8)

    assert sum(isinstance(row, ReaffirmLink) for row in outcomes) == 1, outcomes
    assert Mandate.objects.on_file().filter(title=TERM["title"]).count() == 1
    assert list(audit.verify()) == []
