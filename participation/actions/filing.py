"""The author's acts: write, confirm by mail, take back. An unknown address and a known one get the same answer."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.actions.common import lock_city, lock_commitment, public_change
from commitments.models import Commitment
from core import audit
from core.access import Hidden
from core.tokens import hash_token, new_token
from participation import emails
from participation.actions.cleaning import Values, clean_statement, stored_file
from participation.models import MOST_A_DAY, CounterEvidence
from participation.queries import Subject, is_outsider
from participation.rules import may_make_statement
from participation.tokens import fingerprint
from participation.workflow import STATEMENT
from review.workflow import NotAllowed, Stale

LINK_VALID = dt.timedelta(hours=24)
MOST_WAITING = 500


class Over(Stale):
    """The time of a link that confirms is over; its text still waits, and a new link can be sent."""


@dataclass(frozen=True)
class Filed:
    """A text that waits for its confirmation. `token` is stored nowhere but in the mail."""

    statement: CounterEvidence
    token: str


def file_counter_evidence(
    *,
    by: Any,
    subject: Subject,
    text: str,
    language: str,
    proof: str,
    url: str = "",
    file: Any = None,
    speaker: str = "",
    show_name: bool,
    milestone_key: str = "",
    email: str,
    mail_language: str,
    key: UUID,
) -> Filed | None:
    """Keep what somebody says until they confirm it by the link in a mail.

    Args:
        by: the person of the browser, signed in or not; who acts for a city or the office may not.
        subject: the public piece of evidence or report it is about.
        text: what it shows instead.
        language: language of the text.
        proof: "link" or "file".
        url: the address, for a link.
        file: the uploaded file, for a file.
        speaker: name or organisation.
        show_name: whether the public may read that name.
        milestone_key: the milestone of the report it is about, if any.
        email: the author's address.
        mail_language: language of the mails.
        key: the form's own number: the same form sent twice makes one text.

    Returns: what was filed, for tests and the demo; None when the address sent enough today or belongs to a city or
        the office. A page shows the same in every case.
    Raises: NotAllowed; ValidationError with a message per field.
    """
    if not may_make_statement(by):
        raise NotAllowed(_("Whoever acts for a city or works for the office does not file counter-evidence."))
    values = clean_statement(
        text=text, language=language, speaker=speaker, show_name=show_name, email=email, proof=proof, url=url
    )
    if proof == CounterEvidence.Proof.FILE and file is None:
        raise ValidationError({"file": _("Choose a file.")})
    if milestone_key and milestone_key not in dict(subject.milestones):
        raise ValidationError({"milestone_key": _("Choose one of the options.")})
    if not is_outsider(values["email"], subject.commitment.city):
        emails.elsewhere(values["email"], mail_language, fingerprint(values["email"]))
        return None
    about = {"commitment": subject.commitment, "evidence": subject.evidence, "report": subject.report}
    values |= {**about, "milestone_key": milestone_key, "mail_language": mail_language, "submit_key": key}
    return _file(values, file if proof == CounterEvidence.Proof.FILE else None)


def _file(values: Values, file: Any) -> Filed | None:
    today = timezone.localdate()
    _refuse_a_flood()
    mark = fingerprint(values["email"])
    for _attempt in range(MOST_A_DAY):
        if _is_sent(values["submit_key"]) or not (slot := _free_slot(mark, today)):
            return None
        try:
            with stored_file(file) as stored:
                kept = {name: value for name, value in stored.items() if name != "used"}
                filed = _create({**values, **kept, "email_hash": mark, "filed_on": today, "slot": slot})
                stored["used"] = True
                return filed
        except IntegrityError:
            # The same form, or the same address, was sent at the same moment: look again.
            continue
    return None


def _is_sent(key: UUID) -> bool:
    return CounterEvidence.objects.filter(submit_key=key).exists()


def _free_slot(mark: str, today: dt.date) -> int:
    taken = set(CounterEvidence.objects.filter(email_hash=mark, filed_on=today).values_list("slot", flat=True))
    return min(set(range(1, MOST_A_DAY + 1)) - taken, default=0)


def _refuse_a_flood() -> None:
    since = timezone.now() - LINK_VALID
    waiting = CounterEvidence.objects.filter(state=CounterEvidence.State.UNCONFIRMED, created_at__gte=since)
    if waiting[:MOST_WAITING].count() >= MOST_WAITING:
        raise ValidationError(_("Too many people write at this moment. Try again tomorrow; your text stays here."))


@transaction.atomic
def _create(values: Values) -> Filed:
    token = new_token()
    until = timezone.now() + LINK_VALID
    statement = CounterEvidence.objects.create(token_hash=hash_token(token), expires_at=until, **values)
    audit.record("file_statement", by=None, obj=statement, data={"sha256": statement.sha256})
    emails.confirm(statement, token)
    return Filed(statement, token)


def unconfirmed(token: str) -> CounterEvidence:
    """Return the text that a link confirms.

    Args:
        token: from the link in the mail.

    Raises: Hidden for an unknown link; Stale for one that is used or over.
    """
    rows = CounterEvidence.objects.select_related("commitment__city", "evidence", "report")
    statement = rows.filter(token_hash=hash_token(token)).first()
    if statement is None:
        raise Hidden
    if statement.state != CounterEvidence.State.UNCONFIRMED:
        raise Stale(_("This link was used before. The mail that came after it tells how your text stands."))
    if statement.commitment.state == Commitment.State.WITHDRAWN:
        raise Stale(_("The city withdrew this commitment meanwhile, so nothing is added to it."))
    if statement.expires_at is None or statement.expires_at <= timezone.now():
        raise Over(
            _("This link is over: it worked for 24 hours. Your text is still here; a new link goes to its address.")
        )
    return statement


@transaction.atomic
def send_link_again(*, token: str) -> None:
    """Send a new link for a text whose link is over, to the address it was written from; the old one opens nothing.

    Whoever asks holds the old link, and each link asks once: nobody can make the portal write mail after mail.

    Args:
        token: from the old link.

    Raises: Hidden for an unknown link; Stale for one that still works, was used, or whose commitment was withdrawn.
    """
    now, fresh = timezone.now(), new_token()
    try:
        unconfirmed(token)
    except Over:
        old = CounterEvidence.objects.filter(token_hash=hash_token(token), state=CounterEvidence.State.UNCONFIRMED)
        statement = old.select_related("commitment__city").first()
        values = {"token_hash": hash_token(fresh), "expires_at": now + LINK_VALID}
        if statement is not None and old.update(**values):
            audit.record("send_link_again", by=None, obj=statement)
            emails.confirm(statement, fresh, again=f"{now:%Y%m%d%H%M}")
            return
        raise Hidden from None
    raise Stale(_("This link still works: open it and press the button."))


@transaction.atomic
def confirm(*, token: str) -> CounterEvidence:
    """Confirm a text by the link in the mail: of several attempts at once exactly one succeeds.

    Args:
        token: from the link.

    Returns: the text, which now waits for moderation.
    Raises: Hidden for an unknown link; Stale for one that is used or over, and when the commitment was withdrawn
        meanwhile; NotAllowed when the address has come to belong to a city or the office.
    """
    statement = unconfirmed(token)
    # Locked, then read again: a commitment that is withdrawn at this moment ends only what it finds confirmed.
    lock_city(statement.commitment.city_id)
    lock_commitment(statement.commitment_id)
    statement = unconfirmed(token)
    if not is_outsider(statement.email, statement.commitment.city):
        raise NotAllowed(_("This address acts for a city or the office. The city replies at its desk."))
    STATEMENT.apply(statement, "confirm", by=None, also={"submitted_at": timezone.now()})
    emails.received(statement)
    return statement


@transaction.atomic
def withdraw_statement(*, statement: CounterEvidence) -> CounterEvidence:
    """Take one's own text back; a published one is no longer shown.

    Args:
        statement: what the link of its author opened.

    Returns: the text, taken back.
    Raises: Stale when it was refused or taken back already.
    """
    lock_city(statement.commitment.city_id)
    commitment = lock_commitment(statement.commitment_id)
    was_public = statement.state == CounterEvidence.State.PUBLISHED
    STATEMENT.apply(statement, "withdraw", by=None, also={"withdrawn_at": timezone.now()})
    if was_public:
        public_change(commitment)
    return statement
