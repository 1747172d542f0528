"""The survey of a self-assessment: a city opens and closes it, each mailbox answers once, and nothing tells who.

A mailbox proves itself by a link with a code. The code is the keyed fingerprint of the address for this assessment,
signed: nothing is stored when somebody asks for it. With the answers, in their transaction, only the fingerprint is
kept, in a table of its own without a date: no column leads from an address to an answer. It is deleted when the
self-assessment is frozen.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.text import clean_line, validate_email_address
from labels.actions.assessments import lock_assessment
from labels.actions.locking import refuse_if_off
from labels.emails import send_survey_link
from labels.models import Assessment, Scale, Survey, SurveyAnswer, SurveyMark, SurveyReply
from labels.rules import may_open_survey
from labels.survey_codes import code_of, mark_of
from review.workflow import NotAllowed, Stale


@transaction.atomic
def open_survey(*, assessment: Assessment, by: Any) -> Survey:
    """Open the link for residents and civil society; a second click returns the open one.

    Raises: NotAllowed; Refused; Stale when the self-assessment was sent.
    """
    locked = lock_assessment(assessment, by)
    if not may_open_survey(by, locked):
        raise NotAllowed(_("An approver of the city opens and closes the survey."))
    survey, is_new = Survey.objects.get_or_create(assessment=locked, closed_at=None, defaults={"opened_by": by})
    if is_new:
        audit.record("open_survey", by=by, obj=locked, scope=locked.city)
    return survey


@transaction.atomic
def close_survey(*, assessment: Assessment, by: Any) -> None:
    """Close the link: nobody answers any more. What was answered stays.

    Raises: NotAllowed; Refused; Stale when the self-assessment was sent.
    """
    locked = lock_assessment(assessment, by)
    if not may_open_survey(by, locked):
        raise NotAllowed(_("An approver of the city opens and closes the survey."))
    if locked.surveys.filter(closed_at=None).update(closed_at=timezone.now()):
        audit.record("close_survey", by=by, obj=locked, scope=locked.city)


@transaction.atomic
def ask_to_answer(*, survey: Survey, email: str, language: str) -> None:
    """Send the link with which one mailbox answers a survey, once a day at most; whoever answered gets none.

    Args:
        survey: open.
        email: the address; only the mail keeps it, for as long as mails are kept.
        language: of the mail.

    Raises: Refused when the label is off; Stale when the survey is closed; ValidationError for the address.
    """
    refuse_if_off()
    if survey.closed_at or survey.assessment.frozen_at:
        raise Stale(_("This survey is closed. Thank you for the interest."))
    address = clean_line(email).lower()
    validate_email_address(address)
    mark = mark_of(survey.assessment, address)
    if not SurveyMark.objects.filter(assessment=survey.assessment, mark=mark).exists():
        send_survey_link(survey, address, code_of(mark), language=language, mark=mark)


@transaction.atomic
def reply_to_survey(*, survey: Survey, mark: str, key: UUID, kind: str, answers: dict[str, str]) -> SurveyReply:
    """Keep what one person answered; each mailbox answers once. A double click makes one reply.

    Args:
        survey: open.
        mark: the fingerprint that the code in the link opened.
        key: made with the form, the same for every try of one reply.
        kind: one of `SurveyReply.Kind`.
        answers: by code of the question: not_yet, partly or met; "" is left out.

    Raises: Refused when the label is off; Stale when the survey is closed, or this mailbox answered before;
        ValidationError when nothing is answered.
    """
    refuse_if_off()
    # Locked: a survey that closes, or a self-assessment that is frozen, waits for the replies that came before.
    rows = Survey.objects.select_for_update(of=("self",)).select_related("assessment")
    locked = rows.get(pk=survey.pk)
    known = SurveyReply.objects.filter(survey=locked, key=key).first()
    if known is not None:
        return known
    if locked.closed_at or locked.assessment.frozen_at:
        raise Stale(_("This survey is closed. Thank you for the interest."))
    asked = {row.code: row for row in locked.assessment.scheme.criteria.all()}
    said = {code: value for code, value in answers.items() if value}
    if not said or kind not in SurveyReply.Kind.values:
        raise ValidationError(_("Answer at least one question, and say for whom you speak."))
    if not set(said) <= set(asked) or not set(said.values()) <= {Scale.NOT_YET, Scale.PARTLY, Scale.MET}:
        raise ValidationError(_("Choose from the list."))
    _mark_once(locked.assessment, mark)
    reply = SurveyReply.objects.create(survey=locked, key=key, kind=kind)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(reply=reply, criterion=asked[code], value=value) for code, value in said.items()
    )
    return reply


def _mark_once(assessment: Assessment, mark: str) -> None:
    try:
        with transaction.atomic():
            SurveyMark.objects.create(mark=mark, assessment=assessment)
    except IntegrityError:
        raise Stale(_("Somebody answered with this mailbox already. Each mailbox answers once.")) from None
