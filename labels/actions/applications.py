"""What a city does: start, write, send and take back its application."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from core import audit
from core.access import Refused
from core.codes import new_code
from core.text import clean_text
from labels.actions.admissibility import close_admissibility
from labels.actions.assessments import freeze_assessment
from labels.actions.clocks import end_clocks, resume_clocks, start_clock
from labels.actions.locking import lock, refuse_if_off
from labels.actions.meanwhile import SavedMeanwhile
from labels.actions.renewal import carry, let_go
from labels.emails import send_receipt
from labels.models import LabelApplication
from labels.queries import OPEN_STATES, WRITTEN_STATES, city_people, current_scheme
from labels.rules import may_prepare, may_submit
from labels.workflow import APPLICATION
from review.workflow import NotAllowed, Stale

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,6})?", re.ASCII)
STATEMENT_LENGTH = 10_000

_after_withdrawal: list[Callable[..., Any]] = []


def register_after_taking_back(follow: Callable[..., Any]) -> None:
    """Say what ends with an application, called with `application=` in its transaction; from an app's `ready`."""
    _after_withdrawal.append(follow)


class StaleEdit(SavedMeanwhile):
    """Someone else saved the application first."""


@transaction.atomic
def start_application(*, city: City, by: Any) -> LabelApplication:
    """Begin a draft under the rules in force; a second click returns the application that is open already.

    Args:
        city: the city that applies.
        by: an editor or approver of it.

    Returns: the open application.
    Raises: NotAllowed; Refused when the label is switched off or no rules are in force.
    """
    refuse_if_off()
    # Locked: nobody edits the rules, or brings others into force, while an application comes under them. PostgreSQL
    # checks the foreign key at the end only, so the lock must be taken here and before the audit chain's.
    scheme = current_scheme(lock=True)
    if scheme is None:
        raise Refused(_("No rules for the label are in force yet."))
    draft = LabelApplication(city=city, scheme=scheme, author=by)
    if not may_prepare(by, draft):
        raise NotAllowed(_("Only people who act for the city can apply for the label."))
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return LabelApplication.objects.select_related("city", "scheme").get(city=city, state__in=OPEN_STATES)
    audit.record("start", by=by, obj=draft, scope=city, data={"scheme": scheme.code})
    return draft


@transaction.atomic
def save_application(
    *, application: LabelApplication, by: Any, revision: int, statement: str, language: str, looks_back: str = ""
) -> LabelApplication:
    """Save the draft's text, unless someone else saved it since `revision` was read.

    Args:
        application: a draft, or one that came back incomplete.
        by: an editor or approver of its city.
        revision: the revision that the form was opened with.
        statement: why the city applies, up to 10,000 characters.
        language: the language of that text, such as "de".
        looks_back: for a renewal: what changed since the label was granted, up to 10,000 characters.

    Returns: the application with its new revision.
    Raises: NotAllowed; Refused when the label is off; ValidationError; StaleEdit; Stale when it is no draft.
    """
    refuse_if_off()
    if not may_prepare(by, application):
        raise NotAllowed(_("Only people who act for the city can write its application."))
    values = {"statement": _statement(statement), "language": _language(language)}
    if application.kind == LabelApplication.Kind.RENEWAL:
        values["looks_back"] = _statement(looks_back, "looks_back")
    rows = LabelApplication.objects.filter(pk=application.pk, state__in=WRITTEN_STATES)
    if not rows.filter(revision=revision).update(**values, revision=F("revision") + 1, updated_at=timezone.now()):
        current = LabelApplication.objects.select_related("city", "scheme").get(pk=application.pk)
        if current.state in WRITTEN_STATES:
            raise StaleEdit(current)
        raise Stale(_("The application was sent or taken back, so its text can no longer be changed."))
    application.refresh_from_db()
    return application


def _statement(value: str, name: str = "statement") -> str:
    value = clean_text(value)
    if len(value) > STATEMENT_LENGTH:
        raise ValidationError({name: _("Shorten the text to 10,000 characters.")})
    return value


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        raise ValidationError({"language": _("Choose the language of the text.")})
    return value


@transaction.atomic
def submit_application(*, application: LabelApplication, by: Any, key: UUID) -> LabelApplication:
    """Send the application. A double click or a retry with the same key makes one submission and one mail.

    Args:
        application: a draft, or one that came back incomplete, with nothing missing.
        by: an approver of its city.
        key: made with the form, the same for every try of one submission.

    Returns: the application with its reference, such as HRL-A-7K2Q9D.
    Raises: NotAllowed; Refused when the label is off; NotReady with what is missing; Stale.
    """
    refuse_if_off()
    lock(application)
    if application.submit_key == key and may_submit(by, application):
        return application
    also: dict[str, Any] = {"submit_key": key}
    if not application.reference:
        also |= {"reference": _new_reference(), "submitted_at": timezone.now()}
    APPLICATION.apply(application, "submit", by=by, also=also)
    freeze_assessment(application, by)
    carry(application)
    start_clock(application, "admissibility", "check")
    resume_clocks(application, "city")
    end_clocks(application, "admissibility.completion")
    if application.kind == LabelApplication.Kind.RENEWAL:
        start_clock(application, "renewal", "decide")
    people = {person.pk: person for person in city_people(application.city, role="approver")}
    send_receipt(application, [by, *(person for pk, person in people.items() if pk != by.pk)])
    return application


def _new_reference() -> str:
    reference = new_code("HRL-A")
    while LabelApplication.objects.filter(reference=reference).exists():
        reference = new_code("HRL-A")
    return reference


@transaction.atomic
def withdraw_application(*, application: LabelApplication, by: Any, note: str = "") -> LabelApplication:
    """Take the application back; a proposal that waits for somebody is closed with it.

    A city may do this at any time before the decision, also while the label is switched off.

    Args:
        application: a draft, or one that is not decided yet.
        by: an approver of its city.
        note: why, if the city wants to say so.

    Raises: NotAllowed; Stale when it was decided already.
    """
    lock(application)
    APPLICATION.apply(application, "withdraw", by=by, note=clean_text(note))
    application.decisions.filter(closed_at=None).update(closed_at=timezone.now())
    close_admissibility(application)
    end_clocks(application)
    for follow in _after_withdrawal:
        follow(application=application)
    let_go(application)
    return application
