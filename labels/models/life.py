"""What may happen to a label after it was granted: proposed by one person, made by another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.label import Label
from review.models import StatusChange


class LabelStatusChange(StatusChange):
    """One step in the life of a label."""

    label = models.ForeignKey(Label, models.CASCADE, related_name="status_changes")


class LabelChange(models.Model):
    """A change of a label that somebody proposed, with public reasons. It happens only with a second person."""

    class Kind(models.TextChoices):
        SUSPEND = "suspend", _("suspend the label")
        REINSTATE = "reinstate", _("end the suspension")
        REVOKE = "revoke", _("revoke the label")
        WITHDRAW = "withdraw", _("give the label back")

    label = models.ForeignKey(Label, models.PROTECT, related_name="changes")
    kind = models.CharField(_("change"), max_length=10, choices=Kind)
    reasons = models.TextField(_("reasons, public"), max_length=10000)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    is_final = models.BooleanField(_("signed by two"), default=False)
    hearing_until = models.DateField(_("the city is heard until"), null=True, blank=True)
    reply = models.TextField(_("what the city says"), blank=True, max_length=10000)
    replied_at = models.DateTimeField(_("the city answered"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second signature by"),
    )

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["label"], condition=Q(closed_at=None), name="label_change_one_open"),
            models.CheckConstraint(
                condition=Q(kind__in=["suspend", "reinstate", "revoke", "withdraw"]), name="label_change_kind"
            ),
            models.CheckConstraint(
                condition=Q(is_final=False)
                | Q(closed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_by=models.F("proposed_by")),
                name="label_change_by_two_people",
            ),
        ]
        verbose_name = _("change of a label")
        verbose_name_plural = _("changes of labels")

    def __str__(self) -> str:
        return f"{self.label} {self.kind}"

    @property
    def is_heard(self) -> bool:
        """Whether the city has answered, or its time to answer is over. Only a revocation waits for that."""
        if self.kind != self.Kind.REVOKE:
            return True
        is_over = self.hearing_until is not None and timezone.localdate() > self.hearing_until
        return is_over or self.replied_at is not None
