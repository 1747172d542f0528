"""People: one account per e-mail address."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Who worked for a city is in conflict with it for so long after the role ended.
CONFLICT_AFTER_ROLE = dt.timedelta(days=3 * 365 + 1)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; the address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For the shell only: a superuser holds no role of the office by itself."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class Digest(models.TextChoices):
    """How mail that can wait reaches a person."""

    OFF = "off", _("each mail at once")
    DAILY = "daily", _("together, once a day")
    WEEKLY = "weekly", _("together, every Monday")


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en", choices=settings.LANGUAGES)
    digest = models.CharField(_("mail that can wait"), max_length=10, choices=Digest, default=Digest.OFF)
    calendar_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    is_staff = models.BooleanField(_("works for the office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
            models.CheckConstraint(condition=models.Q(digest__in=Digest.values), name="user_digest"),
        ]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def forget(self, *names: str) -> None:
        """Read roles or conflicts again when they are asked for next: `forget("city_roles")` after they changed.

        A method, because `request.user` is a lazy wrapper: popping from its own `__dict__` would change nothing.
        """
        for name in (*names, "_conflict_kinds"):
            self.__dict__.pop(name, None)

    @cached_property
    def role_names(self) -> frozenset[str]:
        """Names of the groups this person is in; read once per request."""
        names: Iterable[str] = self.groups.values_list("name", flat=True)
        return frozenset(names)

    @cached_property
    def city_roles(self) -> dict[int, str]:
        """City id -> "editor" or "approver", for the roles held now; read once per request."""
        return dict(self.role_rows.filter(ended_at=None).values_list("city_id", "role"))

    def conflict_rows_by_city(self) -> models.QuerySet:
        """Return the ids of the cities in hard conflict by declaration, or by a role held now or in the last years."""
        return conflict_rows_by_city(self.pk, timezone.now() - CONFLICT_AFTER_ROLE)

    def _roles_of_late(self) -> models.QuerySet:
        since = timezone.now() - CONFLICT_AFTER_ROLE
        return self.role_rows.filter(models.Q(ended_at=None) | models.Q(ended_at__gt=since)).order_by()

    @cached_property
    def _conflict_kinds(self) -> frozenset[tuple[int, str]]:
        """City id and kind of each conflict that counts: hard ones, soft ones that nobody countersigned. One query."""
        counts = models.Q(kind="hard") | models.Q(kind="soft", countersigned_at=None)
        declared = self.conflict_rows.filter(counts, withdrawn_at=None).order_by()
        hard = models.Value("hard", output_field=models.CharField())
        roles = self._roles_of_late().values_list("city_id", hard)
        return frozenset(roles.union(declared.values_list("city_id", "kind"), all=True))

    @cached_property
    def conflict_city_ids(self) -> frozenset[int]:
        """As `conflict_rows_by_city`; read once per request."""
        return frozenset(city_id for city_id, kind in self._conflict_kinds if kind == "hard")

    @cached_property
    def open_soft_city_ids(self) -> frozenset[int]:
        """Ids of the cities with a soft conflict that nobody has countersigned; read once per request."""
        return frozenset(city_id for city_id, kind in self._conflict_kinds if kind == "soft")


def conflict_rows_by_city(person: Any, since: Any) -> models.QuerySet:
    """Return the ids of the cities with which `person` (a key) is in hard conflict; roles count that ended `since`.

    Both may be `Given` to a prepared query.
    """
    roles = rows_of("role_rows").filter(models.Q(ended_at=None) | models.Q(ended_at__gt=since), user=person)
    declared = rows_of("conflict_rows").filter(user=person, withdrawn_at=None, kind="hard")
    return roles.values_list("city_id", flat=True).union(declared.values_list("city_id", flat=True), all=True)


def rows_of(name: str) -> models.QuerySet:
    """Rows that an app above keeps of people, by the name under which a person has them."""
    return User._meta.get_field(name).related_model._default_manager.order_by()
