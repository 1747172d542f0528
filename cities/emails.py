"""The mails of the cities app, one function each. Texts: templates/emails/."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.rules import ADMINISTRATOR
from cities.models import City, CityRole, Invitation, JoinRequest, JoinStatusChange, Mandate, ReaffirmLink
from cities.queries import in_conflict_with
from core.mail import send_named_mail

CAN_WAIT = frozenset({"mandate_received", "mandate_accepted"})


def join_received(join_request: JoinRequest) -> None:
    """Tell the applicant that the request arrived and what happens next."""
    _tell_applicant("join_received", join_request)


def join_questions(join_request: JoinRequest, change: JoinStatusChange) -> None:
    """Tell the applicant what the office wants to know."""
    _tell_applicant("join_questions", join_request, note=change.note)


def join_refused(join_request: JoinRequest, change: JoinStatusChange) -> None:
    """Tell the applicant that the request was refused, and why."""
    _tell_applicant("join_refused", join_request, note=change.note)


def join_infected(join_request: JoinRequest, *, found: str) -> None:
    """Tell the applicant that a virus was found in the document, and how to send a clean one."""
    _tell_applicant("join_infected", join_request, found=found, file_name=join_request.mandate_file_name)


def join_accepted(join_request: JoinRequest, city: City) -> None:
    """Tell the applicant that the city takes part, and what to do first."""
    person = join_request.applicant
    context = {
        "name": str(person),
        "city": city.name,
        "members_path": _path("desk:members", city.slug, language=person.language),
        "city_path": _path("portal:city", city.slug, language=person.language),
    }
    key = f"join_accepted:{join_request.pk}"
    send_named_mail(
        "join_accepted", to=person.email, context=context, language=person.language, key=key, user=person, scope=city
    )


def invitation(invitation: Invitation, token: str) -> None:
    """Send the link to the invited address; it is the only place where the token stands."""
    account = User.objects.filter(email=invitation.email.lower()).first()
    language = account.language if account else invitation.invited_by.language
    context = {
        "city": invitation.city.name,
        "inviter": str(invitation.invited_by),
        "role": invitation.role,
        "path": _path("desk:invitation", token, language=language),
        "until": invitation.expires_at,
        "email": invitation.email,
    }
    about: dict[str, Any] = {"user": account, "scope": invitation.city}
    send_named_mail("invitation", to=invitation.email, context=context, language=language, secrets=[token], **about)


def handed_over(city_role: CityRole, *, by: User, focal_point: bool, approver: bool) -> None:
    """Tell a person what a colleague handed over to them."""
    person = city_role.user
    context = {
        "name": str(person),
        "city": city_role.city.name,
        "giver": str(by),
        "focal_point": focal_point,
        "approver": approver,
        "path": _path("desk:members", city_role.city.slug, language=person.language),
    }
    about: dict[str, Any] = {"user": person, "scope": city_role.city}
    send_named_mail("handed_over", to=person.email, context=context, language=person.language, **about)


def mandate_received(mandate: Mandate) -> None:
    """Tell the approvers that the mandate arrived and what happens next."""
    _tell_approvers("mandate_received", mandate)


def mandate_accepted(mandate: Mandate) -> None:
    """Tell the approvers that the mandate is on file: the office verified it, or the mayor re-affirmed it."""
    _tell_approvers("mandate_accepted", mandate)


def mandate_refused(mandate: Mandate, note: str) -> None:
    """Tell the approvers that the mandate was not accepted, and why."""
    _tell_approvers("mandate_refused", mandate, note=note)


def mandate_infected(mandate: Mandate, *, found: str) -> None:
    """Tell the approvers that a virus was found in the document of their mandate, and how to hand in a clean one."""
    _tell_approvers("mandate_infected", mandate, found=found, file_name=mandate.file_name)


def mandate_ends(mandate: Mandate) -> None:
    """Ask the approvers in time who follows and who re-affirms."""
    _tell_approvers("mandate_ends", mandate)


def mandate_ended(mandate: Mandate) -> None:
    """Tell the approvers that the mandate has ended and what waits until it is re-affirmed."""
    _tell_approvers("mandate_ended", mandate)


def reaffirm_link(link: ReaffirmLink, token: str) -> None:
    """Send the new mayor the link; it is the only place where the token stands."""
    language = link.asked_by.language
    context = _of_link(link) | {"path": _path("desk:reaffirm", token, language=language), "until": link.expires_at}
    about: dict[str, Any] = {"secrets": [token], "scope": link.mandate.city}
    send_named_mail("reaffirm_link", to=link.email, context=context, language=language, **about)


def reaffirm_receipt(link: ReaffirmLink) -> None:
    """Send the new mayor the receipt: what was re-affirmed, when, and its SHA-256."""
    context = _of_link(link) | {"at": link.used_at, "digest": link.digest}
    key = f"reaffirm_receipt:{link.pk}"
    about: dict[str, Any] = {"key": key, "scope": link.mandate.city}
    send_named_mail("reaffirm_receipt", to=link.email, context=context, language=link.asked_by.language, **about)


def _of_link(link: ReaffirmLink) -> dict[str, Any]:
    mandate = link.mandate
    return {
        "mayor": link.name,
        "asker": str(link.asked_by),
        "city": mandate.city.name,
        "title": mandate.title,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
    }


def approver_lost_office(city: City) -> None:
    """Tell the administrators that nobody can sign off for a city, and that they appoint somebody."""
    people = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).exclude(pk__in=in_conflict_with(city))
    members = city.roles.current().filter(user__is_active=True).select_related("user").order_by("pk")
    names = ", ".join(f"{role.user} ({role.user.email})" for role in members)
    for person in people.order_by("pk"):
        _tell_of_loss("approver_lost_office", person, city, members=names)


def approver_lost_city(city: City) -> None:
    """Tell the people who are left that nobody can sign off, and what to do; the focal point is asked to do it."""
    for role in city.roles.current().filter(user__is_active=True).select_related("user").order_by("pk"):
        _tell_of_loss("approver_lost_city", role.user, city, is_focal_point=role.is_focal_point)


def _tell_of_loss(name: str, person: User, city: City, **more: Any) -> None:
    path = _path("desk:members", city.slug, language=person.language)
    context = {"name": str(person), "city": city.name, "path": path, **more}
    about: dict[str, Any] = {"user": person, "scope": city}
    send_named_mail(name, to=person.email, context=context, language=person.language, **about)


def _tell_approvers(name: str, mandate: Mandate, **more: str) -> None:
    """One mail to each approver about one mandate, never twice; without an approver to everybody of the city."""
    city = mandate.city
    roles = city.roles.approvers()
    if not roles.exists():
        roles = city.roles.current().filter(user__is_active=True)
    for role in roles.select_related("user").order_by("pk"):
        person = role.user
        context = {
            "name": str(person),
            "city": city.name,
            "title": mandate.title,
            "ends_on": mandate.ends_on,
            "path": _path("desk:mandate", city.slug, language=person.language),
            "team_path": _path("desk:hand_over", city.slug, language=person.language),
            **more,
        }
        about: dict[str, Any] = {"key": f"{name}:{mandate.pk}:{person.pk}", "user": person, "scope": city}
        about["can_wait"] = name in CAN_WAIT
        send_named_mail(name, to=person.email, context=context, language=person.language, **about)


def role_ended(city_role: CityRole) -> None:
    """Tell a person that their role in a city has ended."""
    person = city_role.user
    context = {"name": str(person), "city": city_role.city.name, "role": city_role.role}
    key = f"role_ended:{city_role.pk}"
    about: dict[str, Any] = {"user": person, "scope": city_role.city}
    send_named_mail("role_ended", to=person.email, context=context, language=person.language, key=key, **about)


def _tell_applicant(name: str, join_request: JoinRequest, **more: str) -> None:
    person = join_request.applicant
    context = {
        "name": str(person),
        "place": join_request.place_name,
        "path": _path("desk:join_sent", join_request.pk, language=person.language),
        **more,
    }
    # A request may be sent and asked about several times: one mail for each step.
    key = f"{name}:{join_request.pk}:{join_request.status_changes.count()}"
    about: dict[str, Any] = {"user": person, "scope": join_request.find_concerned_cities()}
    send_named_mail(name, to=person.email, context=context, language=person.language, key=key, **about)


def _path(name: str, argument: object, *, language: str) -> str:
    with translation.override(language):
        return reverse(name, args=[argument])
