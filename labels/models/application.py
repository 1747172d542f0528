"""A city's application: where it stands between the draft and the decision."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labels.models.scheme import LabelScheme
from review.models import StatusChange

WRITTEN_STATES = ("draft", "returned")
# Sent, and not decided: what the public reads as "applied".
RUNNING_STATES = ("submitted", "returned", "window", "panel", "reply", "second_look", "deciding", "proposed")
OPEN_STATES = ("draft", *RUNNING_STATES)
# The office has the turn.
WAITING_STATES = ("submitted", "deciding", "proposed")
# The portal moves these on when their time is over; where the edition names none, somebody of the office does.
TIMED_STATES = {"window": "window.open", "reply": "reply.answer"}
DECIDED_STATES = ("granted", "refused")
# Steps that make somebody part of a case before it is decided. Signing, or not signing, is the deciders' own part.
PREPARING = (
    "propose_admissibility",
    "drop_admissibility",
    "admit",
    "find_inadmissible",
    "return_for_changes",
    "propose",
)


class LabelApplication(models.Model):
    """A city asks for the label."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("sent back once, incomplete")
        WINDOW = "window", _("public window")
        PANEL = "panel", _("with the panel")
        REPLY = "reply", _("right of reply")
        SECOND_LOOK = "second_look", _("second look")
        DECIDING = "deciding", _("to be decided")
        PROPOSED = "proposed", _("outcome proposed, two signatures needed")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by the city")

    class Kind(models.TextChoices):
        FIRST = "first", _("first label")
        RENEWAL = "renewal", _("renewal")

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="label_applications", verbose_name=_("city"))
    scheme = models.ForeignKey(LabelScheme, models.PROTECT, related_name="applications", verbose_name=_("rules"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.FIRST)
    renews = models.ForeignKey(
        "labels.Label", models.PROTECT, null=True, blank=True, related_name="renewals", verbose_name=_("renews")
    )
    statement = models.TextField(_("why the city applies"), blank=True, max_length=10000)
    looks_back = models.TextField(_("what changed since the label was granted"), blank=True, max_length=10000)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    submit_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    admitted_at = models.DateTimeField(_("admitted"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ("submitted_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(state__in=OPEN_STATES),
                name="application_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN_STATES, *DECIDED_STATES, "withdrawn"]), name="application_state"
            ),
            models.CheckConstraint(
                condition=Q(kind="first", renews=None) | Q(kind="renewal", renews__isnull=False),
                name="application_kind",
            ),
            # Nothing reaches the public or the panel that two people have not admitted.
            models.CheckConstraint(
                condition=~Q(state__in=["window", "panel", "reply", "second_look", "deciding"])
                | Q(admitted_at__isnull=False),
                name="application_admitted",
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
        """The state in words for the city: what the office proposes stays with it until two have signed."""
        if self.state == self.State.PROPOSED:
            return str((self.State.DECIDING if self.admitted_at else self.State.SUBMITTED).label)
        return self.get_state_display()

    @property
    def return_note(self) -> str:
        """What the office said is missing when it sent the application back."""
        rows = self.status_changes.filter(transition="return_for_changes")
        return rows.values_list("note", flat=True).last() or ""

    @property
    def open_admissibility(self) -> Any:
        """The `Admissibility` that waits for its second person."""
        return next((row for row in self.admissibility.all() if row.closed_at is None), None)

    @property
    def open_decision(self) -> Any:
        """The `Decision` that waits for its two signatures."""
        return next((row for row in self.decisions.all() if row.closed_at is None), None)

    @property
    def final_decision(self) -> Any:
        """The `Decision` that two people signed. Public."""
        return next((row for row in self.decisions.all() if row.is_final), None)

    @property
    def prepared_by(self) -> set[int]:
        """Ids of everybody with a part in the case before its decision: admissibility, return, panel, proposal.

        After an appeal these are also the two whose decision it undid, and whoever heard it.
        """
        steps = self.status_changes.filter(transition__in=PREPARING).values_list("by", flat=True)
        checked = self.admissibility.values_list("proposed_by", "confirmed_by")
        panel = self.panel.values_list("member__user", flat=True)
        names = ("is_final", "proposed_by", "appeal__votes__judge", "signed_by", "confirmed_by")
        rows = self.decisions.values_list(*names)
        decided = [(one, judge, *(pair if all(pair) and not final else ())) for final, one, judge, *pair in rows]
        found = {*steps, *panel, *(pk for row in (*checked, *decided) for pk in row)}
        return found - {None}

    def runs(self, key: str) -> bool:
        """Whether the deadline `key`, such as "window.open", is running in this case."""
        stage, deadline = key.split(".")
        return self.clocks.filter(ended_on=None, deadline__stage__key=stage, deadline__key=deadline).exists()


class ApplicationStatusChange(StatusChange):
    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="status_changes")
