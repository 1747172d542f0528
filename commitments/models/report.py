"""Progress as the city reports it, with evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models.commitment import Outcome, Progress, waiting_since
from commitments.rules import WAITING_STATES
from review.models import Assignment, Message, Refusal, Review, StatusChange, message_constraints, refusal_constraints

REPORT_OPEN_STATES = ("draft", *WAITING_STATES, "returned")


class ReportQuerySet(models.QuerySet["ProgressReport"]):
    def published(self) -> "ReportQuerySet":
        return self.filter(state=ProgressReport.State.PUBLISHED)

    def open(self) -> "ReportQuerySet":
        """Reports on their way: at most one per commitment."""
        return self.filter(state__in=REPORT_OPEN_STATES)

    def waiting(self) -> "ReportQuerySet":
        """Reports the office has to check, oldest first."""
        return self.filter(waiting_since__isnull=False).order_by("waiting_since", "pk")

    def of_city(self, city: object) -> "ReportQuerySet":
        return self.filter(commitment__city=city)


class ProgressReport(Refusal):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        CHECKING = "checking", _("being checked")
        REFUSAL = "refusal", _("refusal proposed")
        REFUSED = "refused", _("refused")
        RETURNED = "returned", _("returned with reasons")
        PUBLISHED = "published", _("published")
        LAPSED = "lapsed", _("lapsed")

    commitment = models.ForeignKey(
        "commitments.Commitment", models.CASCADE, related_name="reports", verbose_name=_("commitment")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    as_of = models.DateField(_("state of things on"), default=timezone.localdate)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    progress = models.CharField(_("progress of the whole"), max_length=12, choices=Progress, default="under_way")
    reason = models.TextField(_("reason for the delay or for dropping it"), blank=True, max_length=2000)
    text = models.TextField(_("what happened"), blank=True, max_length=5000)
    outcome = models.CharField(_("closes the commitment as"), max_length=12, choices=Outcome, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    submit_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    submissions = models.PositiveSmallIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    waiting_since = waiting_since()
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    returned_reasons = models.TextField(_("what to change"), blank=True)
    answer_by = models.DateField(_("city answers by"), null=True, blank=True)
    answer_extended = models.BooleanField(_("time to answer extended"), default=False, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "-pk")
        indexes = [
            models.Index(fields=["waiting_since", "id"], name="report_queue"),
            models.Index(fields=["-published_at"], name="report_published"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state__in=REPORT_OPEN_STATES), name="report_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*REPORT_OPEN_STATES, "published", "refused", "lapsed")), name="report_state"
            ),
            *refusal_constraints("report"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="report_progress"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="report_outcome"),
        ]
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")

    def __str__(self) -> str:
        return f"{self.commitment} · {self.as_of}"

    @property
    def audit_scope(self) -> object:
        return self.commitment.city


class MilestoneClaim(models.Model):
    """What a report says of one milestone, tied to it by its stable key."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="claims")
    milestone_key = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(default=1)
    progress = models.CharField(_("progress"), max_length=12, choices=Progress)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["report", "milestone_key"], name="claim_once"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="claim_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_key}: {self.progress}"


class ReportStatusChange(StatusChange):
    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="status_changes")


class ReportReview(Review):
    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="reviews")


class ReportAssignment(Assignment):
    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="assignments")

    class Meta(Assignment.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(released_at=None), name="report_assigned_once")
        ]


class ReportMessage(Message):
    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="messages")

    class Meta(Message.Meta):
        constraints = message_constraints("report_message")
