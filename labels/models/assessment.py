"""The city's self-assessment under one edition: its powers, the answers of each group, the residents' survey.

Answers are words. Nothing here is added up or stored as a number; what residents said is counted when it is read, and
not below ten answers.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tokens import new_token
from labels.models.application import LabelApplication
from labels.models.scheme import Criterion, LabelScheme
from review.models.checking import person


class Tier(models.TextChoices):
    """What kind of local government a city is: it decides which powers are usual."""

    MUNICIPALITY = "municipality", _("municipality")
    REGION_CITY = "region_city", _("city that is a region or district as well")
    PART = "part", _("part of a larger city")


class Power(models.TextChoices):
    OURS = "ours", _("ours")
    SHARED = "shared", _("shared with another level")
    NOT_OURS = "not_ours", _("not ours")


class Group(models.TextChoices):
    """Who answers at the desk. Residents and civil society answer by the link of a survey."""

    OFFICIALS = "officials", _("officials")
    ELECTED = "elected", _("elected members")


class Scale(models.TextChoices):
    NOT_YET = "not_yet", _("not yet")
    PARTLY = "partly", _("partly")
    MET = "met", _("met")
    NOT_OURS = "not_ours", _("not ours")


class UsualPower(models.Model):
    """Who usually has a power in one country, for one kind of local government. It is proposed to cities.

    Rows that the portal ships name where that stands (a constraint) and follow its file; what somebody saved stays.
    """

    country = models.CharField(_("country"), max_length=2)
    tier = models.CharField(_("kind of local government"), max_length=12, choices=Tier, default=Tier.MUNICIPALITY)
    element = models.CharField(_("element of the framework"), max_length=20)
    power = models.CharField(_("power"), max_length=8, choices=Power)
    who_has = models.CharField(_("who has it else"), max_length=200, blank=True)
    source = models.CharField(_("where that stands"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    is_shipped = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("country", "tier", "element")
        constraints = [
            models.UniqueConstraint(fields=["country", "tier", "element"], name="usual_power_once"),
            models.CheckConstraint(condition=Q(power__in=Power.values), name="usual_power_known"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="usual_power_tier"),
            models.CheckConstraint(
                condition=Q(is_shipped=False) | ~Q(source="") & ~Q(source_url=""), name="usual_power_sourced"
            ),
        ]
        verbose_name = _("usual power")
        verbose_name_plural = _("usual powers by country")

    def __str__(self) -> str:
        return f"{self.country} {self.element}"


class Assessment(models.Model):
    """One self-assessment of a city under one edition. Frozen with a digest when the city applies."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="assessments", verbose_name=_("city"))
    scheme = models.ForeignKey(LabelScheme, models.PROTECT, related_name="assessments", verbose_name=_("rules"))
    application = models.OneToOneField(
        LabelApplication, models.PROTECT, null=True, blank=True, related_name="assessment"
    )
    tier = models.CharField(_("kind of local government"), max_length=12, choices=Tier, default=Tier.MUNICIPALITY)
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    snapshot = models.JSONField(_("what was sent"), null=True, blank=True)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["city"], condition=Q(frozen_at=None), name="assessment_one_open"),
            models.CheckConstraint(
                condition=Q(frozen_at=None, digest="", application=None)
                | Q(frozen_at__isnull=False, application__isnull=False) & ~Q(digest=""),
                name="assessment_frozen_whole",
            ),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="assessment_tier"),
        ]
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")

    def __str__(self) -> str:
        return f"{self.city} · {self.scheme.code}"

    @property
    def audit_scope(self) -> object:
        return self.city


class Competence(models.Model):
    """Whether one thing is in the city's power. `who_has` names who decides it else."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="competences")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    power = models.CharField(_("power"), max_length=8, choices=Power)
    who_has = models.CharField(_("who has it else"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="competence_once"),
            models.CheckConstraint(condition=Q(power__in=Power.values), name="competence_power"),
        ]

    def __str__(self) -> str:
        return self.power


class Answer(models.Model):
    """What one group says about one question, with its reasons. Empty while it is being written."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    group = models.CharField(_("group"), max_length=10, choices=Group)
    value = models.CharField(_("answer"), max_length=8, choices=Scale, blank=True)
    text = models.TextField(_("why"), blank=True, max_length=5000)
    evidence = models.TextField(_("what shows it"), blank=True, max_length=5000)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    revision = models.PositiveIntegerField(default=1, editable=False)
    editor = person(_("last edited by"), may_be_nobody=True)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion", "group"], name="assessment_answer_once"),
            models.CheckConstraint(condition=Q(value__in=["", *Scale.values]), name="assessment_answer_value"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="assessment_answer_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.value}"


class Survey(models.Model):
    """The same questions for residents and civil society, by a link that the city shares. No account, no name."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="surveys")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(closed_at=None), name="survey_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.opened_at:%Y-%m-%d}"


class SurveyMark(models.Model):
    """Which mailboxes answered, as keyed fingerprints: no date, no order, no way to an answer. Gone once frozen."""

    # The fingerprint is the key of the row: a number would tell who answered before whom.
    mark = models.CharField(max_length=64, primary_key=True, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="survey_marks")

    def __str__(self) -> str:
        return self.mark[:8]


class SurveyReply(models.Model):
    """What one person answered. Nothing tells who it was."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("I live, work or study here")
        CIVIL_SOCIETY = "civil_society", _("I speak for an organisation of civil society")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="replies")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=14, choices=Kind)
    sent_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["resident", "civil_society"]), name="survey_reply_kind"),
        ]

    def __str__(self) -> str:
        return self.kind


class SurveyAnswer(models.Model):
    """One answer of one reply. Whoever does not know leaves it out."""

    reply = models.ForeignKey(SurveyReply, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.CharField(max_length=8, choices=Scale)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "criterion"], name="survey_answer_once"),
            models.CheckConstraint(condition=Q(value__in=["not_yet", "partly", "met"]), name="survey_answer_value"),
        ]

    def __str__(self) -> str:
        return self.value
