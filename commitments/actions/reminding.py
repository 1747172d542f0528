"""Reminders of the cities' due dates: each once, however often and by however many the run is started."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments import emails
from commitments.actions.common import moved_on, require
from commitments.actions.rhythm import WINDOW
from commitments.models import IN_FORCE, Commitment
from commitments.queries import (
    ANEW,
    STALE_AFTER,
    Due,
    confirmation_due_of,
    due_answers,
    due_confirmations,
    due_drafts,
    due_milestones,
    due_report_answers,
    due_reports,
    links_sent_anew,
    people_of_cities,
)
from commitments.rules import may_confirm
from core import audit
from core.access import Refused
from core.actions import claim_reminders
from core.models import OutboxMail, Reminder
from core.reminders import OFFSETS, Turn, turns
from core.rules import may_read_outbox
from review.workflow import NotReady, Stale

BATCH = 50
# The key of the mail: commitment, due date, person.
OF_MAIL = re.compile(r"confirmation_due:(\d+):([\d-]+):(\d+):.*")


@dataclass(frozen=True)
class Duty:
    """One kind of due date: what has its turn, how many days before and after, until when, and the mail."""

    kind: str
    rows: Callable[[Turn], Iterator[Due]]
    tell: Callable[[User, Due, int, dt.date], None]
    offsets: tuple[int, ...] = OFFSETS
    until: int = 60


DUTIES = (
    Duty("report", due_reports, emails.report_due),
    Duty("confirmation", due_confirmations, emails.confirmation_due),
    Duty("milestone", due_milestones, emails.milestone_due, (-30, -7, 1), 30),
    Duty("answer", due_answers, emails.answer_due, (-7,), 1),
    Duty("report_answer", due_report_answers, emails.answer_due, (-7,), 1),
    Duty("draft", due_drafts, emails.draft_waits, (STALE_AFTER.days,)),
)


def remind_cities(*, today: dt.date | None = None) -> int:
    """Remind the people of all cities of what is due or late, each person once for each date and offset.

    Safe to run twice and at once. After days without a run only the latest reminder that was missed is given.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many reminders were given.
    """
    today = today or timezone.localdate()
    return sum(
        _remind(duty, turn.offset, batch, today)
        for duty in DUTIES
        for turn in turns(today, duty.offsets, until=duty.until)
        for batch in _batches(duty.rows(turn))
    )


@transaction.atomic
def send_link_anew(*, commitment: Commitment, person: User, by: User) -> None:
    """Send somebody a new link with which they confirm; every link that they got before opens nothing any more.

    Args:
        commitment: a commitment in force whose confirmation is due within 90 days, or late.
        person: whoever gets it; they act for the city.
        by: the same person, or an administrator who sends a mail of the outbox again.

    Raises: NotAllowed; NotReady when it is not due within 90 days; Stale when nothing is to be confirmed any more, or
        another link was sent at this moment.
    """
    require(by == person or may_read_outbox(by), _("People ask for a new link themselves."))
    require(may_confirm(person, commitment), _("Only people who act for this city may do this."))
    due, today = confirmation_due_of(commitment), timezone.localdate()
    if due is None or commitment.state not in IN_FORCE:
        raise moved_on()
    if due.due_on - today > WINDOW:
        raise NotReady([_("It is too early: you can confirm from 90 days before the due date.")])
    number = links_sent_anew(person.pk, commitment.pk, due.due_on) + 1
    row = Reminder(kind=ANEW, thing=commitment.pk, due_on=due.due_on, offset=number, person=person)
    if not claim_reminders(rows=[row]):
        raise moved_on()
    emails.confirmation_due(person, due, (today - due.due_on).days, today)
    data = {"due_on": due.due_on, "person": audit.ref(person)}
    audit.record("send_link_anew", by=by, obj=commitment, scope=commitment.city, data=data)


def send_mail_anew(*, mail: OutboxMail, by: User) -> None:
    """Send the reader of a mail of the outbox a new link in place of the one it carried.

    Args:
        mail: a mail "confirmation_due".
        by: an administrator.

    Raises: Refused when that date is over, the reader acts for the city no more, or the mail is one of an earlier
        release, which does not say what it was about.
    """
    match = OF_MAIL.fullmatch(mail.key or "")
    commitment_pk, due_on, person_pk = match.groups() if match else ("0", None, "0")
    rows = Commitment.objects.select_related("city").filter(pk=commitment_pk, next_confirm_on__isnull=False)
    commitment = rows.filter(next_confirm_on=due_on).first()
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    if commitment is None or person is None:
        raise Refused(_("What “%(subject)s” asks is answered, or no longer asked.") % {"subject": mail.subject})
    try:
        send_link_anew(commitment=commitment, person=person, by=by)
    except (NotReady, Stale) as error:
        raise Refused(str(error)) from error


def _batches(rows: Iterable[Due]) -> Iterator[list[Due]]:
    found = list(rows)  # read whole first: the batches write to the table that the query leaves out
    waiting = iter(found)
    while batch := list(islice(waiting, BATCH)):
        yield batch


@transaction.atomic
def _remind(duty: Duty, offset: int, batch: list[Due], today: dt.date) -> int:
    """Claim and queue one batch: both, or neither when the process dies in between."""
    people = people_of_cities({due.city_id for due in batch})
    told = {(due.thing, due.part): due for due in batch}
    rows = [
        Reminder(kind=duty.kind, thing=due.thing, part=due.part, due_on=due.due_on, offset=offset, person=person)
        for due in batch
        for person in people.get(due.city_id, [])
    ]
    given = claim_reminders(rows=rows)
    for row in given:
        duty.tell(row.person, told[row.thing, row.part], offset, today)
    return len(given)
