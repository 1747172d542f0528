"""People: accounts with confirmed addresses, roles in cities, conflicts."""

import itertools
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import User
from cities.models import City, CityRole, Conflict

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"


def make_user(name: str = "Robin Example", *, email: str = "", roles: tuple[str, ...] = (), **fields: Any) -> User:
    """A person with a confirmed address; `roles` are roles of the office."""
    email = email or f"person{next(_numbers)}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=bool(roles), **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def make_role(user: User, city: City, role: str = "editor", **fields: Any) -> CityRole:
    """Give `user` a role in `city`."""
    user.forget("city_roles", "conflict_city_ids")
    return CityRole.objects.create(user=user, city=city, role=role, **fields)


def make_conflict(user: User, city: City, *, kind: str = "hard", reason: str = "Worked there") -> Conflict:
    """A declared conflict of interest."""
    user.forget("conflict_city_ids", "open_soft_city_ids")
    return Conflict.objects.create(user=user, city=city, kind=kind, reason=reason)
