"""The decision about an application: proposed by the office, signed by two deciders who are new to the case."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.application import LabelApplication

AWARDS = ("awarded", "conditions")


class Decision(models.Model):
    """An outcome with reasons. It counts only with the signatures of two people who did not propose it."""

    class Outcome(models.TextChoices):
        AWARDED = "awarded", _("awarded")
        CONDITIONS = "conditions", _("awarded with conditions")
        NOT_YET = "not_yet", _("not yet")
        INADMISSIBLE = "inadmissible", _("inadmissible")

    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    reasons = models.TextField(_("reasons, public"), max_length=10000)
    plain = models.TextField(_("in plain language, public"), blank=True, max_length=1000)
    plan = models.TextField(_("plan for the city, public"), blank=True, max_length=10000)
    mentor = models.ForeignKey(
        "cities.City", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("city that helps")
    )
    mentor_reason = models.TextField(_("why this city, or why none, public"), blank=True, max_length=2000)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    signed_at = models.DateTimeField(_("first signature"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    is_final = models.BooleanField(_("signed by two"), default=False)
    # Nobody: in the first edition of the process whoever signed first had written the proposal as well.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first signature by"),
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
            models.CheckConstraint(
                condition=Q(outcome__in=["awarded", "conditions", "not_yet", "inadmissible"]), name="decision_outcome"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(proposed_by=None) | ~Q(signed_by=F("proposed_by")),
                name="decision_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(is_final=False)
                | Q(closed_at__isnull=False, signed_by__isnull=False, confirmed_by__isnull=False)
                & ~Q(confirmed_by=F("signed_by"))
                & (Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by"))),
                name="decision_by_two_people",
            ),
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.outcome

    @property
    def is_award(self) -> bool:
        """Whether the city gets the label by it, at once or with conditions."""
        return self.outcome in AWARDS


class Condition(models.Model):
    """What a city has to do by a day, because its label was awarded with conditions. It counts once signed by two."""

    class State(models.TextChoices):
        OPEN = "open", _("not reported yet")
        OVERDUE = "overdue", _("late, not reported")
        REPORTED = "reported", _("reported, two people confirm")
        CONFIRMED = "confirmed", _("confirmed by one person")
        MET = "met", _("met, confirmed by two people")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions")
    text = models.TextField(_("what the city has to do, public"), max_length=2000)
    due_on = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    waiting_since = models.DateTimeField(_("waits since"), null=True, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="condition_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "overdue", "reported", "confirmed", "met"]), name="condition_state"
            ),
            models.CheckConstraint(
                condition=Q(state="met", met_at__isnull=False) | ~Q(state="met") & Q(met_at=None),
                name="condition_met_once_confirmed",
            ),
        ]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def __str__(self) -> str:
        return self.text

    @property
    def city(self) -> Any:
        """Who has to meet it."""
        return self.decision.application.city

    @property
    def label(self) -> Any:
        """The label that was awarded with it; None before that."""
        return getattr(self.decision.application, "label", None)

    @property
    def audit_scope(self) -> object:
        return self.city

    @property
    def open_report(self) -> Any:
        """The `ConditionReport` that waits for the office."""
        return next((row for row in self.reports.all() if row.closed_at is None), None)

    @property
    def state_in_words(self) -> str:
        """The state as the city and the public read it: who has confirmed alone stays with the office."""
        checking = _("Reported, the office is checking")
        words = {
            self.State.OPEN: _("Not reported yet"),
            self.State.OVERDUE: _("Late: not reported"),
            self.State.REPORTED: checking,
            self.State.CONFIRMED: checking,
            self.State.MET: _("Confirmed by two people of the office"),
        }
        return str(words[self.State(self.state)])
