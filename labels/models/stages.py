"""The stages of an edition with their deadlines, the panel it asks for, and the outcomes it knows."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labels.models.scheme import LabelScheme, Part


class Side(models.TextChoices):
    """Who acts in a stage, or is waited for."""

    CITY = "city", _("the city")
    APPROVER = "approver", _("an approver of the city")
    STAFF = "staff", _("two people of the office")
    PUBLIC = "public", _("residents and organisations")
    PANEL = "panel", _("the panel")
    DECIDERS = "deciders", _("two deciders, new to the case")
    OTHERS = "others", _("people with no earlier part in the case")
    PORTAL = "portal", _("the portal, by itself")


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days")
    MONTHS = "months", _("months")


class Stage(Part):
    """One stage of the whole life of a label: what happens, who acts, what the public sees."""

    scheme = models.ForeignKey(LabelScheme, models.CASCADE, related_name="stages", verbose_name=_("edition"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    key = models.SlugField(_("key"), max_length=30, help_text=_("The programme finds the stage by it."))
    title = models.CharField(_("title"), max_length=120)
    what = models.TextField(_("what happens"), blank=True)
    who = models.CharField(_("who acts"), max_length=10, choices=Side)
    public_sees = models.CharField(_("what the public sees"), max_length=200, blank=True)

    class Meta:
        ordering = ("scheme", "number")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="stage_number_once"),
            models.UniqueConstraint(fields=["scheme", "key"], name="stage_key_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="stage_number_range"),
            models.CheckConstraint(condition=Q(who__in=Side.values), name="stage_who"),
        ]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def edition(self) -> LabelScheme:
        return self.scheme


class StageDeadline(Part):
    """How long one step of a stage may take, when its clock stands still, and by how much it is extended, once."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="deadlines", verbose_name=_("stage"))
    key = models.SlugField(_("key"), max_length=30, help_text=_("The programme finds the deadline by it."))
    title = models.CharField(_("for what"), max_length=120)
    length = models.PositiveSmallIntegerField(_("length"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    who = models.CharField(
        _("who keeps it"), max_length=10, choices=Side, blank=True, help_text=_("Empty: whoever acts in the stage.")
    )
    stops_for = models.CharField(
        _("clock stops while waiting for"),
        max_length=10,
        choices=Side,
        blank=True,
        help_text=_("Empty: it never does."),
    )
    extension = models.PositiveSmallIntegerField(
        _("extension, once"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )

    class Meta:
        ordering = ("stage", "pk")
        constraints = [
            models.UniqueConstraint(fields=["stage", "key"], name="stage_deadline_once"),
            models.CheckConstraint(condition=Q(length__gte=1, length__lte=1000), name="stage_deadline_length"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="stage_deadline_unit"),
            models.CheckConstraint(condition=Q(who__in=["", *Side.values]), name="stage_deadline_who"),
            models.CheckConstraint(condition=Q(stops_for__in=["", *Side.values]), name="stage_deadline_stops"),
            models.CheckConstraint(
                condition=Q(extension=None) | Q(extension__gte=1, extension__lte=1000), name="stage_deadline_extension"
            ),
        ]
        verbose_name = _("deadline of a stage")
        verbose_name_plural = _("deadlines of a stage")

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> LabelScheme:
        return self.stage.scheme


class PanelSeat(Part):
    """Seats of one kind in the panel. The kinds are fixed, as the pool is declared by kind; the numbers are not."""

    class Panel(models.TextChoices):
        APPLICATION = "application", _("of an application")
        RENEWAL = "renewal", _("of a renewal")

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official of a labelled city")
        INSTITUTION = "institution", _("national human rights institution or equality body")
        CIVIL_SOCIETY = "civil_society", _("civil society or rights-holder")
        ACADEMIC = "academic", _("academic")

    scheme = models.ForeignKey(LabelScheme, models.CASCADE, related_name="seats", verbose_name=_("edition"))
    panel = models.CharField(_("panel"), max_length=12, choices=Panel, default=Panel.APPLICATION)
    kind = models.CharField(_("kind of member"), max_length=14, choices=Kind)
    members = models.PositiveSmallIntegerField(_("members"), validators=[MinValueValidator(1), MaxValueValidator(9)])
    other_state = models.BooleanField(_("no member from the city's state"), default=True)
    distinct_states = models.BooleanField(_("no two members from the same state"), default=False)

    class Meta:
        ordering = ("scheme", "panel", "pk")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "panel", "kind"], name="panel_seat_once"),
            models.CheckConstraint(condition=Q(members__gte=1, members__lte=9), name="panel_seat_members"),
            models.CheckConstraint(condition=Q(panel__in=["application", "renewal"]), name="panel_seat_panel"),
            models.CheckConstraint(
                condition=Q(kind__in=["official", "institution", "civil_society", "academic"]), name="panel_seat_kind"
            ),
        ]
        verbose_name = _("seats of the panel")
        verbose_name_plural = _("seats of the panel")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} × {self.members}"

    @property
    def edition(self) -> LabelScheme:
        return self.scheme


class SchemeOutcome(Part):
    """What a decision may be, in the public words of one edition."""

    class Key(models.TextChoices):
        AWARDED = "awarded", _("awarded")
        CONDITIONS = "conditions", _("awarded with conditions")
        NOT_YET = "not_yet", _("not yet")
        INADMISSIBLE = "inadmissible", _("inadmissible")

    scheme = models.ForeignKey(LabelScheme, models.CASCADE, related_name="outcomes", verbose_name=_("edition"))
    key = models.CharField(_("outcome"), max_length=12, choices=Key)
    title = models.CharField(_("public words"), max_length=80)
    text = models.TextField(_("what it means, public"))

    class Meta:
        ordering = ("scheme", "pk")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="scheme_outcome_once"),
            models.CheckConstraint(
                condition=Q(key__in=["awarded", "conditions", "not_yet", "inadmissible"]), name="scheme_outcome_key"
            ),
        ]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> LabelScheme:
        return self.scheme
