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

    def valid(self, *, at: Any = None) -> "LabelQuerySet":
        """Labels that count on the day `at` (today unless given), also those that a pending renewal keeps valid."""
        return self.filter(state=Label.State.VALID).lasting(at=at)

    def lasting(self, *, at: Any = None) -> "LabelQuerySet":
        """Labels that have begun and whose time is not over on the day `at`, whatever their state."""
        day = at or timezone.localdate()
        return self.filter(Q(valid_until__gte=day) | Q(carried_by__isnull=False), valid_from__lte=day)

    def begun(self, *, at: Any = None) -> "LabelQuerySet":
        """Labels whose first day has come; a renewed label may wait for the end of the one before."""
        return self.filter(valid_from__lte=at or timezone.localdate())


class LabelStatus(models.TextChoices):
    """What the public reads: the stored state, "expired" once the last day is over, "coming" before the first."""

    VALID = "valid", _("valid")
    COMING = "coming", _("valid from a later day on")
    ON_HOLD = "on_hold", _("on hold")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    WITHDRAWN = "withdrawn", _("given back by the city")


def status_on(state: str, valid_from: dt.date, valid_until: dt.date, day: dt.date, *, is_carried: bool) -> LabelStatus:
    """Return the public status of a label on `day`.

    Args:
        state: as stored.
        valid_from: the first day.
        valid_until: the last day.
        day: on which day.
        is_carried: whether a renewal that was sent in time is pending; then the last day does not end the label.
    """
    if state in (LabelStatus.VALID, LabelStatus.ON_HOLD) and valid_until < day and not is_carried:
        return LabelStatus.EXPIRED
    if state == LabelStatus.VALID and day < valid_from:
        return LabelStatus.COMING
    return LabelStatus(state)


class Label(models.Model):
    """A label that was granted: from when, until when, and whether it is valid."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        ON_HOLD = "on_hold", _("on hold")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")
        WITHDRAWN = "withdrawn", _("given back by the city")
        EXPIRED = "expired", _("expired")

    code = models.CharField(_("number"), max_length=12, unique=True, default=label_code, editable=False)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="labels", verbose_name=_("city"))
    application = models.OneToOneField(LabelApplication, models.PROTECT, related_name="label")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    granted_on = models.DateField(_("granted"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    carried_by = models.ForeignKey(
        LabelApplication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carries",
        verbose_name=_("renewal that keeps it valid"),
    )
    ended_on = models.DateField(_("its time ended"), null=True, blank=True)
    awarding_body = models.CharField(_("awarded by"), max_length=200)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ("-granted_on", "-pk")
        indexes = [models.Index(fields=["city", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["valid", "on_hold", "suspended", "revoked", "withdrawn", "expired"]),
                name="label_state",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("valid_from"), valid_from__gte=models.F("granted_on")),
                name="label_dates",
            ),
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
        """The ids of the people who decided to grant it: who proposed and who signed, before and after an appeal."""
        signed = [row for row in self.application.decisions.all() if row.confirmed_by_id is not None]
        people = {pk for row in signed for pk in (row.proposed_by_id, row.signed_by_id, row.confirmed_by_id)}
        return people - {None}

    @property
    def status(self) -> LabelStatus:
        """What the label is today, as the public reads it."""
        return self.status_at(timezone.localdate())

    @property
    def is_carried(self) -> bool:
        """Whether a renewal that was sent in time is pending."""
        return self.carried_by_id is not None

    def status_at(self, day: dt.date) -> LabelStatus:
        """Return the public status on `day`, as things stand now."""
        return status_on(self.state, self.valid_from, self.valid_until, day, is_carried=self.is_carried)

    @property
    def is_valid(self) -> bool:
        """Whether the city holds the label today."""
        return self.status == LabelStatus.VALID
