"""The identity of a commitment: its public code and its city. The text lives in versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.rules import WAITING_STATES
from core.codes import new_code
from review.models import StatusChange


class Progress(models.TextChoices):
    """Progress as the city claims it. Never a number. "Not reported" is for what was compiled from public sources."""

    NOT_STARTED = "not_started", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DELAYED = "delayed", _("Delayed")
    PARTLY_DONE = "partly_done", _("Partly completed")
    DONE = "done", _("Completed")
    DROPPED = "dropped", _("Dropped")
    NOT_REPORTED = "not_reported", _("Not reported")


IN_FORCE = ("active", "on_hold")


class Outcome(models.TextChoices):
    """How a commitment ended, as the city says in its final report."""

    DONE = "done", _("completed")
    PARTLY_DONE = "partly_done", _("partly completed")
    NOT_DONE = "not_done", _("not completed")


def waiting_since() -> "models.GeneratedField":
    """Return a column the database keeps: when a text or report was sent, as long as the office has to check it.

    An index on it hands out the queue in order, however many rows wait or were published before.
    """
    waits = models.When(state__in=WAITING_STATES, then=models.F("submitted_at"))
    return models.GeneratedField(
        expression=models.Case(waits, default=None), output_field=models.DateTimeField(null=True), db_persist=True
    )


def commitment_code() -> str:
    """Return a fresh public code such as HRC-7K2Q9D."""
    return new_code("HRC")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def public(self) -> "CommitmentQuerySet":
        """Commitments that have, or had, a published version."""
        return self.exclude(state=Commitment.State.DRAFT)

    def in_force(self) -> "CommitmentQuerySet":
        """Public commitments that a city works on: active, or on hold until its report comes."""
        return self.filter(state__in=IN_FORCE)

    def of_city(self, city: object) -> "CommitmentQuerySet":
        return self.filter(city=city)


class Commitment(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("not public yet")
        ACTIVE = "active", _("active")
        ON_HOLD = "on_hold", _("on hold")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Origin(models.TextChoices):
        CITY = "city", _("submitted by the city")
        COMPILED = "compiled", _("compiled from public sources, not submitted by the city")
        SAMPLE = "sample", _("invented sample")

    code = models.CharField(_("code"), max_length=12, unique=True, default=commitment_code, editable=False)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="commitments", verbose_name=_("city"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    progress = models.CharField(_("progress as the city says"), max_length=12, choices=Progress, default="not_started")
    progress_reason = models.TextField(_("reason for the delay or for dropping it"), blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.CITY)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    public_reason = models.TextField(_("public reason for withdrawing or closing"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started from")
    )
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True)
    changed_at = models.DateTimeField(_("latest public change"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    outcome = models.CharField(_("closed as"), max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    last_confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    next_confirm_on = models.DateField(_("next confirmation due"), null=True, blank=True)
    next_report_on = models.DateField(_("next report due"), null=True, blank=True)
    report_extended = models.BooleanField(_("more time for the report was given"), default=False, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["city", "state"]),
            models.Index(fields=["-changed_at", "-id"]),
            models.Index(fields=["next_report_on"], name="commitment_report_due"),
            models.Index(fields=["next_confirm_on"], name="commitment_confirm_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "active", "on_hold", "closed", "withdrawn"]), name="commitment_state"
            ),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="commitment_progress"),
            models.CheckConstraint(condition=Q(origin__in=["city", "compiled", "sample"]), name="commitment_origin"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="commitment_outcome"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False) & ~Q(outcome=""), name="commitment_closed_as"
            ),
        ]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("portal:commitment", args=[self.code])

    @property
    def audit_scope(self) -> object:
        return self.city


class CommitmentStatusChange(StatusChange):
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="status_changes")
