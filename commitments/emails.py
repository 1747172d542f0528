"""The mails of the commitments app, one function each. Texts: templates/emails/. The office signs, never a person."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.queries import people_of, published_version
from commitments.rules import may_sign_off
from core.mail import send_named_mail

Submission = CommitmentVersion | ProgressReport


def sign_off_asked(version: CommitmentVersion, *, by: User) -> None:
    """Ask the approvers who wrote none of it to sign off."""
    approvers = people_of(version.commitment.city, approvers_only=True)
    asked = [person for person in approvers if may_sign_off(person, version)]
    _tell("sign_off_asked", asked, version, str(version.revision), sender=str(by))


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
        )


def _paths(obj: Submission, language: str) -> dict[str, str]:
    code = obj.commitment.code
    with translation.override(language):
        if isinstance(obj, ProgressReport):
            desk_path = reverse("desk:report", args=[obj.pk])
        else:
            desk_path = reverse("desk:commitment", args=[code])
        return {"desk_path": desk_path, "public_path": reverse("portal:commitment", args=[code])}
