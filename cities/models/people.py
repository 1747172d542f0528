"""Who acts for a city, who is invited, who is in conflict with it."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models import ConflictDeclaration


class CityRoleQuerySet(models.QuerySet["CityRole"]):
    def current(self) -> "CityRoleQuerySet":
        """Roles that are held now."""
        return self.filter(ended_at=None)

    def approvers(self) -> "CityRoleQuerySet":
        """Approvers who can act: their role and their account are switched on."""
        return self.current().filter(role=CityRole.Role.APPROVER, user__is_active=True)


class CityRole(models.Model):
    """One person's role in one city. Ended roles stay, for the log."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor: writes drafts and reports")
        APPROVER = "approver", _("approver: signs off, submits, invites")

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="roles", verbose_name=_("city"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_rows", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    is_focal_point = models.BooleanField(_("focal point"), default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CityRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "user"], condition=Q(ended_at=None), name="city_role_once"),
            models.CheckConstraint(condition=Q(role__in=["editor", "approver"]), name="city_role_role"),
        ]
        ordering = ("city", "role", "pk")
        verbose_name = _("role in a city")
        verbose_name_plural = _("roles in cities")

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.city}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither used nor revoked; perhaps expired."""
        return self.filter(used_at=None, revoked_at=None)

    def valid(self, *, at: dt.datetime) -> "InvitationQuerySet":
        """Invitations that can be accepted at `at`."""
        return self.open().filter(expires_at__gt=at)


class Invitation(models.Model):
    """A single-use invitation, bound to an address, a city and a role. Only a hash of the token is kept."""

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="invitations", verbose_name=_("city"))
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=CityRole.Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "email"], condition=Q(used_at=None, revoked_at=None), name="invitation_open_once"
            ),
            models.CheckConstraint(condition=Q(role__in=["editor", "approver"]), name="invitation_role"),
        ]
        ordering = ("-created_at",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email} · {self.role}"

    @property
    def is_valid(self) -> bool:
        """Whether it can be accepted now."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class Conflict(ConflictDeclaration):
    """A declared conflict of interest between a person of the office and a city."""

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="conflicts", verbose_name=_("city"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("countersigned by"),
    )
    countersigned_at = models.DateTimeField(_("countersigned"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "city"], condition=Q(withdrawn_at=None), name="conflict_once"),
            models.CheckConstraint(condition=Q(kind__in=["hard", "soft"]), name="conflict_kind"),
            models.CheckConstraint(
                condition=Q(countersigned_by=None, countersigned_at=None)
                | Q(countersigned_at__isnull=False, countersigned_by__isnull=False)
                & ~Q(countersigned_by=models.F("user")),
                name="conflict_countersigned_by_another",
            ),
        ]
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
