"""Who has a text or report open just now, for their own team and some minutes only: no record of anybody's work."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

KEPT = dt.timedelta(minutes=10)


def fresh_since() -> dt.datetime:
    """Return the moment since which a sign means something."""
    return timezone.now() - KEPT


class PresenceQuerySet(models.QuerySet["Presence"]):
    def fresh(self, *, since: Any = None) -> "PresenceQuerySet":
        """Signs of the last ten minutes; older ones mean nothing. `since` may be `Given` to a prepared query."""
        return self.filter(at__gt=since or fresh_since())


class Presence(models.Model):
    """The latest sign of one person at one text (and which part of it) or report. One row each, and it expires."""

    version = models.ForeignKey("commitments.CommitmentVersion", models.CASCADE, null=True, related_name="presences")
    report = models.ForeignKey("commitments.ProgressReport", models.CASCADE, null=True, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    part = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="presence_once"),
            models.UniqueConstraint(fields=["report", "user"], name="presence_at_report_once"),
            models.CheckConstraint(
                condition=Q(version=None) ^ Q(report=None),
                name="presence_at_one",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="presence_at")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.part}"
