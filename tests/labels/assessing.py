"""What the tests of the self-assessment do again and again."""

from uuid import uuid4

from labels.actions import reply_to_survey, save_answer, submit_application
from tests.factories import fill_assessment, make_application


def answer(assessment, by, code="F1", group="officials", revision=0, **values):
    criterion = assessment.scheme.criteria.get(code=code)
    values = {"value": "partly", "text": "We began.", "evidence": "", "language": "en"} | values
    return save_answer(assessment=assessment, criterion=criterion, group=group, by=by, revision=revision, values=values)


def reply(survey, **values):
    given = {"mark": uuid4().hex, "key": uuid4(), "kind": "resident", "answers": {"F1": "not_yet"}} | values
    return reply_to_survey(survey=survey, **given)


def send(assessment, approver):
    fill_assessment(assessment)
    draft = make_application(city=assessment.city, author=approver, state="draft", scheme=assessment.scheme)
    return submit_application(application=draft, by=approver, key=uuid4())
