"""Of many who act at the same moment exactly one wins; limits hold."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from commitments.actions import withdraw
from core.access import Hidden
from core.models import AuditEvent, OutboxMail
from participation import actions
from participation.models import CounterEvidence
from participation.queries import Subject
from review.checklists import DEFAULTS
from review.workflow import Stale
from tests.factories import make_statement
from tests.races import run_at_once

TICKS = list(DEFAULTS["statement"])


def file(commitment, evidence, key, email="remi@mail.example"):
    return actions.file_counter_evidence(
        by=AnonymousUser(),
        subject=Subject(commitment, evidence.title, evidence=evidence),
        text="The desk was closed.",
        language="en",
        proof="link",
        url="https://photos.example.org/1",
        show_name=False,
        email=email,
        mail_language="en",
        key=key,
    )


@pytest.mark.django_db(transaction=True)
def test_a_link_confirms_once(commitment, evidence):
    make_statement(commitment, evidence=evidence, state="unconfirmed", token="a-token")
    outcomes = run_at_once(*[lambda: actions.confirm(token="a-token")] * 8)

    assert sum(isinstance(row, CounterEvidence) for row in outcomes) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == 7, outcomes
    assert OutboxMail.objects.filter(name="statement_received").count() == 1


@pytest.mark.django_db(transaction=True)
def test_publish_refuse_and_take_back_at_once_have_one_winner(commitment, evidence, decider, reviewer):
    statement = make_statement(commitment, evidence=evidence)

    def fresh():
        return CounterEvidence.objects.select_related("commitment__city").get(pk=statement.pk)

    rows = [fresh() for _act in range(6)]
    outcomes = run_at_once(
        lambda: actions.publish_statement(obj=rows[0], by=decider, ticks=TICKS),
        lambda: actions.publish_statement(obj=rows[1], by=reviewer, ticks=TICKS),
        lambda: actions.refuse_statement(obj=rows[2], by=decider, note="No.", reason="off_topic"),
        lambda: actions.refuse_statement(obj=rows[3], by=reviewer, note="No.", reason="off_topic"),
        lambda: actions.withdraw_statement(statement=rows[4]),
        lambda: actions.withdraw_statement(statement=rows[5]),
    )

    assert sum(isinstance(row, CounterEvidence) for row in outcomes) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == 5, outcomes
    assert statement.status_changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_reply_once(commitment, evidence, official, approver):
    statement = make_statement(commitment, evidence=evidence, state="published")
    outcomes = run_at_once(
        *(
            lambda p=person: actions.reply(statement=statement, by=p, text=f"From {p}.", language="en")
            for person in (official, approver)
        )
    )

    assert sorted(type(row).__name__ for row in outcomes) == ["CounterEvidence", "Stale"], outcomes
    assert AuditEvent.objects.filter(action="reply").count() == 1


@pytest.mark.django_db(transaction=True)
def test_few_a_day_also_at_once_and_one_per_form(commitment, evidence):
    keys = [uuid.uuid4() for _form in range(5)]
    outcomes = run_at_once(*(lambda k=key: file(commitment, evidence, k) for key in keys * 2))

    assert not [row for row in outcomes if isinstance(row, Exception)], outcomes
    assert CounterEvidence.objects.count() == 3
    assert OutboxMail.objects.filter(name="statement_confirm").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"evidence": None},
        {"state": "published"},
        {"url": ""},
        {"text": ""},
        {"show_name": True},
        {"reply": "Words"},
        {"refusal": "off_topic"},
        {"slot": 4},
    ],
)
def test_the_database_refuses_what_cannot_be(commitment, evidence, values):
    statement = make_statement(commitment, evidence=evidence)
    with pytest.raises(IntegrityError), transaction.atomic():
        CounterEvidence.objects.filter(pk=statement.pk).update(**values)


@pytest.mark.django_db
def test_an_unknown_link_is_hidden():
    with pytest.raises(Hidden):
        actions.confirm(token="nothing")


@pytest.mark.django_db(transaction=True)
def test_confirmed_while_the_commitment_is_withdrawn_nothing_waits_for_ever(commitment, evidence, approver):
    make_statement(commitment, evidence=evidence, state="unconfirmed", token="a-token")
    run_at_once(
        lambda: withdraw(commitment=commitment, by=approver, reason="Moved to the region."),
        lambda: actions.confirm(token="a-token"),
    )
    assert CounterEvidence.objects.get().state in {"unconfirmed", "lapsed"}
