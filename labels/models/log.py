"""The public decision log: one row for each act about a label. It only grows; `labels/chain.py` is its format."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labels.chain import GENESIS


class DecisionEntry(models.Model):
    """One act, as everybody may read it. Written by `labels.actions.log.log_act` only, in the act's own transaction.

    City and label are text, not foreign keys, and no person is named: no later deletion may change a row.
    """

    class Act(models.TextChoices):
        ADMITTED = "admitted", _("Application admitted")
        GRANTED = "granted", _("Label granted")
        REFUSED = "refused", _("Label not granted")
        SUSPENDED = "suspended", _("Label suspended")
        REINSTATED = "reinstated", _("Suspension ended")
        REVOKED = "revoked", _("Label revoked")
        WITHDRAWN = "withdrawn", _("Label given back by the city")
        EXPIRED = "expired", _("Label expired")
        RENEWED = "renewed", _("Label renewed")
        CONCERN_ACCEPTED = "concern_accepted", _("Concern accepted")
        CONCERN_NOT_ACCEPTED = "concern_not_accepted", _("Concern not accepted")
        CONCERN_ANSWERED = "concern_answered", _("Concern answered by the city")
        PLAN_AGREED = "plan_agreed", _("Plan with support agreed")
        CONCERN_DECIDED = "concern_decided", _("Concern decided")
        APPEAL_LODGED = "appeal_lodged", _("Appeal lodged")
        APPEAL_NAMED = "appeal_named", _("Three people named for an appeal")
        APPEAL_DECIDED = "appeal_decided", _("Appeal decided")
        MIDTERM_REPORTED = "midterm_reported", _("Report at half time published")
        ON_HOLD = "on_hold", _("Label on hold: the report at half time is missing")
        RESUMED = "resumed", _("Label no longer on hold: the report is there")
        RENEWAL_OPENED = "renewal_opened", _("Renewal of the label can be asked for")
        RENEWAL_PENDING = "renewal_pending", _("Renewal of the label is pending")
        RENEWAL_ENDED = "renewal_ended", _("Renewal of the label ended without a renewed label")
        CONDITION_MET = "condition_met", _("Condition of the decision met")
        DRAW_ANNOUNCED = "draw_announced", _("Draw of a panel announced")
        DRAW_LISTED = "draw_listed", _("Candidates of a draw listed")
        PANEL_DRAWN = "panel_drawn", _("Panel drawn")
        PANEL_REPLACED = "panel_replaced", _("Member of a panel replaced")
        BREAK_GLASS = "break_glass", _("Emergency change past the two signatures")

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("written"))
    act = models.CharField(_("act"), max_length=20, choices=Act)
    label_code = models.CharField(_("label"), max_length=12, blank=True, db_index=True)
    city_slug = models.CharField(_("city, in addresses"), max_length=200, blank=True)
    city_name = models.CharField(_("city"), max_length=200, blank=True)
    data = models.JSONField(_("details"), default=dict)
    prev_hash = models.CharField(_("hash of the entry before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        ordering = ("-seq",)
        verbose_name = _("entry of the public decision log")
        verbose_name_plural = _("public decision log")

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.label_code}"


class DecisionHead(models.Model):
    """The single row that names the newest entry. Locking it puts writers in line."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="decision_head_single_row")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
