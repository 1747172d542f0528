"""The label itself: from when, until when, and whether it is valid."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from labels.models.application import LabelApplication


def label_code() -> str:
    """Return a fresh public code such as HRL-7K2Q9D."""
    return new_code("HRL")


class LabelQuerySet(models.QuerySet["Label"]):
    def public(self) -> "LabelQuerySet":
        """Labels of cities that everybody may see."""
        return self.filter(city__is_public=True)

    def valid(self, *, at: dt.date | None = None) -> "LabelQuerySet":
        """Labels that count on the day `at` (today unless given)."""
        day = at or timezone.localdate()
        return self.filter(state=Label.State.VALID, valid_until__gte=day)


class LabelStatus(models.TextChoices):
    """What the public reads: the stored state, or "expired" once the last day is over."""

    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    WITHDRAWN = "withdrawn", _("given back by the city")


def status_on(state: str, valid_until: dt.date, day: dt.date) -> LabelStatus:
    """Return the public status of a label on `day`."""
    if state == LabelStatus.VALID and valid_until < day:
        return LabelStatus.EXPIRED
    return LabelStatus(state)


class Label(models.Model):
    """A label that was granted: from when, until when, and whether it is valid."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")
        WITHDRAWN = "withdrawn", _("given back by the city")
        EXPIRED = "expired", _("expired")

    code = models.CharField(_("number"), max_length=12, unique=True, default=label_code, editable=False)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="labels", verbose_name=_("city"))
    application = models.OneToOneField(LabelApplication, models.PROTECT, related_name="label")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    granted_on = models.DateField(_("granted"))
    valid_until = models.DateField(_("valid until"))
    awarding_body = models.CharField(_("awarded by"), max_length=200)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ("-granted_on", "-pk")
        indexes = [models.Index(fields=["city", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["valid", "suspended", "revoked", "withdrawn", "expired"]), name="label_state"
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("granted_on")), name="label_dates"),
        ]
        verbose_name = _("label")
        verbose_name_plural = _("labels")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("portal:label", args=[self.code])

    @property
    def audit_scope(self) -> object:
        return self.city

    @property
    def open_change(self) -> Any:
        """The change (`LabelChange`) that waits for its second person."""
        return next((row for row in self.changes.all() if row.closed_at is None), None)

    @property
    def granted_by(self) -> set[int]:
        """The ids of the two people who decided to grant it."""
        final = self.application.final_decision
        return {final.proposed_by_id, final.confirmed_by_id} if final else set()

    @property
    def status(self) -> LabelStatus:
        """What the label is today, as the public reads it."""
        return status_on(self.state, self.valid_until, timezone.localdate())

    @property
    def is_valid(self) -> bool:
        """Whether the city holds the label today."""
        return self.status == LabelStatus.VALID
