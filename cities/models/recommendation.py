"""What others recommend to a city or a country: national institutions, treaty bodies, the Council of Europe."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.codes import new_code


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def offered(self, *, chosen: Any = ()) -> "RecommendationQuerySet":
        """What forms offer, and what was chosen before."""
        return self.filter(Q(is_offered=True) | Q(pk__in=list(chosen)))

    def to_city(self, city: Any) -> "RecommendationQuerySet":
        """Those made to the city itself, and those made to its country."""
        return self.filter(Q(city=city.pk) | Q(city=None, country=city.country))


def recommendation_code() -> str:
    """Return a fresh code such as REC-7K2Q9D."""
    return new_code("REC")


class Recommendation(models.Model):
    """One recommendation. It is fact, not opinion: who said it, when, where, in whose words."""

    class Source(models.TextChoices):
        NATIONAL = "national", _("national human rights institution or equality body")
        COE = "coe", _("body of the Council of Europe")
        UN = "un", _("United Nations treaty body or review")
        EU = "eu", _("body of the European Union")
        OTHER = "other", _("another body")

    code = models.CharField(_("code"), max_length=12, unique=True, default=recommendation_code, editable=False)
    city = models.ForeignKey(
        "cities.City", models.CASCADE, null=True, blank=True, related_name="recommendations", verbose_name=_("city")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    source = models.CharField(_("kind of body"), max_length=10, choices=Source, default=Source.OTHER)
    body = models.CharField(_("who recommends it"), max_length=200)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    text = models.CharField(_("what is recommended"), max_length=1000)
    language = models.CharField(_("language"), max_length=10, default="en")
    url = models.URLField(_("link"), max_length=500, blank=True)
    by_city = models.BooleanField(_("added by the city itself"), default=False)
    is_offered = models.BooleanField(_("forms offer it"), default=True)
    order = models.PositiveIntegerField(default=0, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("-dated_on", "pk")
        indexes = [models.Index(fields=["country"], name="recommendation_country")]
        constraints = [
            models.CheckConstraint(
                condition=Q(city=None) & ~Q(country="") | Q(city__isnull=False, country=""),
                name="recommendation_city_or_country",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["national", "coe", "un", "eu", "other"]), name="recommendation_source"
            ),
            models.CheckConstraint(condition=Q(by_city=False) | Q(city__isnull=False), name="recommendation_by_city"),
        ]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self) -> str:
        return f"{self.body}: {self.text}"
