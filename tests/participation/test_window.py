"""Statements on a label application: what everybody reads of them, and what the database holds."""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.audit import verify
from core.models import AuditEvent, OutboxMail
from participation import emails
from participation.actions import (
    Filed,
    file_label_statement,
    forget_people,
    lapse_statements,
    publish_statement,
    refuse_statement,
)
from participation.models import LabelStatement
from participation.queries import moderation_counts, statements_on
from review.checklists import DEFAULTS
from tests.factories import make_application, make_conflict, make_label_statement, make_scheme, make_window
from tests.pages import read_form
from tests.races import run_at_once

pytestmark = pytest.mark.django_db
TICKS = list(DEFAULTS["label_statement"])


@pytest.mark.parametrize("rows", [1, 3])
def test_everybody_reads_what_is_published_and_no_person(city, django_assert_num_queries, rows):
    rules = make_scheme()
    second = rules.criteria.create(code="T1", title="Are staff trained?", position=2)
    first = rules.criteria.create(code="S5", title="Can people complain?", position=1)
    application = make_application(city=city)
    for _row in range(rows):
        make_label_statement(application, criteria=[second, first], speaker="Shy Club")
    for state in ("unconfirmed", "submitted", "refused", "withdrawn", "lapsed"):
        make_label_statement(application, state=state)
    named = make_label_statement(application, kind="civil_society", speaker="Loud Club", show_name=True)

    with django_assert_num_queries(2):
        found = statements_on(application)
    assert [row.speaker for row in found] == [""] * rows + ["Loud Club"]
    assert [question.code for question in found[0].criteria] == ["S5", "T1"]
    assert found[-1].public_id == named.public_id
    assert "mail.example" not in str(found)


# --- The office ---------------------------------------------------------------------------------------------
def decide(statement, name):
    return reverse(f"admin:participation_labelstatement_{'decide' if name else 'change'}", args=[statement.pk, *name])


def mails(name):
    return list(OutboxMail.objects.filter(name=name))


def test_the_office_publishes_and_everybody_reads_it(client_of, visitor, reviewer, official, city):
    application = make_window(city=city)
    statement = make_label_statement(application, state="submitted", speaker="Shy Club", email="remi@mail.example")
    office = client_of(reviewer)
    page = office.get(decide(statement, [])).content.decode()
    for words in (statement.text, "Shy Club", "Can people complain?", "the panel judges"):
        assert words in page
    assert "remi@mail.example" not in page
    assert statement.reference in office.get("/admin/participation/labelstatement/").content.decode()
    untouched = office.post(decide(statement, ["publish"]), read_form(page, "note") | {"ticks": TICKS[1:]})
    assert "or refuse it." in untouched.content.decode()
    office.post(decide(statement, ["publish"]), read_form(page, "note") | {"ticks": TICKS})

    statement.refresh_from_db()
    assert statement.state == "published"
    assert [mail.recipients for mail in mails("label_statement_to_know")] == [[official.email]]
    assert "is public" in mails("label_statement_decided")[0].subject
    for browser, url in (
        (visitor, statement.about_url),
        (client_of(official), f"/en/desk/city/{city.slug}/label/statements/"),
    ):
        shown = browser.get(url).content.decode()
        assert statement.text in shown
        assert "Shy Club" not in shown  # no consent
    assert AuditEvent.objects.get(action="publish").scope  # from now on in the city's log


def test_a_refusal_needs_a_reason_is_counted_and_stays_hidden(client_of, visitor, reviewer, city):
    statement = make_label_statement(make_window(city=city), state="submitted")
    office = client_of(reviewer)
    for values in ({"note": "Not theirs."}, {"reason": "not_theirs"}):
        assert office.post(decide(statement, ["refuse"]), values).status_code == 200
    office.post(decide(statement, ["refuse"]), {"reason": "not_theirs", "note": "The club did not agree."})

    assert LabelStatement.objects.get().state == "refused"
    assert "The club did not agree." in mails("label_statement_decided")[0].text
    assert statement.text not in visitor.get(statement.about_url).content.decode()
    log = " ".join(visitor.get("/en/process/").content.decode().split())
    assert 'in the name of somebody who did not agree</th> <td class="n">1</td>' in log
    assert not AuditEvent.objects.filter(action="refuse").exclude(scope="").exists()


def test_conflicts_hide_it_or_wait_for_a_countersignature(client_of, reviewer, decider, city):
    statement = make_label_statement(make_window(city=city), state="submitted")
    make_conflict(reviewer, city)
    make_conflict(decider, city, kind="soft")
    hidden, soft = client_of(reviewer), client_of(decider)

    assert statement.reference not in hidden.get("/admin/participation/labelstatement/?show=all").content.decode()
    assert statement.reference not in hidden.get("/admin/review/queueitem/").content.decode()
    assert hidden.post(decide(statement, ["publish"]), {"ticks": TICKS}).status_code == 404
    assert "A decider countersigns it before you decide." in soft.get(decide(statement, [])).content.decode()
    assert soft.post(decide(statement, ["publish"]), {"ticks": TICKS}).status_code == 403
    assert LabelStatement.objects.get().state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_publish_refuse_and_take_back_at_once_have_one_winner(city, decider, reviewer):
    statement = make_label_statement(make_window(city=city), state="submitted")
    rows = [LabelStatement.objects.with_subject().get(pk=statement.pk) for _act in range(32)]
    acts = [lambda row=row: publish_statement(obj=row, by=decider, ticks=TICKS) for row in rows[:11]]
    acts += [
        lambda row=row: refuse_statement(obj=row, by=reviewer, note="No.", reason="off_topic") for row in rows[11:22]
    ]
    acts += [lambda: lapse_statements(application=statement.application)] * 10
    outcomes = run_at_once(*acts)

    won = [row for row in outcomes if not isinstance(row, Exception) and row != 0]
    assert len(won) == 1, outcomes
    assert LabelStatement.objects.get().state in {"published", "refused", "lapsed"}
    assert LabelStatement.objects.get().status_changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_from_one_address_three_a_day_also_at_once(city):
    application = make_window(city=city)
    values = {"text": "Slow.", "language": "en", "kind": "resident", "show_name": False, "mail_language": "en"}
    outcomes = run_at_once(
        *[
            lambda: file_label_statement(
                by=AnonymousUser(),
                application=application,
                criteria=["S5"],
                email="a@mail.example",
                key=uuid4(),
                **values,
            )
        ]
        * 32
    )

    assert sum(isinstance(row, Filed) for row in outcomes) == LabelStatement.objects.count() == 3, outcomes


def test_what_is_over_is_forgotten_with_its_mails(city):
    application = make_window(city=city)
    ago = timezone.now() - dt.timedelta(days=9)
    old = make_label_statement(application, state="unconfirmed", expires_at=ago)
    LabelStatement.objects.update(created_at=ago)
    emails.confirm(old, "a-token")
    ended = [
        make_label_statement(
            application, state=state, kind="equality_body", speaker="A body", show_name=True, **{when: day}
        )
        for state, when, day in (
            ("withdrawn", "withdrawn_at", ago),
            ("lapsed", "lapsed_at", ago),
            ("refused", "refused_at", timezone.now() - dt.timedelta(days=367)),
        )
    ]
    kept = make_label_statement(application)
    done = forget_people()

    assert (done.unconfirmed, done.ended) == (1, 3)
    assert not OutboxMail.objects.exists()
    for row in LabelStatement.objects.filter(pk__in=[row.pk for row in ended]):
        assert not any((row.email, row.email_hash, row.text, row.url, row.speaker, row.token_hash))
    assert list(LabelStatement.objects.exclude(email="")) == [kept]
    assert moderation_counts(LabelStatement)["refused_off_topic"] == 1
    assert list(verify()) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "hidden"}, {"kind": "mayor"}, {"kind": "institution"}, {"show_name": True}, {"text": ""},
        {"published_at": None}, {"refusal": "off_topic"}, {"slot": 4},
    ],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(city, fields):
    statement = make_label_statement(make_window(city=city))
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelStatement.objects.filter(pk=statement.pk).update(**fields)
