"""The report at half time: what became of each commitment, once for each label."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models import Progress
from labels.models.label import Label


class MidtermReport(models.Model):
    """What the city reports at half time. A draft until `sent_at`; then public, and it never changes."""

    label = models.OneToOneField(Label, models.PROTECT, related_name="midterm", verbose_name=_("label"))
    text = models.TextField(_("what changed for people"), blank=True, max_length=10_000)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    evidence = models.ManyToManyField("commitments.Evidence", blank=True, related_name="+", verbose_name=_("evidence"))
    revision = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(text=""),
                name="midterm_sent_by_somebody",
            )
        ]
        verbose_name = _("report at half time")
        verbose_name_plural = _("reports at half time")

    def __str__(self) -> str:
        return f"{self.label}"

    @property
    def audit_scope(self) -> object:
        return self.label.city


class MidtermLine(models.Model):
    """What became of one commitment, in the city's words."""

    report = models.ForeignKey(MidtermReport, models.CASCADE, related_name="lines")
    code = models.CharField(_("commitment"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    standing = models.CharField(_("how it stands"), max_length=12, choices=Progress)
    text = models.TextField(_("what became of it"), blank=True, max_length=2000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="midterm_line_once"),
            models.CheckConstraint(condition=Q(standing__in=Progress.values), name="midterm_line_standing"),
        ]
        verbose_name = _("line of a report at half time")
        verbose_name_plural = _("lines of a report at half time")

    def __str__(self) -> str:
        return self.code
