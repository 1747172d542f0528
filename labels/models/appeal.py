"""An appeal: three people with no earlier part in the case look at one decision again. Two equal votes decide."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from labels.models.concern import Concern
from labels.models.decision import Decision
from labels.models.life import LabelChange
from review.models import StatusChange
from review.models.checking import person

JUDGES = 3
# Those of the two who agree stand one after the other in the decision, which holds 1,000.
PLAIN_LENGTH = 490


def appeal_reference() -> str:
    """Return a fresh reference such as HRQ-7K2Q9D."""
    return new_code("HRQ")


class Appeal(models.Model):
    """Against one decision, one change of a label, or the end of one concern; once each."""

    class State(models.TextChoices):
        LODGED = "lodged", _("lodged; three people are named")
        HEARING = "hearing", _("three people look at it")
        DECIDED = "decided", _("decided")

    class Outcome(models.TextChoices):
        UPHOLD = "uphold", _("upheld: what was decided stays")
        SEND_BACK = "send_back", _("sent back: it is decided again")
        REPLACE = "replace", _("replaced")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=appeal_reference, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.LODGED)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="appeal")
    change = models.OneToOneField(LabelChange, models.PROTECT, null=True, blank=True, related_name="appeal")
    concern = models.OneToOneField(Concern, models.PROTECT, null=True, blank=True, related_name="appeal")
    # Nobody: the author of the concern, by the link that only their mailbox knows.
    lodged_by = person(_("lodged by"), may_be_nobody=True)
    lodged_at = models.DateTimeField(_("lodged"), default=timezone.now)
    text = models.TextField(_("why, public"), max_length=10_000)
    language = models.CharField(_("language"), max_length=10)
    due_on = models.DateField(_("to be decided by"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    outcome_reasons = models.TextField(_("reasons of the outcome, public"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ("-lodged_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["lodged", "hearing", "decided"]), name="appeal_state"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, change=None, concern=None, lodged_by__isnull=False)
                | Q(decision=None, change__isnull=False, concern=None, lodged_by__isnull=False)
                | Q(decision=None, change=None, concern__isnull=False, lodged_by=None),
                name="appeal_against_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") & ~Q(state="decided")
                | Q(outcome__in=["uphold", "send_back", "replace"], state="decided", decided_at__isnull=False)
                & ~Q(outcome_reasons=""),
                name="appeal_decided_with_outcome",
            ),
        ]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("portal:appeal", args=[self.reference])

    @property
    def public_text(self) -> str:
        """What everybody reads of it: the words of a city. Nobody has checked those of a concern's author."""
        return self.text if self.lodged_by_id is not None else ""

    @property
    def label(self) -> object:
        """The label it is about; None for an application that was refused."""
        case = self.change or self.concern
        if case is not None:
            return case.label
        return getattr(self.decision.application, "label", None) if self.decision.is_award else None

    @property
    def application(self) -> object:
        """The application it is about, that of the label included."""
        if self.decision is not None:
            return self.decision.application
        label = self.label
        return getattr(label, "application", None)

    @property
    def city(self) -> object:
        return getattr(self.application, "city", None)

    @property
    def audit_scope(self) -> object:
        return self.city


class AppealStatusChange(StatusChange):
    """One step of an appeal."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="status_changes")


class AppealVote(models.Model):
    """One of the three people: named by an administrator; their vote, once, with public reasons."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="votes")
    judge = person(_("judge"))
    place = models.PositiveSmallIntegerField(_("place"))
    named_by = person(_("named by"))
    named_at = models.DateTimeField(_("named"), default=timezone.now)
    vote = models.CharField(_("vote"), max_length=10, choices=Appeal.Outcome, blank=True)
    reasons = models.TextField(_("reasons, public"), blank=True, max_length=5_000)
    # Of a vote that replaces a decision: what the page of the label says first.
    plain = models.TextField(_("in plain language, public"), blank=True, max_length=PLAIN_LENGTH)
    voted_at = models.DateTimeField(_("voted"), null=True, blank=True)

    class Meta:
        ordering = ("appeal", "place")
        constraints = [
            models.UniqueConstraint(fields=["appeal", "judge"], name="appeal_judge_once"),
            models.UniqueConstraint(fields=["appeal", "place"], name="appeal_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=JUDGES), name="appeal_three_judges"),
            models.CheckConstraint(
                condition=Q(vote="", reasons="", voted_at=None)
                | Q(vote__in=["uphold", "send_back", "replace"], voted_at__isnull=False) & ~Q(reasons=""),
                name="appeal_vote_with_reasons",
            ),
            models.CheckConstraint(condition=Q(plain="") | Q(vote="replace"), name="appeal_vote_plain_replaces"),
        ]
        verbose_name = _("vote on an appeal")
        verbose_name_plural = _("votes on appeals")

    def __str__(self) -> str:
        return f"{self.appeal} {self.place}"
