"""Links that let a mayor without an account sign once. What is signed is named by the tables that inherit from it."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MayorLinkQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Neither used nor taken back; perhaps expired, perhaps not sent yet."""
        return self.filter(used_at=None, revoked_at=None)

    def valid(self, *, at: dt.datetime) -> Self:
        """Links that can sign at `at`."""
        return self.open().filter(expires_at__gt=at)


class MayorLink(models.Model):
    """A single-use link for one person outside the portal, bound to one text. Only a hash of its token is kept.

    An address outside the city's official domains waits until a second approver has confirmed it; only then the link
    is made and sent.
    """

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("official e-mail address"))
    is_official = models.BooleanField(_("address at an official domain of the city"), default=False)
    digest = models.CharField(_("SHA-256 of the text to sign"), max_length=64)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("address confirmed by"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = MayorLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash=None) | Q(is_official=True) | Q(confirmed_by__isnull=False),
                name="%(class)s_address_checked",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="%(class)s_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.email}"

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether a second approver still has to confirm the address."""
        return self.sent_at is None and self.revoked_at is None
