"""The panel of one case: what was declared before, the draw that anybody can repeat, who sits, who was replaced."""

from collections import Counter
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.application import LabelApplication
from labels.models.pool import Kind, PoolMember
from review.models import StatusChange
from review.models.checking import person


class PanelDeclaration(models.Model):
    """What a member of the pool said about one case: no conflict, a soft or a hard one. The last word counts."""

    class Says(models.TextChoices):
        NONE = "none", _("declares no conflict")
        SOFT = "soft", _("declares a soft conflict")
        HARD = "hard", _("declares a hard conflict")

    application = models.ForeignKey(
        LabelApplication, models.CASCADE, related_name="panel_declarations", verbose_name=_("application")
    )
    member = models.ForeignKey(PoolMember, models.CASCADE, related_name="declarations")
    says = models.CharField(_("declaration"), max_length=4, choices=Says)
    declared_at = models.DateTimeField(_("declared"), default=timezone.now)

    class Meta:
        ordering = ("declared_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["application", "member"], name="panel_declaration_once"),
            models.CheckConstraint(condition=Q(says__in=["none", "soft", "hard"]), name="panel_declaration_says"),
        ]
        verbose_name = _("declaration about a case")
        verbose_name_plural = _("declarations about cases")

    def __str__(self) -> str:
        return f"{self.member} {self.says}"


class PanelDraw(models.Model):
    """The draw of one panel: announced, then its candidates listed, then drawn. Everything in it is public."""

    application = models.ForeignKey(
        LabelApplication, models.PROTECT, related_name="draws", verbose_name=_("application")
    )
    # A second draw fills the seats that the first one could not.
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    announced_at = models.DateTimeField(_("announced"), default=timezone.now)
    announced_by = person(_("announced by"), may_be_nobody=True)
    draw_on = models.DateField(_("day of the draw"))
    # The list is fixed and its SHA-256 stands in the public log before the seed is known.
    listed_at = models.DateTimeField(_("candidates listed"), null=True, blank=True)
    candidates = models.JSONField(_("candidates"), default=list, blank=True)
    excluded = models.JSONField(_("not candidates"), default=list, blank=True)
    seats = models.JSONField(_("seats"), default=list, blank=True)
    kept = models.JSONField(_("seated before"), default=list, blank=True)
    digest = models.CharField(_("SHA-256 of the list"), max_length=64, blank=True)
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    seed_seq = models.PositiveBigIntegerField(_("entry of the public log"), null=True, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    drawn_at = models.DateTimeField(_("drawn"), null=True, blank=True)

    class Meta:
        ordering = ("application", "number")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="panel_draw_number_once"),
            models.UniqueConstraint(fields=["application"], condition=Q(drawn_at=None), name="panel_draw_one_open"),
            models.CheckConstraint(
                condition=Q(listed_at=None, digest="") | Q(listed_at__isnull=False) & ~Q(digest=""),
                name="panel_draw_listed",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None, seed="", seed_seq=None)
                | Q(drawn_at__isnull=False, listed_at__isnull=False, seed_seq__isnull=False) & ~Q(seed=""),
                name="panel_draw_drawn",
            ),
        ]
        verbose_name = _("draw of a panel")
        verbose_name_plural = _("draws of panels")

    def __str__(self) -> str:
        return f"{self.application.reference} {self.draw_on}"

    @property
    def audit_scope(self) -> object:
        return self.application.city

    @property
    def left_free(self) -> dict[str, int]:
        """Seats of each kind that nobody of this draw could take, on its day or when a member left later."""
        kinds = {row["id"]: row["kind"] for row in self.candidates}
        later = Counter(kinds[row["out"]] for row in self.document["replaced"] if not row["in"])
        return dict(Counter(self.document["missing"]) + later)

    @property
    def document(self) -> dict[str, Any]:
        """Everything the draw is made of, as `labels.drawing` and the script of docs/panel-draw.md read it."""
        return {
            "reference": self.application.reference,
            "number": self.number,
            "country": self.application.city.country,
            "draw_on": self.draw_on.isoformat(),
            "digest": self.digest,
            "seed": self.seed,
            "seed_entry": self.seed_seq,
            "seats": self.seats,
            "kept": self.kept,
            "candidates": self.candidates,
            "excluded": self.excluded,
            "gone": [],
            "drawn": [],
            "missing": {},
            "replaced": [],
            **self.result,
        }


class PanelMember(models.Model):
    """One person in the panel of one case. Name, kind, institution and state are kept as they were when seated."""

    class State(models.TextChoices):
        SEATED = "seated", _("in the panel")
        DECLINED = "declined", _("declined")
        REMOVED = "removed", _("no longer in the panel")

    application = models.ForeignKey(
        LabelApplication, models.CASCADE, related_name="panel", verbose_name=_("application")
    )
    member = models.ForeignKey(PoolMember, models.PROTECT, related_name="seats", verbose_name=_("member of the pool"))
    draw = models.ForeignKey(PanelDraw, models.PROTECT, null=True, related_name="seated", verbose_name=_("draw"))
    place = models.PositiveSmallIntegerField(_("place, in the order of the draws"))
    kind = models.CharField(_("serves as"), max_length=14, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    institution = models.CharField(_("institution"), max_length=200)
    country = models.CharField(_("state"), max_length=2)
    declared = models.CharField(
        _("declaration"), max_length=4, choices=PanelDeclaration.Says, default=PanelDeclaration.Says.NONE
    )
    state = models.CharField(_("seat"), max_length=8, choices=State, default=State.SEATED)
    seated_at = models.DateTimeField(_("seated"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    reason = models.TextField(_("why the seat is free"), blank=True, max_length=2000)
    in_conflict = models.BooleanField(_("left because of a conflict"), default=False)
    removal_by = person(_("removal proposed by"), may_be_nobody=True)
    removed_by = person(_("removal confirmed by"), may_be_nobody=True)
    # "I agree that the findings go out"; the actions about findings keep it.
    agreed_at = models.DateTimeField(_("agrees to the findings"), null=True, blank=True)

    class Meta:
        ordering = ("application", "place")
        constraints = [
            models.UniqueConstraint(fields=["application", "member"], name="panel_member_once"),
            models.UniqueConstraint(fields=["application", "place"], name="panel_place_once"),
            models.CheckConstraint(condition=Q(state__in=["seated", "declined", "removed"]), name="panel_member_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="panel_member_kind"),
            models.CheckConstraint(condition=Q(declared__in=["none", "soft", "hard"]), name="panel_member_declared"),
            models.CheckConstraint(
                condition=Q(state="seated", left_at=None) | ~Q(state="seated") & Q(left_at__isnull=False),
                name="panel_member_left_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="removed", in_conflict=False)
                | Q(removal_by__isnull=False, removed_by__isnull=False) & ~Q(removed_by=F("removal_by")),
                name="panel_member_removed_by_two",
            ),
        ]
        verbose_name = _("member of a panel")
        verbose_name_plural = _("members of panels")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_scope(self) -> object:
        return self.application.city


class PanelStatusChange(StatusChange):
    """One step of a seat."""

    seat = models.ForeignKey(PanelMember, models.CASCADE, related_name="status_changes")
