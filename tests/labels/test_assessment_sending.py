"""The self-assessment is complete, frozen and hashed when the city applies."""

import hashlib
import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from core.access import Refused
from labels.actions import (
    load_scheme,
    open_survey,
    start_assessment,
    submit_application,
)
from labels.models import Answer, Assessment, LabelApplication, LabelScheme
from labels.rules import missing_for_submit
from review.workflow import NotReady, Stale
from tests.factories import fill_assessment, make_application, make_commitment, make_role, make_user
from tests.labels.assessing import answer, reply, send
from tests.races import run_at_once


@pytest.fixture
def scheme(db) -> LabelScheme:
    return LabelScheme.objects.get(pk=load_scheme().scheme.pk)


@pytest.fixture
def assessment(scheme, city, official) -> Assessment:
    return start_assessment(city=city, by=official)


@pytest.fixture
def survey(assessment, approver):
    return open_survey(assessment=assessment, by=approver)


@pytest.fixture
def ready(assessment, city, official):
    for _n in range(3):
        make_commitment(city=city)
    answer(assessment, official, text="Wir haben begonnen: äöü.", language="de")
    return fill_assessment(assessment)


def test_sending_the_application_freezes_what_was_written(ready, official, approver, survey):
    sent = send(ready, approver)

    frozen = Assessment.objects.get(pk=ready.pk)
    written = json.dumps(frozen.snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert frozen.application == sent
    assert frozen.digest == hashlib.sha256(written.encode()).hexdigest()
    assert frozen.snapshot["questions"][0]["answers"]["officials"]["text"] == "Wir haben begonnen: äöü."
    assert frozen.snapshot["survey"] is None
    for late in (lambda: answer(ready, official, code="F2"), lambda: reply(survey)):
        with pytest.raises(Stale):
            late()


def test_what_is_missing_is_said_before_a_city_can_apply(scheme, city, official, approver):
    for _n in range(3):
        make_commitment(city=city)
    draft = make_application(city=city, author=approver, state="draft", scheme=scheme)
    assert missing_for_submit(draft) == ["Look at your own work first: begin the self-assessment."]
    with pytest.raises(NotReady, match="begin the self-assessment"):
        submit_application(application=draft, by=approver, key=uuid4())

    assessment = start_assessment(city=city, by=official)
    assert [line.partition(":")[2].split()[0] for line in missing_for_submit(draft)] == ["say", "officials", "elected"]
    fill_assessment(assessment)
    assessment.answers.filter(criterion__code="F1", group="elected").delete()
    assert missing_for_submit(draft) == ["Self-assessment: elected members have 1 question to answer."]
    assessment.competences.filter(criterion__by_competence=True).update(power="not_ours", who_has="the state")
    assessment.answers.filter(criterion__by_competence=True).delete()
    answer(assessment, official, group="elected")

    sent = submit_application(application=draft, by=approver, key=uuid4())
    LabelApplication.objects.filter(pk=sent.pk).update(state="returned")
    assert missing_for_submit(LabelApplication.objects.get(pk=sent.pk)) == []


def test_an_edition_without_that_stage_asks_for_none(city, approver):
    for _n in range(3):
        make_commitment(city=city)
    draft = make_application(city=city, author=approver, state="draft")

    submit_application(application=draft, by=approver, key=uuid4())

    assert not Assessment.objects.exists()


def test_the_database_holds_a_frozen_one_whole(ready):
    for broken in ({"digest": "x"}, {"frozen_at": ready.started_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=ready.pk).update(**broken)


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_it_is_sent_is_in_the_snapshot_or_refused(ready, official, approver):
    draft = make_application(city=ready.city, author=approver, state="draft", scheme=ready.scheme)
    codes = ["F2", "F3", "F4", "S1", "S2", "S3"]

    outcomes = run_at_once(
        *[lambda code=code: answer(ready, official, code=code, revision=1) for code in codes[:3]],
        lambda: submit_application(application=draft, by=approver, key=uuid4()),
        *[lambda code=code: answer(ready, official, code=code, revision=1) for code in codes[3:]],
    )

    frozen = Assessment.objects.get(pk=ready.pk)
    saved = zip([*codes[:3], "", *codes[3:]], outcomes, strict=True)
    kept = {code for code, outcome in saved if isinstance(outcome, Answer)}
    texts = {row["code"]: row["answers"]["officials"]["text"] for row in frozen.snapshot["questions"]}
    assert {code for code, text in texts.items() if text == "We began."} == kept
    assert all(isinstance(outcome, Answer | Stale) for n, outcome in enumerate(outcomes) if n != 3)


def test_switched_off_nothing_is_written(assessment, official, survey, settings):
    settings.LABEL_ENABLED = False
    for act in (lambda: answer(assessment, official), lambda: reply(survey)):
        with pytest.raises(Refused):
            act()


def test_a_second_person_of_the_city_reads_the_same(assessment, city, official):
    other = make_user("Olaf Other")
    make_role(other, city, "editor")

    assert start_assessment(city=city, by=other) == assessment
