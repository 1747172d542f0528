"""Fetch and check in one step: the first line of every view. Strangers meet `Hidden`, the wrong role `Refused`."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City, CityRole, Invitation, Mandate
from cities.queries import city_for_desk
from cities.rules import is_approver, may_hand_in_mandate, may_manage_members, may_see_members
from commitments.models import (
    IN_FORCE,
    Commitment,
    CommitmentVersion,
    Evidence,
    ProgressReport,
    RhythmEntry,
    SheetImport,
    SignOffLink,
)
from commitments.queries import evidence_at_desk, links_sent_anew, open_version, published_version, report_at_desk
from commitments.rules import may_confirm, may_edit_version, may_submit, may_write
from commitments.tokens import read_confirm_token
from core.access import Hidden, Refused

MOST_DIGITS = 16


def version_to_edit(user: Any, code: str) -> CommitmentVersion:
    """Return the open text of a commitment that `user` may change now.

    Raises: Hidden for strangers; Refused while others have the text.
    """
    version = open_version(user, code)
    if not may_edit_version(user, version):
        raise Refused(_closed(version.state))
    return version


def _closed(state: str) -> str:
    if state == CommitmentVersion.State.SIGN_OFF:
        return _("This text waits for sign-off. Take it back to draft, then change it.")
    return _("The review office has this text now. You can change it again when the office has answered.")


def require_in_force(commitment: Commitment) -> None:
    """Raise Refused unless the commitment is one that reports are written of."""
    if commitment.state not in IN_FORCE:
        raise Refused(_("Only a commitment in force has progress reports."))


def version_to_send(user: Any, code: str) -> CommitmentVersion:
    """Return the open text of a commitment that `user` may sign off and send, sent already or not.

    Raises: Hidden for strangers; Refused for the people who wrote it and for editors.
    """
    version = open_version(user, code)
    if not may_submit(user, version):
        raise Refused(_("An approver who did not write this text signs it off."))
    return version


def version_for_mayor(user: Any, code: str) -> CommitmentVersion:
    """Return the open text of a commitment that the mayor may be asked to sign off.

    Raises: Hidden for strangers; Refused once the text was sent.
    """
    version = open_version(user, code)
    if version.state not in {"draft", "returned", "sign_off"}:
        raise Refused(_closed(version.state))
    return version


def mayor_link_of(user: Any, code: str) -> SignOffLink:
    """Return the open link of a commitment's open text. Raises: Hidden for strangers, and when there is none."""
    version = open_version(user, code)
    link = version.sign_off_links.open().select_related("asked_by").first()
    if link is None:
        raise Hidden
    link.version = version
    return link


def commitment_to_act(user: Any, code: str) -> Commitment:
    """Return a commitment that `user`'s city may amend, report on or withdraw.

    Raises: Hidden when it is not public yet and `user` is a stranger, or when there is none; Refused for strangers.
    """
    commitment = Commitment.objects.select_related("city").filter(code=code.upper()).first()
    if commitment is None:
        raise Hidden
    if not may_write(user, commitment.city):
        if commitment.state == Commitment.State.DRAFT:
            raise Hidden
        raise Refused(_("Only people who act for %(city)s can do this.") % {"city": commitment.city})
    return commitment


@dataclass(frozen=True)
class Confirmation:
    """What a link in a reminder is for; `made` is the public entry once somebody has confirmed."""

    person: User
    commitment: Commitment
    due_on: dt.date
    made: RhythmEntry | None


def confirmation_by_link(token: str) -> Confirmation | None:
    """Return what the link of a reminder confirms, also when that is done; None when the link no longer works.

    It works while the person acts for the city, for 60 days, and until they are sent a new one.
    """
    found = read_confirm_token(token)
    if found is None:
        return None
    person_pk, commitment_pk, due_on, number = found
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    commitment = Commitment.objects.in_force().select_related("city").filter(pk=commitment_pk).first()
    if person is None or commitment is None or not may_confirm(person, commitment):
        return None
    if links_sent_anew(person_pk, commitment_pk, due_on) != number:
        return None
    made = commitment.rhythm.filter(kind=RhythmEntry.Kind.CONFIRMED, due_on=due_on).first()
    if made is None and commitment.next_confirm_on != due_on:
        return None
    return Confirmation(person, commitment, due_on, made)


def report_to_edit(user: Any, pk: int) -> ProgressReport:
    """Return a progress report that `user` may change now.

    Raises: Hidden for strangers; Refused while the office has it, and once it is published.
    """
    report = report_at_desk(user, pk)
    if report.state not in {"draft", "returned"}:
        raise Refused(_("This report was sent, so it can no longer be changed here."))
    return report


@dataclass(frozen=True)
class Listing:
    """A piece of evidence on the list of a draft or of a report. `owner` names which, as the actions ask for it."""

    evidence: Evidence
    owner: dict[str, Any]
    milestones: list[Any]
    milestone_key: str


def listed_evidence(user: Any, code: str, public_id: UUID, *, of_report: bool) -> Listing:
    """Return a piece of evidence that a draft (or draft report) of the commitment lists.

    Raises: Hidden for strangers, and when it is not on that list; Refused while others have the text.
    """
    evidence = evidence_at_desk(user, public_id)
    owner = _report_of(user, code) if of_report else {"version": version_to_edit(user, code)}
    listed_by = next(iter(owner.values()))
    row = listed_by.evidence_rows.filter(evidence=evidence).first()
    if row is None:
        raise Hidden
    text = published_version(listed_by.commitment) if of_report else listed_by
    return Listing(evidence, owner, list(text.milestones.all()) if text else [], row.milestone_key)


def _report_of(user: Any, code: str) -> dict[str, Any]:
    report = ProgressReport.objects.open().filter(commitment__code=code.upper()).first()
    if report is None:
        raise Hidden
    return {"report": report_to_edit(user, report.pk)}


@dataclass(frozen=True)
class Target:
    """A draft or report that may list more evidence. `owner` names it as the actions ask for it."""

    owner: dict[str, Any]
    milestones: list[Any]
    words: str


def target_of(user: Any, city: City, to: str) -> Target:
    """Return the draft that `to` names, a code or "report-" and a number, with its milestones.

    Raises: Hidden for strangers, and for a text of another city; Refused while others have the text.
    """
    number = to.removeprefix("report-")
    if to != number and number.isdecimal() and len(number) < MOST_DIGITS:
        report = report_to_edit(user, int(number))
        text, owner = published_version(report.commitment), {"report": report}
    else:
        text = version_to_edit(user, to)
        report, owner = text, {"version": text}
    if report.commitment.city_id != city.pk:
        raise Hidden
    title = text.title if text else report.commitment.code
    words = _("For your report on “%(title)s”") if "report" in owner else _("For the commitment “%(title)s”")
    return Target(owner, list(text.milestones.all()) if text else [], words % {"title": title})


def city_to_write(user: Any, slug: str) -> City:
    """Return a city that `user` writes for. Raises: Hidden for everybody else."""
    city = City.objects.filter(slug=slug).first()
    if city is None or not may_write(user, city):
        raise Hidden
    return city


def kept_sheet(user: Any, slug: str, pk: UUID) -> SheetImport:
    """Return a spreadsheet that `user` uploaded for a city they write for, with what was done with it.

    Raises: Hidden for everybody else, colleagues included.
    """
    rows = SheetImport.objects.select_related("city").prefetch_related("outcomes")
    kept = rows.filter(pk=pk, city__slug=slug, by=user).first()
    if kept is None or not may_write(user, kept.city):
        raise Hidden
    return kept


def city_of_members(user: Any, slug: str) -> City:
    """Return a city whose team `user` may see: the team itself, deciders without conflict, administrators.

    Raises: Hidden for everybody else.
    """
    city = City.objects.filter(slug=slug).first()
    if city is None or not may_see_members(user, city):
        raise Hidden
    return city


def city_of_log(user: Any, slug: str) -> City:
    """Return a city whose log `user` may read. Raises: Hidden for strangers, Refused for editors."""
    city = city_to_write(user, slug)
    if not is_approver(user, city):
        raise Refused(_("Approvers of the city read its log."))
    return city


def city_to_manage(user: Any, slug: str) -> City:
    """Return a city whose team `user` may change. Raises: Hidden for strangers, Refused for editors."""
    city = city_for_desk(user, slug)
    _refuse_unless_manager(user, city)
    return city


def city_to_hand_over(user: Any, slug: str) -> City:
    """Return a city in which `user` is approver. Raises: Hidden for strangers, Refused for everybody else."""
    city = city_for_desk(user, slug)
    if not is_approver(user, city):
        raise Refused(_("Approvers of %(city)s hand over their own posts.") % {"city": city})
    return city


def city_to_mandate(user: Any, slug: str) -> City:
    """Return a city whose mandate `user` hands in. Raises: Hidden for strangers, Refused for editors."""
    city = city_to_write(user, slug)
    if not may_hand_in_mandate(user, city):
        raise Refused(_("Approvers of %(city)s hand in its mandate.") % {"city": city})
    return city


def mandate_of_city(user: Any, pk: int) -> Mandate:
    """Return a mandate of a city that `user` is approver of. Raises: Hidden for strangers, Refused for editors."""
    mandate = Mandate.objects.select_related("city").filter(pk=pk).first()
    if mandate is None:
        raise Hidden
    mandate.city = city_to_mandate(user, mandate.city.slug)
    return mandate


def role_to_manage(user: Any, pk: int) -> CityRole:
    """Return a role held now that `user` may change. Raises: Hidden for strangers, Refused for editors."""
    held = CityRole.objects.current().select_related("city", "user").filter(pk=pk).first()
    if held is None or not may_see_members(user, held.city):
        raise Hidden
    _refuse_unless_manager(user, held.city)
    return held


def invitation_to_manage(user: Any, pk: int) -> Invitation:
    """Return an invitation that `user` may send again or take back.

    Raises: Hidden for strangers, Refused for editors.
    """
    invitation = Invitation.objects.select_related("city").filter(pk=pk).first()
    if invitation is None or not may_see_members(user, invitation.city):
        raise Hidden
    _refuse_unless_manager(user, invitation.city)
    return invitation


def _refuse_unless_manager(user: Any, city: City) -> None:
    if not may_manage_members(user, city):
        raise Refused(_("Approvers of %(city)s invite people and change roles.") % {"city": city})
