"""What the city says about a concern: its answers, and its reports on the steps of a plan with support."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.concern import Concern, SupportPlan
from labels.models.concern_limits import ANSWER_LENGTH
from review.models.checking import person


class ConcernAnswer(models.Model):
    """What the city says of a concern; once more when an appeal opened it again. Public, and it stays as it is."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="answers")
    text = models.TextField(_("answer of the city"), max_length=ANSWER_LENGTH)
    language = models.CharField(_("language"), max_length=10)
    written_by = person(_("written by"), may_be_nobody=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ("written_at", "pk")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="concern_answer_has_text")]
        verbose_name = _("answer to a concern")
        verbose_name_plural = _("answers to concerns")

    def __str__(self) -> str:
        return f"{self.concern} {self.written_at:%Y-%m-%d}"


class PlanStep(models.Model):
    """One step: what, and by when."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="steps")
    text = models.CharField(_("step"), max_length=500)
    due_on = models.DateField(_("by"))

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")

    def __str__(self) -> str:
        return self.text


class PlanReport(models.Model):
    """What the city says it did. Public, and it stays as it is."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="reports")
    text = models.TextField(_("report"), max_length=5_000)
    language = models.CharField(_("language"), max_length=10)
    written_by = person(_("written by"))
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ("written_at", "pk")
        verbose_name = _("report on a plan")
        verbose_name_plural = _("reports on a plan")

    def __str__(self) -> str:
        return f"{self.plan} {self.written_at:%Y-%m-%d}"
