"""Who wants to hear by e-mail when something changes: a search, or one city, commitment or theme."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_ALERTS = 20
MOST_ASKED_A_DAY = 5
QUERY_LENGTH = 500


class AlertQuerySet(models.QuerySet["Alert"]):
    def confirmed(self) -> "AlertQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def due(self, *, today: dt.date, seq: int) -> "AlertQuerySet":
        """Confirmed alerts whose turn it is on a day, and that do not know the record up to event `seq` yet.

        Daily ones each day, weekly ones from Monday on, so that a Monday without a run is made up for.
        """
        monday = today - dt.timedelta(days=today.weekday())
        turn = Q(often=Alert.Often.IMMEDIATE)
        turn |= Q(often=Alert.Often.DAILY, told_on__lt=today) | Q(often=Alert.Often.WEEKLY, told_on__lt=monday)
        return self.confirmed().filter(turn, told_seq__lt=seq)


class Alert(models.Model):
    """One address that follows one search. Nothing else is kept of the person; stopping deletes the row.

    `told_seq` is the last event of the audit chain that the person heard of, or that did not concern them. The chain
    is written one event after the other, so nothing that is committed later has a smaller number: no change is lost.
    """

    class Subject(models.TextChoices):
        COMMITMENTS = "commitments", _("commitments")
        CITIES = "cities", _("cities")

    class Often(models.TextChoices):
        IMMEDIATE = "immediate", _("soon after each change")
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week, on Monday")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(_("what is followed"), max_length=11, choices=Subject)
    query = models.CharField(_("filters"), max_length=QUERY_LENGTH, blank=True)
    often = models.CharField(_("how often"), max_length=9, choices=Often, default=Often.WEEKLY)
    language = models.CharField(_("language"), max_length=10, default="en")
    email = models.EmailField(_("e-mail address"))
    email_hash = models.CharField(max_length=64, editable=False)
    requested_on = models.DateField(_("asked for on"), default=timezone.localdate)
    slot = models.PositiveSmallIntegerField(default=1, editable=False)
    submit_key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("the link ends"), editable=False)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_seq = models.PositiveBigIntegerField(default=0, editable=False)
    told_on = models.DateField(_("last looked for changes"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["email_hash"], name="alert_of_address"),
            models.Index(fields=["often", "told_on"], condition=Q(confirmed_at__isnull=False), name="alert_turn"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=["commitments", "cities"]), name="alert_subject"),
            models.CheckConstraint(condition=Q(often__in=["immediate", "daily", "weekly"]), name="alert_often"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=MOST_ASKED_A_DAY), name="alert_slot"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(told_on__isnull=False), name="alert_confirmed_has_day"
            ),
            models.UniqueConstraint(fields=["email_hash", "requested_on", "slot"], name="alert_few_a_day"),
            models.UniqueConstraint(
                fields=["email_hash", "subject", "query"],
                condition=Q(confirmed_at__isnull=False),
                name="alert_once_per_address",
            ),
        ]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")

    def __str__(self) -> str:
        return f"{self.subject}?{self.query}"
