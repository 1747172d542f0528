"""The gazetteer: places a city can join for."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name


class PlaceQuerySet(models.QuerySet["Place"]):
    def joinable(self) -> "PlaceQuerySet":
        """Places that are not part of a larger municipality."""
        return self.filter(part_of_id__isnull=True)


class Place(models.Model):
    """One row of the gazetteer (GeoNames, Eurostat)."""

    geonames_id = models.PositiveIntegerField(_("GeoNames id"), primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    ascii_name = models.CharField(_("name in plain letters"), max_length=200)
    local_name = models.CharField(_("official local name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2)
    country_group = models.CharField(_("group of countries"), max_length=10)
    region = models.CharField(_("region"), max_length=200, blank=True)
    district = models.CharField(_("second-level area"), max_length=200, blank=True)
    lat = models.FloatField(_("latitude, degrees"))
    lon = models.FloatField(_("longitude, degrees"))
    population = models.PositiveIntegerField(_("residents"), default=0)
    timezone = models.CharField(_("time zone"), max_length=50, blank=True)
    lau_code = models.CharField(_("LAU 2020 code"), max_length=30, blank=True)
    nuts3 = models.CharField(_("NUTS 3 (2021) code"), max_length=10, blank=True)
    part_of_id = models.PositiveIntegerField(_("part of place"), null=True, blank=True)
    alternative_names = models.TextField(_("other names"), blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("-population",)
        indexes = [models.Index(fields=["country", "-population"])]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    @property
    def country_name(self) -> str:
        return country_name(self.country)


class PlaceName(models.Model):
    """One folded name of a place, for look-ups by prefix: wien, vienna and βιεννη all lead to Vienna.

    The place's own names also stand here from each later word on ("main" for Frankfurt am Main), as not own.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="names", db_index=False)
    folded = models.CharField(max_length=200)
    is_own = models.BooleanField(default=False)

    class Meta:
        # PostgreSQL needs this class for LIKE 'wien%'; SQLite has no such thing and ignores it.
        indexes = [models.Index(fields=["folded"], opclasses=["varchar_pattern_ops"], name="place_name_prefix")]
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="place_name_once")]

    def __str__(self) -> str:
        return self.folded


class PlaceLoad(models.Model):
    """A gazetteer file that was loaded: the same file again costs nothing."""

    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)

    class Meta:
        ordering = ("-loaded_at", "-pk")
        verbose_name = _("load of the gazetteer")
        verbose_name_plural = _("loads of the gazetteer")

    def __str__(self) -> str:
        return f"{self.rows} · {self.digest[:12]}"
