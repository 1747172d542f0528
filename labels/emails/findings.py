"""One function per mail about a panel's answers and findings. No mail says what anybody answered."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from core.mail import send_named_mail
from labels.models import CaseClock, LabelApplication


def send_answers_in(application: LabelApplication, people: Iterable[Any]) -> None:
    """Tell the panel that everybody has answered, so that they can talk. Nothing of the answers is in the mail."""
    people = list(people)
    seats = "-".join(str(person.pk) for person in people)
    for person in people:
        _send("panel_answers_in", person, application, {}, key=f"{application.pk}-{seats}")


def send_findings_mails(
    application: LabelApplication, due_on: dt.date | None, city: Iterable[Any], panel: Iterable[Any]
) -> None:
    """Tell the city that draft findings wait for its reply, and the panel that they went out."""
    for name, people in (("label_findings", city), ("panel_findings_sent", panel)):
        for person in people:
            _send(name, person, application, {"due_on": due_on})


def send_replies_mails(
    application: LabelApplication, disputed: bool, due_on: dt.date | None, city: Iterable[Any], panel: Iterable[Any]
) -> None:
    """Tell city and panel that the city replied, and who acts next until when."""
    _send_both("label_replies", application, {"disputed": disputed, "due_on": due_on}, city, panel)


def send_reply_over(application: LabelApplication, city: Iterable[Any], panel: Iterable[Any]) -> None:
    """Tell city and panel that the time to reply is over and the findings stand."""
    _send_both("label_reply_over", application, {}, city, panel)


def send_second_look_mails(application: LabelApplication, city: Iterable[Any], panel: Iterable[Any]) -> None:
    """Tell city and panel that each disputed finding was looked at again."""
    _send_both("label_second_look", application, {}, city, panel)


def send_panel_deadline(clock: CaseClock, person: Any, *, due: dt.date, today: dt.date, offset: int) -> None:
    """Remind somebody of a panel of a deadline of the case."""
    words = {"what": clock.deadline.title, "due_on": due, "is_late": due < today}
    _send("panel_deadline", person, clock.application, words, key=f"{clock.pk}-{due}-{offset}")


def _send_both(
    name: str, application: LabelApplication, words: dict[str, Any], city: Iterable[Any], panel: Iterable[Any]
) -> None:
    for is_panel, people in ((False, city), (True, panel)):
        for person in people:
            _send(name, person, application, {**words, "is_panel": is_panel})


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
