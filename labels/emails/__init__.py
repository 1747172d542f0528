"""One function per mail of the label. Each person gets a mail of their own, in their language."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from core.mail import send_named_mail
from labels.models import CaseClock, Condition, Decision, DecisionEntry, Label, LabelApplication, LabelChange, Survey
from labels.queries.cases import outcome_words

SURVEY_MAILS = ("survey_link",)


def send_receipt(application: LabelApplication, people: Iterable[Any]) -> None:
    """Tell the sender and the city's approvers that the application arrived, and what happens next."""
    for person in people:
        _send("label_receipt", person, application, {"scheme_title": application.scheme.title})


def send_decision(
    application: LabelApplication, decision: Decision, label: Label | None, people: Iterable[Any]
) -> None:
    """Tell the city and everybody who acted before what was decided, with the public reasons. The office signs."""
    outcome = outcome_words(decision, application.scheme_id)
    words = {
        "granted": label is not None,
        "outcome": outcome.title,
        "outcome_text": outcome.text,
        "reasons": decision.reasons,
        "conditions": [{"text": row.text, "due_on": row.due_on} for row in decision.conditions.all()],
        "plan": decision.plan,
        "helper": decision.mentor.name if decision.mentor else "",
        "helper_reason": decision.mentor_reason,
        "label_code": label.code if label else "",
        "valid_until": label.valid_until if label else None,
    }
    for person in people:
        _send("label_decision", person, application, words)


def send_admitted(application: LabelApplication, until: dt.date | None, people: Iterable[Any]) -> None:
    """Tell the city and everybody who acted that the application was admitted, and until when the window is open."""
    for person in people:
        _send("label_admitted", person, application, {"until": until})


def send_window_closed(application: LabelApplication, people: Iterable[Any]) -> None:
    """Tell the city and everybody who acted that the public window is closed, and what comes next."""
    for person in people:
        _send("label_window_closed", person, application, {})


def send_proposal_returned(application: LabelApplication, decision: Decision, note: str, people: Iterable[Any]) -> None:
    """Tell whoever proposed or signed that the proposal was sent back, and why."""
    words = {"outcome": decision.get_outcome_display(), "note": note, "application_id": application.pk}
    for person in people:
        _send("label_proposal_returned", person, application, words, key=f"{application.pk}-{decision.pk}")


def send_returned(application: LabelApplication, note: str, due_on: dt.date | None, people: Iterable[Any]) -> None:
    """Tell the city what is missing, and until when it can complete it."""
    for person in people:
        _send("label_returned", person, application, {"note": note, "due_on": due_on})


def send_deadline(clock: CaseClock, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind somebody of a city of a deadline of its application."""
    days = (due - today).days
    words = {"what": clock.deadline.title, "due_on": due, "is_late": days < 0, "days": abs(days)}
    _send("label_deadline", person, clock.application, words, key=f"{clock.pk}-{due}-{offset}")


def send_condition(condition: Condition, people: Iterable[Any], *, answer: str) -> None:
    """Tell people that a condition is met, or, with an answer, what the office says is missing."""
    label = condition.label
    words = {"condition": condition.text, "answer": answer, "label_code": label.code}
    moment = condition.status_changes.count()
    for person in people:
        _send("label_condition", person, label.application, words, key=f"{condition.pk}-{moment}")


def send_condition_due(condition: Condition, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind somebody of a city of a condition that it has not reported about."""
    words = {"condition": condition.text, "due_on": due, "is_late": due < today}
    _send("label_condition_due", person, condition.decision.application, words, key=f"{condition.pk}-{due}-{offset}")


def send_life_date(name: str, label: Label, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind somebody of a city of a date in the life of its label.

    Args:
        name: of the mail, such as "label_midterm_due".
    """
    days = (due - today).days
    words = {"label_code": label.code, "due_on": due, "is_late": days < 0, "days": abs(days)}
    _send(name, person, label.application, words, key=f"{label.pk}-{due}-{offset}")


def send_label_changed(label: Label, entry: DecisionEntry, people: Iterable[Any]) -> None:
    """Tell everybody who acted before what happened to the label, with the public reasons. The office signs."""
    words = {
        "what": entry.get_act_display(),
        "reasons": entry.data.get("reasons", ""),
        "label_code": label.code,
        "status": label.status.label,
        "entry": entry.seq,
    }
    for person in people:
        _send("label_changed", person, label.application, words, key=f"{label.pk}-{entry.seq}")


def send_hearing(change: LabelChange, people: Iterable[Any]) -> None:
    """Tell the city's people that the office proposes to revoke the label, why, and until when they may answer."""
    label = change.label
    words = {"reasons": change.reasons, "label_code": label.code, "until": change.hearing_until}
    for person in people:
        _send("label_hearing", person, label.application, words, key=f"{label.pk}-{change.pk}")


def send_survey_link(survey: Survey, email: str, code: str, *, language: str, mark: str) -> None:
    """Send the link with which a mailbox answers a survey; once a day, whoever asks for it."""
    with translation.override(language):
        path = reverse("voices:survey_answer", args=[survey.token, code])
    send_named_mail(
        "survey_link",
        to=email,
        context={"city": survey.assessment.city.name, "answer_path": path},
        language=language,
        key=f"survey:{mark}:{timezone.localdate():%Y-%m-%d}",
        secrets=[code],
        scope="",
    )


def _send(name: str, person: Any, application: LabelApplication, words: dict[str, Any], *, key: str = "") -> None:
    context = {"person": person, "city_name": application.city.name, "city_slug": application.city.slug}
    send_named_mail(
        name,
        to=person.email,
        context={**context, "reference": application.reference, **words},
        language=person.language,
        key=f"{name}:{key or application.pk}:{person.pk}",
        user=person,
        scope=application.city,
    )
