"""Addresses and unwanted texts are forgotten, with their files and mails; the counts stay."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from core.audit import verify
from core.models import OutboxMail
from core.storage import private_storage
from participation import emails
from participation.actions import forget_people
from participation.models import CounterEvidence
from participation.queries import moderation_counts
from participation.tasks import forget_people as task
from tests.factories import make_statement

pytestmark = pytest.mark.django_db


def days_ago(number):
    return timezone.now() - dt.timedelta(days=number)


def test_each_is_forgotten_in_its_time(commitment, evidence, django_capture_on_commit_callbacks):
    name = private_storage.save("statements/file", ContentFile(b"A proof"))
    proof = {"proof": "file", "url": "", "file": name, "file_name": "proof.txt", "size": 7, "sha256": "0" * 64}
    about = {"commitment": commitment, "evidence": evidence}
    old = make_statement(**about, state="unconfirmed", **proof)
    CounterEvidence.objects.filter(pk=old.pk).update(created_at=days_ago(9))
    emails.confirm(old, "a-token")
    kept = [
        make_statement(**about, state="unconfirmed"),
        make_statement(**about),
        make_statement(**about, state="published"),
        make_statement(**about, state="refused", refused_at=days_ago(300)),
    ]
    refused = make_statement(**about, state="refused", refused_at=days_ago(367), speaker="A club")
    withdrawn = make_statement(**about, state="withdrawn", withdrawn_at=days_ago(9))
    lapsed = make_statement(**about, state="lapsed", lapsed_at=days_ago(9))
    renewed = make_statement(**about, state="unconfirmed")
    CounterEvidence.objects.filter(pk=renewed.pk).update(created_at=days_ago(9))
    CounterEvidence.objects.filter(pk=old.pk).update(expires_at=days_ago(8))
    kept.append(renewed)
    emails.received(refused)

    with django_capture_on_commit_callbacks(execute=True):
        done = forget_people()

    assert (done.unconfirmed, done.ended) == (1, 3)
    assert not CounterEvidence.objects.filter(pk=old.pk).exists()
    assert not private_storage.exists(name)
    assert not OutboxMail.objects.exists()
    for row in CounterEvidence.objects.filter(pk__in=[refused.pk, withdrawn.pk, lapsed.pk]):
        assert not any((row.email, row.email_hash, row.text, row.url, row.speaker, row.token_hash))
    assert CounterEvidence.objects.exclude(email="").count() == len(kept)
    assert moderation_counts()["refused_off_topic"] == 2
    assert list(verify()) == []


def test_a_second_run_does_nothing(commitment, evidence, capsys):
    make_statement(commitment, evidence=evidence, state="refused", refused_at=days_ago(367))
    call_command("forget_people")
    assert "Ended, emptied: 1." in capsys.readouterr().out
    assert task.func() == [0, 0, 0]


def test_the_daily_command_forgets_too(commitment, evidence, capsys):
    make_statement(commitment, evidence=evidence, state="refused", refused_at=days_ago(367))
    call_command("run_deadlines")
    assert "Counter-evidence deleted or emptied: 1." in capsys.readouterr().out
    assert not CounterEvidence.objects.exclude(email="").exists()
