"""Tables of the label: the rules it follows, the application, the decision with its signatures, the label."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from review.models import StatusChange


def label_code() -> str:
    """Return a fresh public code such as HRL-7K2Q9D."""
    return new_code("HRL")


class LabelScheme(models.Model):
    """One edition of the rules. An application is decided under the edition it was made under."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("what the label says and does not say"), blank=True)
    min_commitments = models.PositiveSmallIntegerField(_("published commitments needed"), default=3)
    valid_years = models.PositiveSmallIntegerField(_("validity, years"), default=3)
    starts_on = models.DateField(_("in force from"))
    is_current = models.BooleanField(_("used for new applications"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="label_scheme_one_current"
            )
        ]
        verbose_name = _("edition of the label's rules")
        verbose_name_plural = _("editions of the label's rules")

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One question the rules ask. Answered in words, never in points."""

    scheme = models.ForeignKey(LabelScheme, models.CASCADE, related_name="criteria", verbose_name=_("edition"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)

    class Meta:
        ordering = ("scheme", "position")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="criterion_code_once")]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.title


class LabelApplication(models.Model):
    """A city asks for the label."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
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
                fields=["city"], condition=Q(state__in=["draft", "submitted", "proposed"]), name="application_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "proposed", "granted", "refused", "withdrawn"]),
                name="application_state",
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
    def open_decision(self) -> "Decision | None":
        """The decision that waits for its second signature."""
        return next((row for row in self.decisions.all() if row.closed_at is None), None)

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

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(closed_at=None), name="decision_one_open"),
            models.UniqueConstraint(fields=["application"], condition=Q(is_final=True), name="decision_one_final"),
            models.CheckConstraint(condition=Q(outcome__in=["granted", "refused"]), name="decision_outcome"),
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
        ordering = ("signed_at",)
        constraints = [models.UniqueConstraint(fields=["decision", "decider"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.decider} {self.signed_at:%Y-%m-%d}"


class Label(models.Model):
    """A label that was granted: from when, until when, and whether it is valid."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")

    code = models.CharField(_("number"), max_length=12, unique=True, default=label_code, editable=False)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="labels", verbose_name=_("city"))
    application = models.OneToOneField(LabelApplication, models.PROTECT, related_name="label")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    granted_on = models.DateField(_("granted"))
    valid_until = models.DateField(_("valid until"))
    awarding_body = models.CharField(_("awarded by"), max_length=200)

    class Meta:
        ordering = ("-granted_on", "-pk")
        indexes = [models.Index(fields=["city", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["valid", "suspended", "revoked"]), name="label_state"),
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("granted_on")), name="label_dates"),
        ]
        verbose_name = _("label")
        verbose_name_plural = _("labels")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("portal:label", args=[self.code])
