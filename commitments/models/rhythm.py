"""The rhythm of a public commitment: what the city confirmed, and when it asked for more time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models.commitment import Commitment


class RhythmEntry(models.Model):
    """The answer to one due date that is not a report: "all still right", or more time. Public."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed by the city: all is still right")
        EXTENDED = "extended", _("More time for the report")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="rhythm", verbose_name=_("commitment"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    due_on = models.DateField(_("was due"))
    next_on = models.DateField(_("next due"))
    reason = models.CharField(_("public reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "kind", "due_on"], name="rhythm_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=["confirmed", "extended"]), name="rhythm_entry_kind"),
            models.CheckConstraint(
                condition=Q(kind="confirmed") | ~Q(reason="") & Q(next_on__gt=models.F("due_on")),
                name="rhythm_entry_extends",
            ),
        ]
        verbose_name = _("confirmation or extension")
        verbose_name_plural = _("confirmations and extensions")

    def __str__(self) -> str:
        return f"{self.kind} ({self.due_on})"
