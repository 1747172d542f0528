"""Evidence health: what the weekly check found behind a link, one row for each stretch of time in the same state."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LinkCheck(models.Model):
    """What a link did from `since` to `checked_at`. The latest row of a link carries `is_latest`."""

    class Result(models.TextChoices):
        OK = "ok", _("the page answers")
        CHANGED = "changed", _("the page has changed since it was first checked")
        GONE = "gone", _("the page is gone")
        UNREACHABLE = "unreachable", _("the page did not answer")

    DEAD = (Result.GONE, Result.UNREACHABLE)

    evidence = models.ForeignKey(
        "commitments.Evidence", models.CASCADE, related_name="link_checks", verbose_name=_("link")
    )
    result = models.CharField(_("result"), max_length=12, choices=Result)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of what counts of the first 64 KB"), max_length=64, blank=True)
    since = models.DateTimeField(_("first seen so"))
    checked_at = models.DateTimeField(_("last checked"))
    failed_at = models.DateTimeField(_("first failed"), null=True, blank=True)
    warned_at = models.DateTimeField(_("city warned"), null=True, blank=True)
    is_latest = models.BooleanField(_("latest"), default=True)

    class Meta:
        ordering = ("-since", "-pk")
        indexes = [models.Index(fields=["checked_at"], condition=Q(is_latest=True), name="link_check_due")]
        constraints = [
            models.UniqueConstraint(fields=["evidence"], condition=Q(is_latest=True), name="link_check_latest"),
            models.CheckConstraint(
                condition=Q(result__in=["ok", "changed", "gone", "unreachable"]), name="link_check_result"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["ok", "changed"], failed_at=None, warned_at=None)
                | Q(result__in=["gone", "unreachable"], failed_at__isnull=False),
                name="link_check_failed_since",
            ),
        ]
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.result}"
