"""What all one-time links for a mayor share: who may get one, how it is sent, confirmed, used once and taken back."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.cleaning import Cleaner, a_line, an_email
from cities.domains import domain_of
from cities.models import City, CityRole
from cities.queries import confirmed_addresses
from cities.rules import acts_for, may_confirm_mayor
from core import audit
from core.tokens import hash_token, new_token
from review.deadlines import days
from review.workflow import NotAllowed, Stale


def clean_mayor(*, city: City, name: str, email: str, writers: Iterable[User | None]) -> dict[str, Any]:
    """Return name, address and `is_official` of a mayor who may sign for `city`.

    Args:
        city: the city.
        name: the mayor's name.
        email: the mayor's official address.
        writers: who asked for the link and who wrote the text: none of their addresses may sign.

    Raises: ValidationError by field name.
    """
    form = Cleaner()
    form.take("name", a_line(150, required=_("Enter the name of the mayor.")), name)
    address = form.take("email", an_email(required=_("Enter the mayor's official e-mail address.")), email)
    if address and address in _own_addresses(writers):
        form.fault("email", _("Whoever wrote the text or asks for the link cannot sign it. Enter the mayor's address."))
    elif address and city.roles.current().filter(user__emailaddress__email__iexact=address).exists():
        form.fault("email", _("This person acts for the city on the portal. They sign off at the desk, signed in."))
    return form.result() | {"is_official": is_official_address(city, address)}


def is_official_address(city: City, email: str) -> bool:
    """Whether an address lies at one of the city's official domains, or below one."""
    domain = domain_of(email)
    return any(domain == known or domain.endswith(f".{known}") for known in city.email_domains)


def send_out(link: Any, **confirmed: Any) -> str:
    """Give a link its token and its time; the caller sends the mail. A link is sent once.

    Returns: the token, which nothing keeps.
    Raises: Stale when it was sent or taken back meanwhile.
    """
    token, now = new_token(), timezone.now()
    until = now + dt.timedelta(days=days("sign_off_link"))
    values = {"token_hash": hash_token(token), "sent_at": now, "expires_at": until, **confirmed}
    if not type(link).objects.open().filter(pk=link.pk, sent_at=None).update(**values):
        raise _over()
    for name, value in values.items():
        setattr(link, name, value)
    return token


def send_again(link: Any, city: City, *, by: User) -> str:
    """Give a link that was sent a new token and a new time; the old one opens nothing from here on.

    Returns: the token, which nothing keeps; the caller sends the mail.
    Raises: NotAllowed; Stale when it was never sent, used or taken back.
    """
    if not acts_for(by, city):
        raise NotAllowed(_("Only people who act for the city send the link again."))
    token, now = new_token(), timezone.now()
    values = {
        "token_hash": hash_token(token),
        "sent_at": now,
        "expires_at": now + dt.timedelta(days=days("sign_off_link")),
    }
    if not type(link).objects.open().filter(pk=link.pk).exclude(sent_at=None).update(**values):
        raise _over()
    for name, value in values.items():
        setattr(link, name, value)
    audit.record("resend_mayor_link", by=by, obj=link, scope=city, data={"name": link.name})
    return token


def confirm_address(link: Any, city: City, *, by: User) -> str:
    """A second approver confirms that an address outside the official domains is the mayor's; return the token.

    Raises: NotAllowed, Stale.
    """
    if not may_confirm_mayor(by, city, link):
        raise NotAllowed(_("A second approver confirms the address, not the person who entered it."))
    token = send_out(link, confirmed_by=by)
    audit.record("confirm_mayor_address", by=by, obj=link, scope=city, data={"name": link.name})
    return token


def take_back(link: Any, city: City, *, by: User) -> None:
    """Take a link back; from now on it opens nothing.

    Raises: NotAllowed; Stale when it was used or taken back already.
    """
    if not acts_for(by, city):
        raise NotAllowed(_("Only people who act for the city take the link back."))
    link.revoked_at = timezone.now()
    if not type(link).objects.open().filter(pk=link.pk).update(revoked_at=link.revoked_at):
        raise _over()
    audit.record("revoke_mayor_link", by=by, obj=link, scope=city, data={"name": link.name})


def use_once(link: Any, *, at: dt.datetime) -> None:
    """Use a link: of many clicks at once exactly one gets through.

    Raises: Stale for all others.
    """
    if not type(link).objects.valid(at=at).filter(pk=link.pk).update(used_at=at):
        raise _over()
    link.used_at = at


def link_obstacle(link: Any, city: City) -> str:
    """Say in words why a link cannot sign any more; empty when nothing stands against it."""
    if link.used_at:
        return _("This link was used already. It works once.")
    if link.revoked_at:
        return _("%(city)s took this link back. Ask the city if you still want to sign.") % {"city": city}
    if link.is_expired:
        return _("The time of this link is over. Ask %(city)s for a new one.") % {"city": city}
    if not CityRole.objects.current().filter(city=city, user=link.asked_by_id).exists():
        return _("The person who sent this link no longer acts for %(city)s. Ask the city for a new one.") % {
            "city": city
        }
    return ""


def refuse_members(city: City, by: User | None) -> None:
    """The link is for the mayor: people of the city sign at the desk.

    Raises: NotAllowed.
    """
    if by is not None and acts_for(by, city):
        raise NotAllowed(_("You act for %(city)s: this link is for the mayor.") % {"city": city})


def open_twice() -> ValidationError:
    """Return the fault for a second link on the same text."""
    return ValidationError({"email": _("A link for this text is open already. Take it back first.")})


def _own_addresses(people: Iterable[User | None]) -> set[str]:
    found: set[str] = set()
    for person in {person for person in people if person}:
        found |= confirmed_addresses(person) | {person.email.lower()}
    return found


def _over() -> Stale:
    return Stale(_("This link was used, taken back or sent already. Reload the page to see where it is."))
