"""The mandate: handed in by an approver, verified by the office; a committed city always has one on file."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.actions.documents import stored_document
from cities.cleaning import Cleaner, a_date, a_line
from cities.models import City, Mandate, ReaffirmLink
from cities.rules import may_hand_in_mandate
from cities.workflow import MANDATE
from core import audit
from review.queue import follow
from review.workflow import NotAllowed


def hand_in_mandate(
    *,
    city: City,
    by: User,
    kind: str,
    title: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    file: Any,
    decided_on: dt.date | None = None,
    is_public: bool = False,
) -> Mandate:
    """Hand in a mandate with its document; the office verifies it.

    Args:
        city: the city.
        by: one of its approvers.
        kind: "decision" of the council or "statement" of the mayor.
        title: its name.
        starts_on: first day.
        ends_on: last day, not over yet.
        file: the document, an uploaded file.
        decided_on: the day of the decision, when it is known.
        is_public: whether everybody may read the document once it is on file.

    Returns: the mandate, waiting for the office.
    Raises: NotAllowed; ValidationError by field name.
    """
    values = clean_new_mandate(
        city=city, by=by, kind=kind, title=title, starts_on=starts_on, ends_on=ends_on, decided_on=decided_on
    )
    with stored_document(file) as document:
        return _hand_in(city, by, values | document | {"is_public": is_public, "state": Mandate.State.SUBMITTED})


@transaction.atomic
def _hand_in(city: City, by: User, values: dict[str, Any]) -> Mandate:
    mandate = open_mandate(city, by, values)
    follow(mandate)
    emails.mandate_received(mandate)
    return mandate


def clean_new_mandate(
    *,
    city: City,
    by: User,
    kind: str,
    title: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    decided_on: dt.date | None,
) -> dict[str, Any]:
    """Return the fields of a new mandate, cleaned.

    Raises: NotAllowed; ValidationError by field name.
    """
    if not may_hand_in_mandate(by, city):
        raise NotAllowed(_("Approvers of the city hand in its mandate."))
    form = Cleaner()
    form.values["kind"] = kind
    if kind not in Mandate.Kind.values:
        form.fault("kind", _("Choose a decision of the council or a statement of the mayor."))
    elif city.membership == City.Membership.INTERESTED and kind != Mandate.Kind.DECISION:
        form.fault("kind", _("The mayor's statement is on file. What is still to come is the decision of the council."))
    form.take("title", a_line(300, required=_("Name the decision of the council or mayor.")), title)
    start = form.take("starts_on", a_date(_("Enter the day the mandate starts.")), starts_on)
    end = form.take("ends_on", a_date(_("Enter the day the mandate ends.")), ends_on)
    form.values["decided_on"] = decided_on
    if start and end and end < start:
        form.fault("ends_on", _("The mandate must not end before it starts."))
    elif end and end < timezone.localdate():
        form.fault("ends_on", _("This mandate has ended. Name one that is in force."))
    return form.result()


def open_mandate(city: City, by: User, values: dict[str, Any]) -> Mandate:
    """Store a mandate that is not decided yet, with its first step. Inside a transaction.

    Raises: ValidationError when the city has one on its way already.
    """
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(city=city, handed_in_by=by, handed_in_at=timezone.now(), **values)
    except IntegrityError as error:
        message = _("A mandate of the city is on its way already. Take it back first, or wait for the answer.")
        raise ValidationError({"title": message}) from error
    mandate.status_changes.create(transition="hand_in", source="", target=mandate.state, by=by)
    audit.record("hand_in_mandate", by=by, obj=mandate, scope=city, data=told(mandate))
    return mandate


@transaction.atomic
def accept_mandate(*, mandate: Mandate, by: User, note: str = "") -> Mandate:
    """Put a mandate on file; with a decision of the council an interested city becomes a committed city.

    Args:
        mandate: a mandate that waits.
        by: somebody of the office without conflict.
        note: a remark for the record.

    Returns: the mandate.
    Raises: NotAllowed, NotReady, Stale.
    """
    city = lock_city(mandate)
    MANDATE.apply(mandate, "accept", by=by, note=note, data=told(mandate))
    put_on_file(mandate, city)
    emails.mandate_accepted(mandate)
    return mandate


@transaction.atomic
def refuse_mandate(*, mandate: Mandate, by: User, note: str) -> Mandate:
    """Do not accept a mandate; the city's approvers get the reasons by mail.

    Args:
        mandate: a mandate that waits.
        by: somebody of the office without conflict.
        note: the reasons.

    Returns: the mandate.
    Raises: NotAllowed, NotReady, Stale.
    """
    MANDATE.apply(mandate, "refuse", by=by, note=note)
    emails.mandate_refused(mandate, note)
    return mandate


@transaction.atomic
def withdraw_mandate(*, mandate: Mandate, by: User) -> Mandate:
    """Take back a mandate that is not decided yet; a link to the mayor stops working.

    Args:
        mandate: a mandate that waits for the office or the mayor.
        by: an approver of the city.

    Returns: the mandate.
    Raises: NotAllowed, Stale.
    """
    MANDATE.apply(mandate, "withdraw", by=by)
    ReaffirmLink.objects.open().filter(mandate=mandate).update(revoked_at=timezone.now())
    return mandate


@transaction.atomic
def show_mandate(*, mandate: Mandate, is_public: bool, by: User) -> Mandate:
    """Make the document of a mandate public, or keep it for the city and the office.

    Args:
        mandate: a mandate with a document.
        is_public: whether everybody may read it.
        by: an approver of the city.

    Returns: the mandate.
    Raises: NotAllowed.
    """
    if not may_hand_in_mandate(by, mandate.city):
        raise NotAllowed(_("Approvers of the city say who reads the document."))
    if Mandate.objects.filter(pk=mandate.pk).exclude(is_public=is_public).update(is_public=is_public):
        audit.record("show_mandate", by=by, obj=mandate, scope=mandate.city, data={"is_public": is_public})
    mandate.is_public = is_public
    return mandate


def lock_city(mandate: Mandate) -> City:
    """Lock the city of a mandate: two mandates never go on file at once."""
    return City.objects.select_for_update(no_key=True).get(pk=mandate.city_id)


def put_on_file(mandate: Mandate, city: City) -> None:
    """Bring the city in line with a mandate that has just gone on file. The city is locked."""
    if city.membership == City.Membership.INTERESTED and mandate.kind == Mandate.Kind.DECISION:
        City.objects.filter(pk=city.pk).update(membership=City.Membership.COMMITTED)
        data = {"before": City.Membership.INTERESTED, "after": City.Membership.COMMITTED, "mandate": mandate.pk}
        audit.record("become_committed", by=None, obj=city, scope=city, data=data)
    keep_mandate_until(city)


def keep_mandate_until(city: City) -> None:
    """Write the end of the mandate on file into the city, where every page and rule reads it."""
    until = Mandate.objects.on_file().filter(city=city).aggregate(until=Max("ends_on"))["until"]
    City.objects.filter(pk=city.pk).update(mandate_until=until, changed_at=timezone.now())
    city.mandate_until = until


def told(mandate: Mandate) -> dict[str, Any]:
    """Return what the audit chain keeps of a mandate."""
    names = ("kind", "title", "decided_on", "starts_on", "ends_on", "sha256", "is_public")
    return {name: getattr(mandate, name) for name in names}
