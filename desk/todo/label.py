"""The label: what came back or was found, a concern, and the dates of its life: half time, conditions, renewal."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.rules import is_approver
from core.local import day
from desk.queries import Dashboard
from desk.todo.words import SOON, Row
from labels.queries.terms import LifeDates


def notes(user: Any, data: Dashboard) -> list[Row]:
    """What is incomplete or to be replied to, and until when."""
    if not settings.LABEL_ENABLED:
        return []
    held = [_on_hold(city) for city in data.cities if city.label_on_hold]
    found = [_findings(city) for city in data.cities if city.application_state == "reply"]
    returned = [_returned(city) for city in data.cities if city.application_state == "returned"]
    due = [_condition(city) for city in data.cities if _is_near(city.condition_due_on)]
    life = [note for row in data.life for note in (*_midterm(row), *_renewal(row, data))]
    heard = [_hearing(city) for city in data.cities if city.hearing_until]
    given_back = [_giving_back(city) for city in data.cities if _waits_for_second(user, city)]
    return [
        *heard,
        *given_back,
        *held,
        *found,
        *returned,
        *due,
        *life,
        *(_concern(city) for city in data.cities if city.concern_reference),
    ]


def _is_near(day_due: dt.date | None) -> bool:
    return day_due is not None and day_due <= timezone.localdate() + dt.timedelta(days=SOON)


def _by(due: dt.date) -> str:
    """Until when, or since when it is late."""
    words = _("It was due on %(day)s.") if due < timezone.localdate() else _("Until %(day)s.")
    return words % {"day": day(due)}


def _condition(city: Any) -> Row:
    is_late = city.condition_due_on < timezone.localdate()
    words = (
        _("A condition of the label of %(city)s is late.")
        if is_late
        else _("A condition of the label of %(city)s is to be met soon.")
    )
    return {
        "strong": words % {"city": city.name},
        "url": reverse("desk:label_conditions", args=[city.slug]),
        "link": _("Say how it is met"),
        "after": _by(city.condition_due_on),
    }


def _midterm(row: LifeDates) -> list[Row]:
    """The report at half time from the day it can be written. A label on hold has a note of its own."""
    due = row.midterm_due
    if due is None or not row.may_report or row.label.state == "on_hold":
        return []
    words = _("The report at half time about the label of %(city)s is due.")
    after = _by(due)
    if row.hold_after:
        after += " " + _("Without it the label goes on hold after %(day)s.") % {"day": day(row.hold_after)}
    return [
        {
            "strong": words % {"city": row.label.city.name},
            "url": reverse("desk:label_midterm", args=[row.label.city.slug]),
            "link": _("Write the report"),
            "after": after,
        }
    ]


def _renewal(row: LifeDates, data: Dashboard) -> list[Row]:
    """The renewal from the day it opens until it is sent."""
    slug = row.label.city.slug
    state = next((city.application_state for city in data.cities if city.pk == row.label.city_id), None)
    if not row.may_renew or row.ends is None or state not in (None, "draft"):
        return []
    is_begun = state == "draft"
    words = (
        _("The renewal of the label of %(city)s is not sent yet.")
        if is_begun
        else _("The label of %(city)s can be renewed.")
    )
    return [
        {
            "strong": words % {"city": row.label.city.name},
            "url": reverse("desk:label_apply" if is_begun else "desk:label_renewal", args=[slug]),
            "link": _("Go on with the renewal") if is_begun else _("Begin the renewal"),
            "after": _("The label ends on %(day)s.") % {"day": day(row.ends)},
        }
    ]


def _on_hold(city: Any) -> Row:
    return {
        "strong": _("The label of %(city)s is on hold: the report at half time is missing.") % {"city": city.name},
        "url": reverse("desk:label_midterm", args=[city.slug]),
        "link": _("Write the report"),
        "after": _("The label returns by itself when an approver sends it."),
    }


def _hearing(city: Any) -> Row:
    return {
        "strong": _("The office proposes to revoke the label of %(city)s.") % {"city": city.name},
        "url": reverse("desk:label_hearing", args=[city.slug]),
        "link": _("Read why and answer"),
        "after": _by(city.hearing_until),
    }


def _waits_for_second(user: Any, city: Any) -> bool:
    return city.given_back_by not in (None, user.pk) and is_approver(user, city)


def _giving_back(city: Any) -> Row:
    return {
        "strong": _("An approver asks to give the label of %(city)s back.") % {"city": city.name},
        "url": reverse("desk:label_give_back", args=[city.slug]),
        "link": _("Read why, and confirm it or keep the label"),
        "after": _("Nothing changes before a second person confirms it."),
    }


def _concern(city: Any) -> Row:
    due = city.concern_due_on
    return {
        "strong": _("A concern about the label of %(city)s waits for the city.") % {"city": city.name},
        "url": reverse("desk:concern", args=[city.slug, city.concern_reference]),
        "link": _("Read it and answer"),
        "after": _("Until %(day)s.") % {"day": day(due)} if due else "",
    }


def _returned(city: Any) -> Row:
    due = city.application_due_on
    return {
        "strong": _("The office sent the application of %(city)s for the label back.") % {"city": city.name},
        "url": reverse("desk:label_apply", args=[city.slug]),
        "link": _("Read what is missing and complete it"),
        "after": _("Until %(day)s.") % {"day": day(due)} if due else "",
    }


def _findings(city: Any) -> Row:
    due = city.application_due_on
    return {
        "strong": _("The panel has written draft findings about %(city)s.") % {"city": city.name},
        "url": reverse("desk:findings", args=[city.slug]),
        "link": _("Read and answer"),
        "after": _("Until %(day)s.") % {"day": day(due)} if due else "",
    }
