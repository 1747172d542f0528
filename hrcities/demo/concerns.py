"""Invented concerns about the labels of invented cities, and an appeal, by the same actions that people use."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from cities.models import City
from hrcities.demo.story import People
from labels.actions import (
    accept_concern,
    agree_plan,
    answer_concern,
    confirm_filed,
    file_concern,
    lodge_appeal,
    name_judges,
    not_accept_concern,
    propose_plan,
    report_on_plan,
    solve_concern,
    vote_on_appeal,
)
from labels.models import Concern, Label

Row = dict[str, Any]


def raise_concerns(rows: list[Row], people: People) -> None:
    """Let somebody invented raise each concern of the story, and play it up to the point that the story names.

    Args:
        rows: of the story; each names a city that holds the label.
        people: the office's people by key.
    """
    for row in rows:
        concern = _file(row)
        if "not_accepted" in row:
            not_accept_concern(obj=concern, by=people["reviewer"], note=row["not_accepted"])
            _appeal(row["appeal"], _again(concern), people)
        else:
            accept_concern(obj=concern, by=people["reviewer"], note=row["accepted"])
        if "answer" in row:
            said = {"text": row["answer"], "language": "en"}
            answer_concern(concern=_again(concern), by=_of_city(row, "approver"), **said)
        if "plan" in row:
            _plan(row, concern, people)
        if "solved" in row:
            solve_concern(obj=_again(concern), by=people["decider4"], note=row["solved"])


def _file(row: Row) -> Concern:
    city = City.objects.get(name=row["city"], origin=City.Origin.SAMPLE)
    label = Label.objects.select_related("city", "application__scheme").get(city=city)
    criterion = label.application.scheme.criteria.get(code=row["criterion"])
    token = file_concern(
        by=AnonymousUser(),
        label=label,
        filer=row["filer"],
        organisation=row["organisation"],
        about=f"criterion-{criterion.pk}",
        text=row["text"],
        language="en",
        proof="link",
        url=row["url"],
        email=row["email"],
        mail_language="en",
        key=uuid.uuid4(),
    )
    if not token:
        raise ValueError(f"The story uses an address that may not raise a concern: {row['email']}")
    return confirm_filed(token=token)


def _plan(row: Row, concern: Concern, people: People) -> None:
    day = timezone.localdate() + dt.timedelta(days=row["plan"]["in_days"])
    steps = f"{day} {row['plan']['step']}"
    propose_plan(obj=_again(concern), by=people["reviewer"], note=row["plan"]["text"], steps=steps)
    agree_plan(concern=_again(concern), by=_of_city(row, "approver"), plan=concern.plans.get().pk)
    said = {"text": row["plan"]["report"], "language": "en"}
    report_on_plan(concern=_again(concern), by=_of_city(row, "editor"), **said)


def _appeal(row: Row, concern: Concern, people: People) -> None:
    """The author appeals, an administrator names three, two of them vote alike."""
    judges = {email: User.objects.get(email=email) for email in row["judges"]}
    appeal = lodge_appeal(thing=concern, by=None, text=row["text"], language="en")
    name_judges(obj=appeal, by=people["administrator"], people=[person.pk for person in judges.values()])
    for said in row["votes"]:
        appeal.refresh_from_db()
        vote_on_appeal(appeal=appeal, by=judges[said["by"]], vote=said["vote"], reasons=said["reasons"])


def _of_city(row: Row, role: str) -> User:
    """The invented city's own editor or approver."""
    return User.objects.get(role_rows__city__name=row["city"], role_rows__role=role)


def _again(concern: Concern) -> Concern:
    return Concern.objects.select_related("label__city", "label__application", "deadline").get(pk=concern.pk)
