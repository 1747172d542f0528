"""The clocks of one case: which deadline runs since when, when it stood still, and when it is due."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from labels.models.application import LabelApplication
from labels.models.stages import StageDeadline


class CaseClock(models.Model):
    """One deadline of one application. `due_on` is kept by the actions; it is empty while the clock stands still."""

    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="clocks")
    deadline = models.ForeignKey(StageDeadline, models.PROTECT, related_name="+", verbose_name=_("deadline"))
    started_on = models.DateField(_("began"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    extended_on = models.DateField(_("extended"), null=True, blank=True)
    extension_reason = models.TextField(_("why more time"), blank=True, max_length=2000)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = [models.Index(fields=["due_on"], condition=Q(ended_on=None), name="case_clock_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "deadline"], condition=Q(ended_on=None), name="case_clock_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="case_clock_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None) | ~Q(extension_reason=""), name="case_clock_extended_with_reason"
            ),
        ]
        verbose_name = _("clock of a case")
        verbose_name_plural = _("clocks of a case")

    def __str__(self) -> str:
        return str(self.deadline)

    @property
    def who(self) -> str:
        """Who keeps this deadline: one of `Side`."""
        return self.deadline.who or self.deadline.stage.who


class ClockStop(models.Model):
    """From when to when one clock stood still."""

    clock = models.ForeignKey(CaseClock, models.CASCADE, related_name="stops")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("from_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until_on=None), name="clock_stop_one_open"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="clock_stop_ends_later"
            ),
        ]
        verbose_name = _("stop of a clock")
        verbose_name_plural = _("stops of a clock")

    def __str__(self) -> str:
        return f"{self.from_on}"
