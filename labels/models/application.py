"""A city's application, and the decision about it with its signatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.scheme import LabelScheme
from review.models import StatusChange


class LabelApplication(models.Model):
    """A city asks for the label."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("sent back once, incomplete")
        PROPOSED = "proposed", _("outcome proposed, second signature needed")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by the city")

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="label_applications", verbose_name=_("city"))
    scheme = models.ForeignKey(LabelScheme, models.PROTECT, related_name="applications", verbose_name=_("rules"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    statement = models.TextField(_("why the city applies"), blank=True, max_length=10000)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    submit_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ("submitted_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(state__in=["draft", "submitted", "returned", "proposed"]),
                name="application_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "submitted", "returned", "proposed", "granted", "refused", "withdrawn"]
                ),
                name="application_state",
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="application_reference_once"
            ),
        ]
        verbose_name = _("label application")
        verbose_name_plural = _("label applications")

    def __str__(self) -> str:
        return f"{self.city} · {self.reference or self.state}"

    @property
    def audit_scope(self) -> object:
        return self.city

    @property
    def state_for_city(self) -> str:
        """The state in words for the city: what the deciders propose stays with them until two have signed."""
        if self.state == self.State.PROPOSED:
            return str(self.State.SUBMITTED.label)
        return self.get_state_display()

    @property
    def return_note(self) -> str:
        """What the office said is missing when it sent the application back."""
        rows = self.status_changes.filter(transition="return_for_changes")
        return rows.values_list("note", flat=True).last() or ""

    @property
    def open_decision(self) -> "Decision | None":
        """The decision that waits for its second signature."""
        return next((row for row in self.decisions.all() if row.closed_at is None), None)

    @property
    def final_decision(self) -> "Decision | None":
        """The decision that two people signed. Public."""
        return next((row for row in self.decisions.all() if row.is_final), None)

    def proposes(self, outcome: str) -> bool:
        """Whether the open decision proposes `outcome`."""
        decision = self.open_decision
        return decision is not None and decision.outcome == outcome


class ApplicationStatusChange(StatusChange):
    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="status_changes")


class Decision(models.Model):
    """An outcome with reasons. It counts only with two signatures."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("grant the label")
        REFUSED = "refused", _("refuse the label")

    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reasons = models.TextField(_("reasons, public"), max_length=10000)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    is_final = models.BooleanField(_("signed by two"), default=False)
    # The signatures say who stood for what. These two say it once more, so that the database itself refuses a
    # decision by one account alone, whatever the code does.
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
            models.UniqueConstraint(fields=["application"], condition=Q(closed_at=None), name="decision_one_open"),
            models.UniqueConstraint(fields=["application"], condition=Q(is_final=True), name="decision_one_final"),
            models.CheckConstraint(condition=Q(outcome__in=["granted", "refused"]), name="decision_outcome"),
            models.CheckConstraint(
                condition=Q(is_final=False)
                | Q(closed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_by=models.F("proposed_by")),
                name="decision_by_two_people",
            ),
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.outcome


class Signature(models.Model):
    """One decider stands for a decision."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="signatures")
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = [models.UniqueConstraint(fields=["decision", "decider"], name="signature_once")]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.decider} {self.signed_at:%Y-%m-%d}"
