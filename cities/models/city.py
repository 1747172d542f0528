"""The local government that takes part."""

from django.db import models
from django.db.models.functions import Concat, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.languages import LANGUAGES
from core.translated import of_the_union

_LINE = models.Value("\n")


class CityQuerySet(models.QuerySet["City"]):
    def public(self) -> "CityQuerySet":
        """Cities that everybody may see."""
        return self.filter(is_public=True)

    def by_name(self) -> "CityQuerySet":
        """Alphabetical: the only order besides latest change. Never by a total."""
        return self.order_by("name", "pk")

    def by_latest_change(self) -> "CityQuerySet":
        return self.order_by("-changed_at", "pk")


class City(models.Model):
    """A city, municipality, district or region of the programme, or one compiled from public sources."""

    class Membership(models.TextChoices):
        NONE = "none", _("Listed from public sources")
        INTERESTED = "interested", _("Interested")
        COMMITTED = "committed", _("Committed city")

    class Origin(models.TextChoices):
        CITY = "city", _("joined by the city itself")
        COMPILED = "compiled", _("compiled from public sources, not submitted by the city")
        SAMPLE = "sample", _("invented sample")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    local_name = models.CharField(_("name in the local language"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, db_index=True)
    region = models.CharField(_("region"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, default="city")
    place = models.OneToOneField(
        "cities.Place", models.PROTECT, null=True, blank=True, related_name="city", verbose_name=_("place")
    )
    lat = models.FloatField(_("latitude, degrees"), null=True, blank=True)
    lon = models.FloatField(_("longitude, degrees"), null=True, blank=True)
    population = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    membership = models.CharField(_("membership"), max_length=12, choices=Membership, default=Membership.NONE)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.CITY)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    language = models.CharField(
        _("language of the profile"), max_length=2, choices=LANGUAGES, blank=True, help_text=_("Empty: nobody said.")
    )
    about = models.TextField(_("about"), blank=True, help_text=_("Two or three sentences, public at once."))
    website = models.URLField(_("website"), max_length=500, blank=True)
    office = models.CharField(_("responsible office"), max_length=200, blank=True)
    contact_email = models.EmailField(_("public contact address"), blank=True)
    complaints_url = models.URLField(_("where residents can complain"), max_length=500, blank=True)
    email_domains = models.JSONField(_("official e-mail domains"), default=list, blank=True)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    mandate_until = models.DateField(
        _("mandate until"), null=True, blank=True, editable=False, help_text=_("The end of the mandate on file.")
    )
    approver_lost_at = models.DateTimeField(_("without an approver since"), null=True, blank=True, editable=False)
    is_public = models.BooleanField(_("public"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("latest public change"), default=timezone.now, db_index=True)
    # What a search reads first, kept by the database: asking four columns without case costs four times as much.
    searched = models.GeneratedField(
        expression=Lower(
            Concat("name", _LINE, "local_name", _LINE, "slug", _LINE, "region", output_field=models.TextField())
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(membership__in=["none", "interested", "committed"]), name="city_membership"
            ),
            models.CheckConstraint(condition=models.Q(origin__in=["city", "compiled", "sample"]), name="city_origin"),
            of_the_union("city_language", or_none=True),
        ]
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:city", args=[self.slug])

    @property
    def audit_scope(self) -> "City":
        return self


class CityFact(models.Model):
    """Something public sources say about a city: a declaration, a body, a membership of a network."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("declaration")
        STRUCTURE = "structure", _("body or office")
        NETWORK = "network", _("network")

    city = models.ForeignKey(City, models.CASCADE, related_name="facts", verbose_name=_("city"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    since = models.PositiveSmallIntegerField(_("since, year"), null=True, blank=True)
    element_code = models.CharField(_("framework element"), max_length=10, blank=True)
    note = models.TextField(_("note"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ("kind", "since", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["declaration", "structure", "network"]), name="city_fact_kind"
            )
        ]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return self.title
