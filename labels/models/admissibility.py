"""Whether an application can be looked at: one person of the office proposes, another one confirms."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.application import LabelApplication
from review.models.checking import person


class Admissibility(models.Model):
    """One proposal with its reasons. Confirmed, or closed without a second person."""

    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="admissibility")
    admissible = models.BooleanField(_("admissible"))
    reasons = models.TextField(_("reasons"), max_length=10000)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    proposed_by = person(_("proposed by"))
    confirmed_by = person(_("confirmed by"), may_be_nobody=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(closed_at=None), name="admissibility_one_open"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(admissible=True, confirmed_by__isnull=False),
                name="admissibility_admitted_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(closed_at__isnull=False) & ~Q(confirmed_by=models.F("proposed_by")),
                name="admissibility_by_two_people",
            ),
        ]
        verbose_name = _("admissibility")
        verbose_name_plural = _("admissibility")

    def __str__(self) -> str:
        return str(_("admissible") if self.admissible else _("not admissible"))
