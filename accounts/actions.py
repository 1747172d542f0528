"""Writes on accounts: roles of the office, active or not; what people set for themselves; digests."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts import emails
from accounts.models import User
from accounts.queries import digest_period
from accounts.rules import OFFICE_ROLES, is_administrator
from core import audit
from core.access import Refused
from core.models import Notice, OutboxMail
from core.tokens import hash_token, new_token

_after_switch: list[Callable[..., Any]] = []


@transaction.atomic
def set_office_roles(*, user: User, roles: set[str], by: User | None) -> None:
    """Give `user` exactly these roles of the office.

    Args:
        user: the account.
        roles: any of reviewer, decider, administrator; empty takes all away.
        by: the administrator who acts, or None for a set-up command.

    Raises: Refused when `by` is not an administrator or acts on their own account.
    """
    _guard(user, by)
    unknown = roles - OFFICE_ROLES
    if unknown:
        raise ValueError(f"Unknown roles: {sorted(unknown)}")
    before = sorted(user.groups.filter(name__in=OFFICE_ROLES).values_list("name", flat=True))
    kept = list(user.groups.exclude(name__in=OFFICE_ROLES))
    user.groups.set([*kept, *(Group.objects.get_or_create(name=name)[0] for name in sorted(roles))])
    user.is_staff = bool(roles)
    user.save(update_fields=["is_staff"])
    user.forget("role_names")
    audit.record("set_office_roles", by=by, obj=user, data={"before": before, "after": sorted(roles)})


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> None:
    """Switch an account on or off; its roles and history stay.

    Raises: Refused when `by` is not an administrator or acts on their own account.
    """
    _guard(user, by)
    User.objects.filter(pk=user.pk).update(is_active=active)
    audit.record("activate" if active else "deactivate", by=by, obj=user)
    for follow in _after_switch:
        follow(by=by)


def register_after_switch(follow: Callable[..., Any]) -> None:
    """Say what follows when an account is switched on or off, called with `by=`; called from an app's `ready`."""
    _after_switch.append(follow)


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Take all second factors from an account, for a person who lost the telephone; they set up a new one.

    Raises: Refused when `by` is not an administrator or acts on their own account.
    """
    _guard(user, by)
    taken, _kinds = Authenticator.objects.filter(user=user).delete()
    audit.record("reset_second_factor", by=by, obj=user, data={"taken": taken})


@transaction.atomic
def save_settings(*, user: User, language: str, digest: str, by: User) -> User:
    """Save how a person wants to be written to: language, and whether mail that can wait comes together.

    Args:
        user: the account.
        language: a language of the portal.
        digest: one of `Digest`.
        by: the person; nobody sets this for somebody else.

    Returns: the account.
    Raises: Refused for everybody else; ValidationError for an unknown language or choice.
    """
    _own(user, by)
    user.language, user.digest = language, digest
    user.clean_fields(exclude={field.name for field in User._meta.fields} - {"language", "digest"})
    user.save(update_fields=["language", "digest"])
    return user


@transaction.atomic
def renew_calendar(*, user: User, by: User) -> str:
    """Make a new private address of the person's calendar; the one before stops working.

    Args:
        user: the account.
        by: the person.

    Returns: the token of the address. Only its hash is stored, so it is shown once.
    Raises: Refused for everybody else.
    """
    _own(user, by)
    token = new_token()
    user.calendar_hash = hash_token(token)
    user.save(update_fields=["calendar_hash"])
    audit.record("renew_calendar", by=by, obj=user)
    return token


@transaction.atomic
def stop_calendar(*, user: User, by: User) -> None:
    """Switch the person's calendar off; its address stops working.

    Raises: Refused for everybody else.
    """
    _own(user, by)
    user.calendar_hash = None
    user.save(update_fields=["calendar_hash"])
    audit.record("stop_calendar", by=by, obj=user)


def send_digests(*, at: dt.datetime | None = None) -> int:
    """Send what waits for a digest and is due: daily ones each day, weekly ones from Monday on. Safe to run twice.

    Each person is a transaction of their own: the mail is queued and its notices are marked, or neither.

    Args:
        at: the moment to judge by; now if not given.

    Returns: how many digests were queued.
    """
    at = at or timezone.now()
    people = User.objects.filter(pk__in=Notice.objects.filter(sent_at=None).values("person"), is_active=True)
    return sum(_send_digest(person, at) for person in people.iterator(chunk_size=500))


@transaction.atomic
def _send_digest(person: User, at: dt.datetime) -> bool:
    key, until = digest_period(person, at)
    waiting = Notice.objects.select_for_update(of=("self",)).filter(person=person, sent_at=None, created_at__lt=until)
    # Locked first: a second run waits here, then finds nothing.
    notices = list(waiting)
    if not notices or OutboxMail.objects.filter(key=key).exists():
        return False
    emails.digest(person, notices, key=key)
    mail = OutboxMail.objects.filter(key=key).first()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(sent_at=at, digest=mail)
    return True


def _own(user: User, by: User) -> None:
    if by.pk != user.pk:
        raise Refused("People change their own settings only.")


def _guard(user: User, by: User | None) -> None:
    if by is None:
        return
    if not is_administrator(by):
        raise Refused("Only administrators change accounts.")
    if by.pk == user.pk:
        raise Refused("Nobody changes their own roles. Ask another administrator.")
