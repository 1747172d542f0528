"""The mails of the commitments app, one function each. Texts: templates/emails/. The office signs, never a person."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Evidence, LinkCheck, ProgressReport, SignOffLink
from commitments.queries import Due, links_sent_anew, people_of, published_version, who_checks
from commitments.rules import may_sign_off
from commitments.tokens import confirm_token
from core.mail import send_named_mail
from core.reminders import URGENT

Submission = CommitmentVersion | ProgressReport
CAN_WAIT = frozenset({"submission_received", "submission_published", "answer_extended", "commitment_withdrawn"})


def sign_off_asked(version: CommitmentVersion, *, by: User) -> None:
    """Ask the approvers who wrote none of it to sign off."""
    approvers = people_of(version.commitment.city, approvers_only=True)
    asked = [person for person in approvers if may_sign_off(person, version)]
    _tell("sign_off_asked", asked, version, str(version.revision), sender=str(by))


def sign_off_link(link: SignOffLink, token: str) -> None:
    """Send the mayor the link; it is the only place where the token stands."""
    language = link.asked_by.language
    context = _of_link(link) | {"path": _path("desk:sign", token, language), "until": link.expires_at}
    about: dict[str, Any] = {"secrets": [token], "scope": link.version.commitment.city}
    send_named_mail("sign_off_link", to=link.email, context=context, language=language, **about)


def sign_off_stopped(link: SignOffLink) -> None:
    """Tell whoever asked the mayor that the link was taken back, because the mandate has ended, and how to go on."""
    person, city = link.asked_by, link.version.commitment.city
    if person.is_active:
        context = _of_link(link) | {"name": str(person), "ends_on": city.mandate_until}
        context["path"] = _path("desk:mandate", city.slug, person.language)
        key = f"sign_off_stopped:{link.pk}"
        about: dict[str, Any] = {"key": key, "user": person, "scope": city}
        send_named_mail("sign_off_stopped", to=person.email, context=context, language=person.language, **about)


def mayor_address_asked(link: SignOffLink) -> None:
    """Ask the other approvers to confirm an address outside the city's domains."""
    for person in people_of(link.version.commitment.city, approvers_only=True):
        if person.pk != link.asked_by_id:
            path = _path("desk:mayor", link.version.commitment.code, person.language)
            context = _of_link(link) | {"name": str(person), "path": path}
            key = f"mayor_address_asked:{link.pk}:{person.pk}"
            send_named_mail(
                "mayor_address_asked",
                to=person.email,
                context=context,
                language=person.language,
                key=key,
                user=person,
                scope=link.version.commitment.city,
            )


def sign_off_receipt(link: SignOffLink) -> None:
    """Send the receipt to the mayor, to the city's approvers and to whoever asked: reference, date, SHA-256."""
    version = link.version
    details = {"reference": version.reference, "digest": link.digest, "at": link.used_at, "due_on": version.due_on}
    context = _of_link(link) | details
    approvers = people_of(version.commitment.city, approvers_only=True)
    people = {person.pk: person for person in [*approvers, link.asked_by]}
    everybody = [(link.email, link.asked_by.language, None), *((p.email, p.language, p) for p in people.values())]
    for address, language, person in everybody:
        key = f"sign_off_receipt:{link.pk}:{person.pk if person else 'mayor'}"
        about: dict[str, Any] = {"key": key, "user": person, "scope": version.commitment.city}
        send_named_mail("sign_off_receipt", to=address, context=context, language=language, **about)


def _of_link(link: SignOffLink) -> dict[str, Any]:
    commitment = link.version.commitment
    return {
        "mayor": link.name,
        "email": link.email,
        "city": commitment.city.name,
        "code": commitment.code,
        "title": link.version.title,
        "asker": str(link.asked_by),
    }


def _path(name: str, argument: str, language: str) -> str:
    with translation.override(language):
        return reverse(name, args=[argument])


def sent_back(version: CommitmentVersion, *, by: User, note: str) -> None:
    """Tell the writers that an approver sent the text back, and why."""
    writers = {person for person in (version.author, version.editor) if person and person.is_active and person != by}
    _tell("sent_back", sorted(writers, key=lambda person: person.pk), version, sender=str(by), note=note)


def received(obj: Submission, *, by: User) -> None:
    """Send the receipt with the reference and the day of the answer to the sender and the city's approvers."""
    approvers = people_of(obj.commitment.city, approvers_only=True)
    people = [by, *(person for person in approvers if person.pk != by.pk)]
    _tell("submission_received", people, obj, obj.reference, due_on=obj.due_on)


def returned(obj: Submission) -> None:
    """Tell the city's people what to change, and until when."""
    people = people_of(obj.commitment.city)
    _tell("submission_returned", people, obj, obj.reference, note=obj.returned_reasons, answer_by=obj.answer_by)


def question(obj: Submission, *, text: str) -> None:
    """Tell the city's people that the office asks something. The office signs."""
    _tell("office_question", people_of(obj.commitment.city), obj, note=text)


def answered(obj: Submission, *, text: str) -> None:
    """Tell whoever checks it that the city wrote."""
    with_case = {"admin_path": reverse(f"admin:commitments_{obj._meta.model_name}_change", args=[obj.pk])}
    _tell("city_answer", who_checks(obj), obj, note=text, **with_case)


def refused(obj: Submission) -> None:
    """Tell the city's people that two people of the office refused it, and why."""
    people = people_of(obj.commitment.city)
    _tell("submission_refused", people, obj, obj.reference, note=obj.refusal_reasons)


def published(obj: Submission, *, note: str) -> None:
    """Tell the city's people that it is public now."""
    _tell("submission_published", people_of(obj.commitment.city), obj, obj.reference, note=note)


def extended(obj: Submission) -> None:
    """Tell the city's people that they have some more time, once."""
    people = people_of(obj.commitment.city)
    _tell("answer_extended", people, obj, obj.reference, note=obj.returned_reasons, answer_by=obj.answer_by)


def lapsed(obj: Submission) -> None:
    """Tell the city's people that the time to answer is over."""
    _tell("submission_lapsed", people_of(obj.commitment.city), obj, obj.reference)


def withdrawn(commitment: Commitment) -> None:
    """Confirm to the city's people that the commitment is withdrawn."""
    version = published_version(commitment)
    if version:
        _tell("commitment_withdrawn", people_of(commitment.city), version, note=commitment.public_reason)


def on_hold(commitment: Commitment) -> None:
    """Tell the city's people that the public page says a report is due, and how that ends."""
    version = published_version(commitment)
    if version:
        due_on = commitment.next_report_on
        _tell("commitment_on_hold", people_of(commitment.city), version, f"hold:{due_on}", due_on=due_on)


def infected(pieces: Iterable[Evidence], *, found: str) -> None:
    """Tell who uploaded them, and the city's people, that the scanner found a virus and nobody can open the file."""
    for piece in pieces:
        people = {person.pk: person for person in people_of(piece.city)}
        if piece.uploaded_by and piece.uploaded_by.is_active:
            people[piece.uploaded_by.pk] = piece.uploaded_by
        words = {"title": piece.title, "file_name": piece.file_name, "found": found}
        _tell_city("evidence_infected", people.values(), piece.city, f"{piece.pk}:{piece.sha256}:{found}", **words)


def links_dead(city: City, checks: Iterable[LinkCheck], *, mark_on: dt.date) -> None:
    """Warn a city's people that links of theirs do not answer, long before the public reads it."""
    checks = list(checks)
    links = [{"title": check.evidence.title, "url": check.evidence.url} for check in checks]
    _tell_city("links_dead", people_of(city), city, f"{checks[0].pk}:{len(checks)}", links=links, mark_on=mark_on)


def _tell_city(name: str, people: Iterable[User], city: City, once: str, **context: Any) -> None:
    """Send a mail about a city's evidence, once, with the way to it at the desk."""
    for person in people:
        with translation.override(person.language):
            desk_path = reverse("desk:evidence", args=[city.slug]) + "?state=care"
        send_named_mail(
            name,
            to=person.email,
            context={"city": city.name, "name": str(person), "desk_path": desk_path, **context},
            language=person.language,
            key=f"{name}:{once}:{person.pk}",
            user=person,
            scope=city,
        )


def report_due(person: User, due: Due, offset: int, today: dt.date) -> None:
    """Remind of a full report."""
    _remind("report_due", person, due, offset, today, act=("desk:report_new", due.code))


def milestone_due(person: User, due: Due, offset: int, today: dt.date) -> None:
    """Remind of a milestone."""
    _remind("milestone_due", person, due, offset, today, act=("desk:report_new", due.code))


def answer_due(person: User, due: Due, offset: int, today: dt.date) -> None:
    """Remind of what the office sent back."""
    act = ("desk:report", due.report) if due.report else ("desk:commitment", due.code)
    _remind("answer_due", person, due, offset, today, act=act)


def draft_waits(person: User, due: Due, offset: int, today: dt.date) -> None:
    """Say that nobody has touched a draft for a month."""
    _remind("draft_waits", person, due, offset, today, act=("desk:commitment", due.code))


def confirmation_due(person: User, due: Due, offset: int, today: dt.date) -> None:
    """Ask whether all is still right; the link leads to one button. It carries a secret, so it goes at once."""
    number = links_sent_anew(person.pk, due.commitment, due.due_on)
    token = confirm_token(person, due.commitment, due.due_on, number)
    key = f"confirmation_due:{due.commitment}:{due.due_on}:{person.pk}:{number}:{offset}"
    _remind("confirmation_due", person, due, offset, today, act=("desk:confirm_link", token), secrets=[token], key=key)


def _remind(
    name: str, person: User, due: Due, offset: int, today: dt.date, *, act: tuple[str, Any], **more: Any
) -> None:
    days = (due.due_on - today).days
    with translation.override(person.language):
        path = reverse(act[0], args=[act[1]])
    send_named_mail(
        name,
        to=person.email,
        context={
            "name": str(person),
            "city": due.city,
            "code": due.code,
            "title": due.title,
            "detail": due.detail,
            "due_on": due.due_on,
            "is_late": days < 0,
            "days": abs(days),
            "path": path,
        },
        language=person.language,
        user=person,
        can_wait=offset not in URGENT,
        scope=City(pk=due.city_id),
        **more,
    )


def _tell(name: str, people: Iterable[User], obj: Submission, once: str = "", **context: Any) -> None:
    """Send the mail `name` to each of `people` in their language; with `once`, never twice."""
    is_report = isinstance(obj, ProgressReport)
    text = published_version(obj.commitment) if isinstance(obj, ProgressReport) else obj
    values = {
        "city": obj.commitment.city.name,
        "code": obj.commitment.code,
        "title": text.title if text else obj.commitment.code,
        "reference": obj.reference,
        "is_report": is_report,
        "number": text.number if text else 1,
        **context,
    }
    for person in people:
        key = f"{name}:{obj._meta.model_name}:{obj.pk}:{once}:{person.pk}" if once else ""
        send_named_mail(
            name,
            to=person.email,
            context={**values, "name": str(person), **_paths(obj, person.language)},
            language=person.language,
            key=key,
            user=person,
            can_wait=name in CAN_WAIT,
            scope=obj.commitment.city,
        )


def _paths(obj: Submission, language: str) -> dict[str, str]:
    code = obj.commitment.code
    with translation.override(language):
        if isinstance(obj, ProgressReport):
            desk_path = reverse("desk:report", args=[obj.pk])
        else:
            desk_path = reverse("desk:commitment", args=[code])
        return {"desk_path": desk_path, "public_path": reverse("portal:commitment", args=[code])}
