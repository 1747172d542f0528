"""The mails of the cities app, one function each. Texts: templates/emails/."""

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from cities.models import City, CityRole, Invitation, JoinRequest, JoinStatusChange
from core.mail import send_named_mail


def join_received(join_request: JoinRequest) -> None:
    """Tell the applicant that the request arrived and what happens next."""
    _tell_applicant("join_received", join_request)


def join_questions(join_request: JoinRequest, change: JoinStatusChange) -> None:
    """Tell the applicant what the office wants to know."""
    _tell_applicant("join_questions", join_request, note=change.note)


def join_refused(join_request: JoinRequest, change: JoinStatusChange) -> None:
    """Tell the applicant that the request was refused, and why."""
    _tell_applicant("join_refused", join_request, note=change.note)


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
    send_named_mail("join_accepted", to=person.email, context=context, language=person.language, key=key, user=person)


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
    send_named_mail(
        "invitation", to=invitation.email, context=context, language=language, user=account, secrets=[token]
    )


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
    send_named_mail("handed_over", to=person.email, context=context, language=person.language, user=person)


def role_ended(city_role: CityRole) -> None:
    """Tell a person that their role in a city has ended."""
    person = city_role.user
    context = {"name": str(person), "city": city_role.city.name, "role": city_role.role}
    key = f"role_ended:{city_role.pk}"
    send_named_mail("role_ended", to=person.email, context=context, language=person.language, key=key, user=person)


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
    send_named_mail(name, to=person.email, context=context, language=person.language, key=key, user=person)


def _path(name: str, argument: object, *, language: str) -> str:
    with translation.override(language):
        return reverse(name, args=[argument])
