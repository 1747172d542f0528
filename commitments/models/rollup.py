"""How many commitments the record holds, kept ready: pages read a few rows instead of counting the whole record.

Counted are commitments, by country. No row belongs to a city: nothing here could rank one.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Facet(models.TextChoices):
    """By what commitments are counted. In each facet the code is empty for those that name nothing of it."""

    ALL = "all", _("all commitments")
    PILLAR = "pillar", _("foundations, structures and tools")
    ELEMENT = "element", _("framework elements")
    TITLE = "title", _("titles of the EU Charter")
    RIGHT = "right", _("articles of the EU Charter")
    AREA = "area", _("policy areas")
    GROUP = "group", _("groups of people")
    COUNTRY = "country", _("countries")
    PROGRESS = "progress", _("progress as the city says")
    YEAR = "year", _("year in which they start")
    RUNS = "runs", _("years in which they run")
    STATUS = "status", _("state")
    GOAL = "goal", _("development goals")
    LANGUAGE = "language", _("language of the text")


class Counted(models.Model):
    """What one commitment adds to the roll-up now: the only thing that may ever be taken away from it again."""

    commitment = models.OneToOneField("commitments.Commitment", models.CASCADE, primary_key=True, related_name="+")
    country = models.CharField(_("country"), max_length=2)
    origin = models.CharField(_("origin"), max_length=10)
    keys = models.JSONField(_("facets with their codes"), default=list)

    class Meta:
        verbose_name = _("counted commitment")
        verbose_name_plural = _("counted commitments")

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.country}"


class RollUp(models.Model):
    """How many public commitments of a country and an origin have one value of a facet. Withdrawn ones do not count."""

    facet = models.CharField(_("facet"), max_length=10, choices=Facet)
    code = models.CharField(_("code"), max_length=32, blank=True)
    country = models.CharField(_("country"), max_length=2)
    origin = models.CharField(_("origin"), max_length=10)
    number = models.PositiveIntegerField(_("number of commitments"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "code", "country", "origin"], name="rollup_once")]
        verbose_name = _("row of the roll-up")
        verbose_name_plural = _("rows of the roll-up")

    def __str__(self) -> str:
        return f"{self.facet} {self.code} {self.country}: {self.number}"
