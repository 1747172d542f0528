"""Words about a submission: the office asks, the city answers, colleagues note. No state moves."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments import emails
from commitments.actions.common import Submission, kind_of, lock, require
from commitments.models import CommitmentVersion, ProgressReport
from commitments.queries import report_talk, version_talk
from commitments.rules import may_answer, may_ask_city, may_see_notes
from core import audit
from core.text import clean_text
from review.actions import mark_read
from review.clock import add_working_days, stopped_days, stops
from review.models import Message
from review.queue import follow
from review.registry import Talk
from review.workflow import NotReady

LONGEST = 5000
DIGITS = 18  # of a key that every database can look for
TALKS: dict[type, Callable[..., Talk]] = {CommitmentVersion: version_talk, ProgressReport: report_talk}


@transaction.atomic
def ask_city(*, obj: Submission, by: User, text: str) -> Message:
    """Ask the city about a submission; the office signs, its people get a mail.

    Args:
        obj: a version or report that the office has.
        by: the assigned reviewer, or a decider; without conflict.
        text: what the city reads.

    Returns: the message.
    Raises: NotAllowed; NotReady without words.
    """
    current = lock(obj)
    require(may_ask_city(by, current), _("Only who checks this may write to the city, and only until it is decided."))
    message = _write(current, by, text, Message.Visibility.CITY)
    _read_up_to(current, by, message)
    follow(current)
    audit.record("ask_city", by=by, obj=current, scope=current.audit_scope)
    emails.question(current, text=message.text)
    return message


@transaction.atomic
def answer_office(*, obj: Submission, by: User, text: str) -> Message:
    """Write to the office about a submission; whoever checks it gets a mail.

    Args:
        obj: a version or report that the office has.
        by: an editor or approver of the city.
        text: what the office reads.

    Returns: the message.
    Raises: NotAllowed; NotReady without words.
    """
    current = lock(obj)
    require(may_answer(by, current), _("The office has answered meanwhile, so nobody would read this."))
    message = _write(current, by, text, Message.Visibility.CITY, from_city=True)
    _read_up_to(current, by, message)
    _move_due_date(current, message)
    follow(current)
    audit.record("answer_office", by=by, obj=current, scope=current.audit_scope)
    emails.answered(current, text=message.text)
    return message


@transaction.atomic
def write_note(*, obj: Submission, by: User, text: str) -> Message:
    """Write a note that only reviewers and deciders without conflict read. It is in no mail, log or export.

    Args:
        obj: a version or report that was submitted.
        by: a reviewer or decider without conflict.
        text: the note.

    Returns: the note.
    Raises: NotAllowed; NotReady without words.
    """
    current = lock(obj)
    require(may_see_notes(by, current), _("Only reviewers and deciders without conflict write notes."))
    note = _write(current, by, text, Message.Visibility.INTERNAL)
    audit.record("write_note", by=by, obj=current, scope=audit.office_scope(current.audit_scope))
    return note


def note_reading(*, obj: Submission, by: User, last: str, from_city: bool) -> None:
    """Note that `by` has read what the other side wrote. What was written after their page was made stays new.

    Args:
        obj: a version or report whose conversation `by` may read.
        by: the reader.
        last: the key of the last message on their page, as it was posted; an unknown one marks nothing.
        from_city: which side's words are new to the reader.
    """
    known = last.isascii() and last.isdecimal() and len(last) <= DIGITS
    said = obj.messages.filter(visibility=Message.Visibility.CITY, from_city=from_city)
    message = said.filter(pk=int(last)).first() if known else None
    if message is not None:
        _read_up_to(obj, by, message)


def _read_up_to(obj: Any, by: User, message: Message) -> None:
    """Whoever answers has read what stands above the answer."""
    mark_read(kind=kind_of(obj), object_id=obj.pk, by=by, until=message.written_at)


def _move_due_date(obj: Any, answer: Message) -> None:
    """Give the office the working days back for which its clock stood still."""
    if obj.due_on is None or obj.submitted_at is None:
        return
    talk = TALKS[type(obj)]([obj.pk])[obj.pk]
    last = next((stop for stop in stops(talk, since=obj.submitted_at) if stop.end == answer.written_at), None)
    if last is not None and (stood := stopped_days([last])):
        due_on = add_working_days(obj.due_on, stood)
        type(obj)._default_manager.filter(pk=obj.pk).update(due_on=due_on)


def _write(obj: Any, by: User, text: str, visibility: str, *, from_city: bool = False) -> Message:
    words = clean_text(text)
    if not words:
        raise NotReady([_("Write what you want to say.")])
    if len(words) > LONGEST:
        raise NotReady([_("Write at most %(most)s characters.") % {"most": LONGEST}])
    return obj.messages.create(author=by, text=words, visibility=visibility, from_city=from_city)
