"""What a city measures: an indicator of a text, and the values that reports give for it. Never a total or a score."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.version import milestone_key

DIGITS, DECIMALS = 18, 4


class Frequency(models.TextChoices):
    """How often a city says it will report a value."""

    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every three months")
    HALF_YEARLY = "half_yearly", _("every six months")
    YEARLY = "yearly", _("every year")
    TWO_YEARLY = "two_yearly", _("every two years")
    ONCE = "once", _("once, at the end")


class Indicator(models.Model):
    """One thing that is measured. `key` is stable across versions, so that reported values stay attached."""

    version = models.ForeignKey("commitments.CommitmentVersion", models.CASCADE, related_name="indicators")
    key = models.CharField(max_length=12, default=milestone_key, editable=False)
    position = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(_("what is measured"), max_length=300, blank=True)
    unit = models.CharField(_("unit of measure"), max_length=100, blank=True)
    baseline = models.DecimalField(_("value today"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    baseline_on = models.DateField(_("measured on"), null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    target_on = models.DateField(_("target date"), null=True, blank=True)
    source = models.CharField(_("where the figures come from"), max_length=300, blank=True)
    frequency = models.CharField(_("how often it is reported"), max_length=12, choices=Frequency, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="indicator_key_once"),
            models.CheckConstraint(condition=Q(frequency__in=["", *Frequency.values]), name="indicator_frequency"),
        ]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.title


class IndicatorValue(models.Model):
    """What a report says an indicator measured, tied to it by its stable key."""

    report = models.ForeignKey("commitments.ProgressReport", models.CASCADE, related_name="indicator_values")
    indicator_key = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=DECIMALS)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["report", "indicator_key"], name="indicator_value_once")]
        indexes = [models.Index(fields=["indicator_key"], name="indicator_value_key")]
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")

    def __str__(self) -> str:
        return f"{self.indicator_key}: {self.value}"
