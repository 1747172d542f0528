"""Every mail about a city says so: who is in conflict with it does not find it in the outbox."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import send_digests
from cities import emails as city_emails
from cities.models import Mandate
from commitments import actions, emails
from commitments.models import SignOffLink
from core.models import Notice, OutboxMail
from participation import emails as statement_emails
from review import emails as office_emails
from review.models import QueueItem
from tests.commitments.office import submitted
from tests.factories import make_conflict, make_evidence, make_role, make_statement, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


def scopes():
    return {mail.name: mail.scope.split() for mail in OutboxMail.objects.all()}


@pytest.fixture
def link(city, official, approver):
    version = submitted(city)
    terms = {"expires_at": timezone.now() + dt.timedelta(days=7), "used_at": timezone.now(), "digest": "0" * 64}
    return SignOffLink(
        version=version, name="Mia Mayor", email="mayor@arden.example", asked_by=official, token_hash="x", pk=1, **terms
    )


def test_mails_about_sign_off_mandates_and_posts_name_their_city(link, city, official, approver):
    make_role(make_user("Second Approver"), city, "approver")
    emails.sign_off_link(link, "token")
    emails.mayor_address_asked(link)
    emails.sign_off_receipt(link)
    terms = {"starts_on": dt.date(2027, 1, 1), "ends_on": dt.date(2036, 1, 1)}
    mandate = Mandate.objects.create(city=city, title="Decision", **terms)
    city_emails.mandate_received(mandate)
    reaffirm = SimpleNamespace(
        mandate=mandate, name="Mia", email="m@arden.example", asked_by=official, pk=1, digest="0" * 64,
        expires_at=timezone.now(), used_at=timezone.now(),
    )  # fmt: skip
    city_emails.reaffirm_link(reaffirm, "token")
    city_emails.reaffirm_receipt(reaffirm)
    role = official.role_rows.get()
    city_emails.handed_over(role, by=approver, focal_point=True, approver=False)

    found = scopes()
    assert set(found) == {
        "sign_off_link", "mayor_address_asked", "sign_off_receipt", "mandate_received", "reaffirm_link",
        "reaffirm_receipt", "handed_over",
    }  # fmt: skip
    assert set(map(tuple, found.values())) == {(f"cities.city:{city.pk}",)}


def test_mails_about_counter_evidence_name_their_city(city, official):
    version = submitted(city, days=1)
    evidence = make_evidence(version=version)
    statement = make_statement(version.commitment, evidence=evidence)
    statement.reply_due_on = timezone.localdate()
    statement_emails.to_answer(statement)
    statement_emails.received(statement)
    assert set(map(tuple, scopes().values())) == {(f"cities.city:{city.pk}",)}


def test_a_mail_about_several_cities_is_closed_to_who_is_in_conflict_with_one(
    client_of, city, other_city, reviewer, administrator
):
    for place in (city, other_city):
        submitted(place)
    office_emails.assigned(reviewer, list(QueueItem.objects.all()))
    assert scopes()["assigned"] == sorted([f"cities.city:{city.pk}", f"cities.city:{other_city.pk}"])
    client, address = client_of(administrator), reverse("admin:core_outboxmail_changelist")
    assert len(client.get(address).context["cl"].result_list) == 1

    make_conflict(administrator, other_city)

    assert len(client.get(address).context["cl"].result_list) == 0


def test_a_digest_names_the_cities_of_what_it_brings(city, reviewer, official):
    official.digest = "daily"
    official.save()
    version = actions.claim(obj=submitted(city), by=reviewer)
    emails.published(version, note="")
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
    assert send_digests() == 1
    assert scopes()["digest"] == [f"cities.city:{city.pk}"]
