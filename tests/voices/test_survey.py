"""The survey of a self-assessment: a mailbox proves itself by a link, answers once, and nothing tells who."""

from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import OutboxMail
from labels.actions import open_survey, reply_to_survey, start_assessment
from labels.models import SurveyMark, SurveyReply
from labels.survey_codes import code_of, mark_in, mark_of
from review.workflow import Stale
from tests.factories import make_scheme
from tests.mails import link_in
from tests.races import run_at_once

pytestmark = pytest.mark.django_db
MAIL = "remi@mail.example"


@pytest.fixture
def survey(city, approver):
    rules = make_scheme()
    for number in (1, 2):
        rules.criteria.create(code=f"F{number}", title=f"Question {number}?", position=number)
    return open_survey(assessment=start_assessment(city=city, by=approver), by=approver)


def words(response):
    return " ".join(response.content.decode().split())


def ask(visitor, survey, email):
    return visitor.post(reverse("voices:survey", args=[survey.token]), {"email": email})


def answers(**values):
    return {"key": str(uuid4()), "kind": "resident", "answer_F1": "partly", **values}


def test_each_mailbox_answers_once_and_gets_the_same_page(visitor, survey):
    first = words(visitor.get(reverse("voices:survey", args=[survey.token])))
    assert "Question 2?" in first
    assert "Each mailbox answers once." in first
    for email in (MAIL, MAIL, "Remi+more@mail.example"):
        assert ask(visitor, survey, email).url == reverse("voices:survey_asked")
    assert OutboxMail.objects.filter(name="survey_link").count() == 1  # one a day for one mailbox

    link = link_in("survey_link", MAIL)
    page = visitor.get(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert not SurveyMark.objects.exists()  # a GET changes nothing
    wrong = visitor.post(link, {"key": str(uuid4()), "kind": "resident"})
    assert "Answer at least one question" in words(wrong)
    values = answers()
    for _time in range(2):  # a double click
        assert visitor.post(link, values).url == reverse("voices:survey_sent")
    again = visitor.post(link, answers(answer_F2="met"))
    assert "Each mailbox answers once." in words(again)
    assert "checked" in words(again)  # what was chosen stays
    assert SurveyReply.objects.count() == 1

    OutboxMail.objects.all().delete()
    assert ask(visitor, survey, MAIL).url == reverse("voices:survey_asked")
    assert not OutboxMail.objects.exists()  # whoever answered gets no other link, and nobody can tell


def test_nothing_leads_from_an_address_to_an_answer(visitor, survey):
    ask(visitor, survey, MAIL)
    link = link_in("survey_link", MAIL)
    mail = OutboxMail.objects.get(name="survey_link")
    assert link.split("/")[-2] not in mail.text + mail.html
    visitor.post(link, answers())

    mark, reply = SurveyMark.objects.get(), SurveyReply.objects.get()
    assert {field.name for field in SurveyMark._meta.get_fields()} == {"mark", "assessment"}
    assert not {str(mark.pk), MAIL} & {str(value) for value in SurveyReply.objects.values_list().get(pk=reply.pk)}
    assert mark.pk == mark_of(survey.assessment, MAIL) != mark_of(type("Other", (), {"pk": 0}), MAIL)
    assert mark_in(code_of(mark.pk)) == mark.pk
    assert visitor.get(reverse("voices:survey_answer", args=[survey.token, f"{mark.pk}:forged"])).status_code == 404


@pytest.mark.parametrize("email", ["", "nobody", "a@b"])
def test_an_address_that_is_none_says_so(visitor, survey, email):
    assert ask(visitor, survey, email).status_code == 200
    assert not OutboxMail.objects.exists()


def test_one_network_asks_sixty_times_an_hour(visitor, survey, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "survey"}}
    asked = [ask(visitor, survey, f"resident{number}@mail.example").status_code for number in range(61)]

    assert asked == [302] * 60 + [200]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_one_mailbox_one_answers(survey):
    def answer():
        return reply_to_survey(survey=survey, mark="one", key=uuid4(), kind="resident", answers={"F1": "met"})

    outcomes = run_at_once(*[answer] * 32)
    assert sum(isinstance(row, SurveyReply) for row in outcomes) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == 31, outcomes
    assert SurveyReply.objects.count() == SurveyMark.objects.count() == 1
