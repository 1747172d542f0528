"""Asking to join, sending again, asking back, refusing, taking back. Accepting is in `verification`."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.cleaning import clean_join, store_mandate
from cities.models import City, JoinRequest, Place
from cities.rules import acts_for, may_ask_to_join
from cities.workflow import JOINING, WAITING
from core import audit
from core.models import Scan
from core.storage import private_storage, safe_name
from review.queue import follow
from review.workflow import NotAllowed

OPEN = (*WAITING, JoinRequest.State.RETURNED)
MOST_OPEN = 5


def ask_to_join(
    *,
    by: User,
    place: Place | None,
    place_name: str = "",
    country: str = "",
    work_email: str,
    job_title: str,
    official_channel: str = "",
    mandate_title: str,
    mandate_file: Any,
    mandate_start: dt.date | None,
    mandate_end: dt.date | None,
    key: UUID | None = None,
) -> JoinRequest:
    """File a request to join for a municipality.

    Args:
        by: the official.
        place: the gazetteer's row; None when it is missing there.
        place_name: the name as typed, used when `place` is None.
        country: ISO code, used when `place` is None.
        work_email: address at the city, whose domain the office compares.
        job_title: the official's role in the city.
        official_channel: where the office can verify the official, such as the switchboard.
        mandate_title: name of the council's decision or the mayor's statement.
        mandate_file: that document, an uploaded file.
        mandate_start: first day of the mandate.
        mandate_end: last day of the mandate.
        key: the form's own number: the same form sent twice makes one request.

    Returns: the request, new or (same key) the one that was made before.
    Raises: NotAllowed; ValidationError by field name.
    """
    if not may_ask_to_join(by):
        raise NotAllowed(_("The review office checks requests to join; it does not make them."))
    before = _sent_before(by, key)
    if before is not None:
        return before
    values = clean_join(
        place=place,
        place_name=place_name,
        country=country,
        work_email=work_email,
        job_title=job_title,
        official_channel=official_channel,
        mandate_title=mandate_title,
        mandate_start=mandate_start,
        mandate_end=mandate_end,
    )
    _refuse_a_second_role(by, place)
    try:
        with _document(mandate_file) as document:
            return _file_request(by, key, values | document)
    except IntegrityError as error:
        before = _sent_before(by, key)
        if before is not None:
            return before
        raise _asked_already(values["place_name"]) from error


def resend_join(
    *,
    join_request: JoinRequest,
    by: User,
    place: Place | None,
    place_name: str = "",
    country: str = "",
    work_email: str,
    job_title: str,
    official_channel: str = "",
    mandate_title: str,
    mandate_file: Any = None,
    mandate_start: dt.date | None,
    mandate_end: dt.date | None,
    key: UUID | None = None,
) -> JoinRequest:
    """Send a request again after the office asked questions. Fields as in `ask_to_join`.

    Args:
        join_request: the returned request.
        by: its applicant.
        mandate_file: a new document; None keeps the one on file.

    Returns: the request, waiting again.
    Raises: NotAllowed, Stale; ValidationError by field name.
    """
    if not JOINING.may(join_request, "submit", by):
        JOINING.named(join_request, "submit")
        raise NotAllowed(_("Only the person who asked to join can send the request again."))
    values = clean_join(
        place=place,
        place_name=place_name,
        country=country,
        work_email=work_email,
        job_title=job_title,
        official_channel=official_channel,
        mandate_title=mandate_title,
        mandate_start=mandate_start,
        mandate_end=mandate_end,
    )
    if join_request.scan_state == Scan.INFECTED and not mandate_file:
        raise ValidationError({"mandate_file": _("A virus was found in the document you sent. Choose a clean one.")})
    if key is not None:
        values["submit_key"] = key
    try:
        _send_again(join_request, by, values, mandate_file)
    except IntegrityError as error:
        raise _asked_already(values["place_name"]) from error
    join_request.__dict__.pop("concerned_cities", None)
    return join_request


def _send_again(join_request: JoinRequest, by: User, values: dict[str, Any], file: Any) -> None:
    before, replaced = _told(join_request), str(join_request.mandate_file.name)
    with _document(file, keep=True) as document, transaction.atomic():
        if document:
            transaction.on_commit(lambda: private_storage.delete(replaced))
        JOINING.apply(join_request, "submit", by=by, also=values | document)
        data = {"before": before, "after": _told(join_request)}
        audit.record("edit_join", by=by, obj=join_request, scope=join_request.audit_scope, data=data)
        emails.join_received(join_request)


@transaction.atomic
def return_join(*, join_request: JoinRequest, by: User, note: str) -> JoinRequest:
    """Send a request back with questions; the applicant gets them by mail.

    Args:
        join_request: a waiting request.
        by: somebody of the office.
        note: the questions.

    Returns: the request.
    Raises: NotAllowed, NotReady, Stale.
    """
    change = JOINING.apply(join_request, "return_for_changes", by=by, note=note)
    emails.join_questions(join_request, change)
    return join_request


@transaction.atomic
def refuse_join(*, join_request: JoinRequest, by: User, note: str) -> JoinRequest:
    """Refuse a request; the applicant gets the reasons by mail.

    Args:
        join_request: a waiting request.
        by: somebody of the office.
        note: the reasons.

    Returns: the request.
    Raises: NotAllowed, NotReady, Stale.
    """
    change = JOINING.apply(join_request, "refuse", by=by, note=note)
    emails.join_refused(join_request, change)
    return join_request


def withdraw_join(*, join_request: JoinRequest, by: User) -> JoinRequest:
    """Take a request back.

    Args:
        join_request: a request that is not decided yet.
        by: its applicant.

    Returns: the request.
    Raises: NotAllowed, Stale.
    """
    JOINING.apply(join_request, "withdraw", by=by)
    return join_request


@contextmanager
def _document(file: Any, *, keep: bool = False) -> Iterator[dict[str, Any]]:
    """Check and store the document before the transaction; forget it again when anything fails."""
    if keep and not file:
        yield {}
        return
    info, stored = store_mandate(file)
    try:
        yield {
            "mandate_file": stored,
            "mandate_file_name": safe_name(file.name),
            "mandate_sha256": info.sha256,
            "scan_state": Scan.UNSCANNED,
            "scan_found": "",
        }
    except BaseException:
        private_storage.delete(stored)
        raise


@transaction.atomic
def _file_request(by: User, key: UUID | None, values: dict[str, Any]) -> JoinRequest:
    join_request = JoinRequest.objects.create(applicant=by, submit_key=key, **values)
    state = JoinRequest.State.SUBMITTED
    join_request.status_changes.create(transition="ask", source="", target=state, by=by)
    audit.record("ask_to_join", by=by, obj=join_request, data={"after": _told(join_request)})
    follow(join_request)
    emails.join_received(join_request)
    return join_request


def _sent_before(by: User, key: UUID | None) -> JoinRequest | None:
    return JoinRequest.objects.filter(applicant=by, submit_key=key).first() if key else None


def _refuse_a_second_role(by: User, place: Place | None) -> None:
    city = City.objects.filter(place=place).first() if place else None
    if city is not None and acts_for(by, city):
        raise ValidationError({"place": _("You already act for %(city)s.") % {"city": city}})
    if JoinRequest.objects.filter(applicant=by, state__in=OPEN).count() >= MOST_OPEN:
        raise ValidationError({"place": _("You have too many open requests. Wait for an answer, or take one back.")})


def _asked_already(name: str) -> ValidationError:
    return ValidationError({"place": _("You have already asked to join for %(place)s.") % {"place": name}})


def _told(join_request: JoinRequest) -> dict[str, Any]:
    """What the audit chain keeps of a request: no address of a person."""
    return {
        "place": join_request.place_id,
        "place_name": join_request.place_name,
        "country": join_request.country,
        "mandate": join_request.mandate_title,
        "mandate_sha256": join_request.mandate_sha256,
        "mandate_start": join_request.mandate_start,
        "mandate_end": join_request.mandate_end,
    }
