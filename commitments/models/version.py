"""A numbered, complete text of a commitment: what moves through the workflow and what the public cites."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models.commitment import waiting_since
from commitments.rules import WAITING_STATES
from review.models import Assignment, Message, Refusal, Review, StatusChange, message_constraints, refusal_constraints

OPEN_STATES = ("draft", "sign_off", *WAITING_STATES, "returned")
FROZEN_STATES = ("published", "superseded")
# What a text says of itself, besides its links, its rows and the reason of a change. The digest of a text covers it.
TEXTS = (
    "language", "title", "summary", "problem", "action", "unit", "starts_on", "ends_on", "budget", "budget_note",
    "decided_on", "decision", "consulted", "taken_up",
)  # fmt: skip


class VersionQuerySet(models.QuerySet["CommitmentVersion"]):
    def published(self) -> "VersionQuerySet":
        """The text the public sees now, one per commitment."""
        return self.filter(state=CommitmentVersion.State.PUBLISHED)

    def ever_published(self) -> "VersionQuerySet":
        """Every text that is or was public; each keeps its address."""
        return self.filter(state__in=FROZEN_STATES)

    def open(self) -> "VersionQuerySet":
        """Texts on their way: at most one per commitment."""
        return self.filter(state__in=OPEN_STATES)

    def waiting(self) -> "VersionQuerySet":
        """Texts the office has to check, oldest first."""
        return self.filter(waiting_since__isnull=False).order_by("waiting_since", "pk")

    def of_city(self, city: object) -> "VersionQuerySet":
        return self.filter(commitment__city=city)


class CommitmentVersion(Refusal):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGN_OFF = "sign_off", _("waiting for sign-off")
        SUBMITTED = "submitted", _("submitted")
        CHECKING = "checking", _("being checked")
        REFUSAL = "refusal", _("refusal proposed")
        REFUSED = "refused", _("refused")
        RETURNED = "returned", _("returned with reasons")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("replaced by a newer version")
        LAPSED = "lapsed", _("lapsed")

    commitment = models.ForeignKey(
        "commitments.Commitment", models.CASCADE, related_name="versions", verbose_name=_("commitment")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("the promise in plain language"), blank=True, max_length=1000)
    problem = models.TextField(_("the problem"), blank=True, max_length=5000)
    action = models.TextField(_("what the city will do"), blank=True, max_length=5000)
    unit = models.CharField(_("responsible unit"), max_length=200, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    budget = models.DecimalField(_("budget, euro"), max_digits=14, decimal_places=2, null=True, blank=True)
    budget_note = models.CharField(_("about the budget"), max_length=300, blank=True)
    decided_on = models.DateField(_("date of the council decision"), null=True, blank=True)
    decision = models.CharField(_("council decision"), max_length=300, blank=True)
    consulted = models.TextField(_("who was consulted"), blank=True, max_length=3000)
    taken_up = models.TextField(_("what was taken up"), blank=True, max_length=3000)
    change_reason = models.TextField(_("public reason for the change"), blank=True, max_length=1000)
    is_material = models.BooleanField(_("changes aim, target or date"), default=True)
    elements = models.ManyToManyField("framework.Element", related_name="versions", blank=True)
    rights = models.ManyToManyField("framework.Right", related_name="versions", blank=True)
    charter_articles = models.ManyToManyField("framework.CharterArticle", related_name="versions", blank=True)
    instrument_items = models.ManyToManyField("framework.InstrumentItem", related_name="versions", blank=True)
    goals = models.ManyToManyField("framework.Goal", related_name="versions", blank=True)
    policy_areas = models.ManyToManyField("framework.PolicyArea", related_name="versions", blank=True)
    groups = models.ManyToManyField("framework.RightsHolderGroup", related_name="versions", blank=True)
    recommendations = models.ManyToManyField("cities.Recommendation", related_name="versions", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("last edited by")
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    submit_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    submissions = models.PositiveSmallIntegerField(default=0, editable=False)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed off by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    waiting_since = waiting_since()
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    returned_reasons = models.TextField(_("what to change"), blank=True)
    answer_by = models.DateField(_("city answers by"), null=True, blank=True)
    answer_extended = models.BooleanField(_("time to answer extended"), default=False, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    content_hash = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("commitment", "number")
        indexes = [
            models.Index(fields=["waiting_since", "id"], name="version_queue"),
            models.Index(fields=["-published_at"], name="version_published"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["commitment"], condition=Q(state__in=OPEN_STATES), name="version_one_open"),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state="published"), name="version_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*OPEN_STATES, *FROZEN_STATES, "refused", "lapsed")), name="version_state"
            ),
            *refusal_constraints("version"),
        ]
        verbose_name = _("commitment version")
        verbose_name_plural = _("commitment versions")

    def __str__(self) -> str:
        return self.title or f"{self.commitment_id} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("portal:version", args=[self.commitment.code, self.number])

    @property
    def audit_scope(self) -> object:
        return self.commitment.city


def milestone_key() -> str:
    """Return a key that stays with a milestone through all versions."""
    return uuid.uuid4().hex[:12]


class Milestone(models.Model):
    """One dated step. `key` is stable across versions, so that reports stay attached."""

    version = models.ForeignKey(CommitmentVersion, models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=12, default=milestone_key, editable=False)
    position = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(_("what people will be able to see"), max_length=300, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="milestone_key_once")]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title


class VersionStatusChange(StatusChange):
    version = models.ForeignKey(CommitmentVersion, models.CASCADE, related_name="status_changes")


class VersionReview(Review):
    version = models.ForeignKey(CommitmentVersion, models.CASCADE, related_name="reviews")


class VersionAssignment(Assignment):
    version = models.ForeignKey(CommitmentVersion, models.CASCADE, related_name="assignments")

    class Meta(Assignment.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(released_at=None), name="version_assigned_once")
        ]


class VersionMessage(Message):
    version = models.ForeignKey(CommitmentVersion, models.CASCADE, related_name="messages")

    class Meta(Message.Meta):
        constraints = message_constraints("version_message")
