"""What a city reports about a condition of its decision, and the two people of the office who say that it is met."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.decision import Condition
from review.models import StatusChange


class ConditionStatusChange(StatusChange):
    """One step of a condition."""

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="status_changes")


class ConditionReport(models.Model):
    """How a city says that it meets a condition, with evidence. At most one is open; asked again, another follows."""

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="reports", verbose_name=_("condition"))
    text = models.TextField(_("how it is met, public"), max_length=5000)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    evidence = models.ManyToManyField("commitments.Evidence", blank=True, related_name="+", verbose_name=_("evidence"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    is_met = models.BooleanField(_("confirmed by two"), default=False)
    answer = models.TextField(_("what is missing"), blank=True, max_length=5000)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first confirmed by"),
    )
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second confirmed by"),
    )

    class Meta:
        ordering = ("sent_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["condition"], condition=Q(closed_at=None), name="condition_report_one_open"
            ),
            models.UniqueConstraint(fields=["condition"], condition=Q(is_met=True), name="condition_report_one_met"),
            models.CheckConstraint(
                condition=Q(is_met=False, met_by=None)
                | Q(closed_at__isnull=False, is_met=True, confirmed_by__isnull=False, met_by__isnull=False)
                & ~Q(met_by=F("confirmed_by")),
                name="condition_met_by_two_people",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="condition_report_says_how"),
        ]
        verbose_name = _("report about a condition")
        verbose_name_plural = _("reports about conditions")

    def __str__(self) -> str:
        return f"{self.condition}"
