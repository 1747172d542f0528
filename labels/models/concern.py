"""A concern: somebody entitled says that a labelled city does not keep to it. Public once the office accepted it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from core.models import FromMailbox, Scanned
from labels.models.concern_limits import CONCERN_LENGTH, CONSTRAINTS, OPEN_CONCERNS, Filer
from labels.models.label import Label
from labels.models.scheme import Criterion
from labels.models.stages import StageDeadline
from review.models import StatusChange
from review.models.checking import person


def concern_reference() -> str:
    """Return a fresh reference such as HRN-7K2Q9D."""
    return new_code("HRN")


class ConcernQuerySet(models.QuerySet["Concern"]):
    def public(self) -> "ConcernQuerySet":
        """Accepted by the office, about a label that everybody may see."""
        return self.filter(accepted_at__isnull=False, label__city__is_public=True)

    def open(self) -> "ConcernQuerySet":
        """Accepted, and not ended."""
        return self.filter(state__in=OPEN_CONCERNS)


class Concern(FromMailbox, Scanned):
    """What somebody entitled says, until it is closed or the label is suspended.

    The address is for the confirmation and news about this concern: shown to nobody, and forgotten. The office sees
    only the domain of an organisation's address, to make sure who writes.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed by e-mail yet")
        GATHERING = "gathering", _("waits for more people who support it")
        SUBMITTED = "submitted", _("being read by the office")
        NOT_ACCEPTED = "not_accepted", _("not accepted")
        ACCEPTED = "accepted", _("accepted; the city answers")
        ANSWERED = "answered", _("the office works out a plan with support")
        PLANNED = "planned", _("the city reads the plan")
        SUPPORTED = "supported", _("the plan with support runs")
        REVIEWING = "reviewing", _("the office looks at what the city did")
        SUSPENSION = "suspension", _("suspension of the label proposed")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("taken back by its author")
        LAPSED = "lapsed", _("ended with the label")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("solved")
        UNFOUNDED = "unfounded", _("not founded")
        SUSPENDED = "suspended", _("the label was suspended")

    class Proof(models.TextChoices):
        LINK = "link", _("link")
        FILE = "file", _("file")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=concern_reference, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    label = models.ForeignKey(Label, models.PROTECT, related_name="concerns", verbose_name=_("label"))
    filer = models.CharField(_("filed by"), max_length=15, choices=Filer)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    needed = models.PositiveSmallIntegerField(_("people needed"), default=1)
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("criterion")
    )
    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commitment")
    )
    text = models.TextField(_("what happened"), blank=True, max_length=CONCERN_LENGTH)
    language = models.CharField(_("language"), max_length=10, blank=True)
    proof = models.CharField(_("proof"), max_length=5, choices=Proof, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    file = models.FileField(_("file"), max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    email_domain = models.CharField(_("domain of the address"), max_length=254, blank=True, editable=False)

    submitted_at = models.DateTimeField(_("came to the office"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    triaged_by = person(_("read first by"), may_be_nobody=True)
    triage_reasons = models.TextField(_("reasons of the first reading, public"), blank=True)

    # The one deadline that runs: its length is the edition's, its end is counted by `labels.rules.clocks`.
    deadline = models.ForeignKey(
        StageDeadline, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deadline")
    )
    started_on = models.DateField(_("deadline began"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    extended_on = models.DateField(_("extended"), null=True, blank=True)
    extension_reason = models.TextField(_("why more time"), blank=True, max_length=2000)

    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    outcome_reasons = models.TextField(_("reasons of the outcome, public"), blank=True)
    concluded_by = person(_("concluded by"), may_be_nobody=True)
    change = models.OneToOneField(
        "labels.LabelChange", models.PROTECT, null=True, blank=True, related_name="concern", verbose_name=_("proposal")
    )

    objects = ConcernQuerySet.as_manager()

    class Meta(Scanned.Meta):
        abstract = False
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["label", "state"], name="concern_of_label"),
            models.Index(fields=["state", "due_on"], name="concern_due"),
        ]
        constraints = [*Scanned.Meta.constraints, *CONSTRAINTS]
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("portal:concern", args=[self.label.code, self.reference])

    @property
    def audit_scope(self) -> object:
        """The city reads in its log what was accepted, never what waits or was not accepted."""
        return self.label.city if self.accepted_at else ""


class ConcernStatusChange(StatusChange):
    """One step of a concern."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="status_changes")


class ConcernSupport(models.Model):
    """One more person who stands behind a concern. Once confirmed, only a keyed fingerprint of the address stays."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="supports")
    email_hash = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    expires_at = models.DateTimeField(_("the link ends"), null=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "email_hash"], name="concern_support_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(token_hash=None), name="concern_support_link_works_once"
            ),
        ]
        verbose_name = _("support of a concern")
        verbose_name_plural = _("supports of a concern")

    def __str__(self) -> str:
        return f"{self.concern} {self.asked_at:%Y-%m-%d}"


class SupportPlan(models.Model):
    """What the city does, with which support, by when. Proposed by the office, agreed by the city."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="plans")
    text = models.TextField(_("plan"), max_length=10_000)
    proposed_by = person(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    agreed_by = person(_("agreed by"), may_be_nobody=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    returned_at = models.DateTimeField(_("sent back by the city"), null=True, blank=True)
    note = models.TextField(_("what the city says"), blank=True, max_length=5_000)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["concern"], condition=Q(returned_at=None), name="support_plan_one_open"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, returned_at=None),
                name="support_plan_agreed_by_somebody",
            ),
        ]
        verbose_name = _("plan with support")
        verbose_name_plural = _("plans with support")

    def __str__(self) -> str:
        return f"{self.concern} {self.proposed_at:%Y-%m-%d}"
