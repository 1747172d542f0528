"""How a city joins: a request with a mandate document, checked by staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from core.models import Scanned
from review.models import StatusChange


class JoinRequest(Scanned):
    """An official asks to join for a place, or for one that the gazetteer lacks."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("being verified")
        RETURNED = "returned", _("sent back with questions")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.SUBMITTED)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="join_requests", verbose_name=_("applicant")
    )
    place = models.ForeignKey(
        "cities.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    place_name = models.CharField(_("municipality"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    work_email = models.EmailField(_("work e-mail address"))
    job_title = models.CharField(_("your role in the city"), max_length=200)
    official_channel = models.CharField(
        _("official contact we can verify you through"),
        max_length=300,
        blank=True,
        help_text=_("For example the switchboard number or the town hall's address on the city website."),
    )
    mandate_title = models.CharField(_("decision of the council or statement of the mayor"), max_length=300)
    mandate_file = models.FileField(_("mandate document"), upload_to="mandates/", max_length=300)
    mandate_file_name = models.CharField(max_length=200, blank=True)
    mandate_sha256 = models.CharField(max_length=64, blank=True)
    mandate_start = models.DateField(_("mandate from"))
    mandate_end = models.DateField(_("mandate until"))
    city = models.ForeignKey(
        "cities.City", models.SET_NULL, null=True, blank=True, related_name="join_requests", verbose_name=_("city")
    )
    submit_key = models.UUIDField(unique=True, null=True, blank=True)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta(Scanned.Meta):
        ordering = ("created_at", "pk")
        constraints = [
            *Scanned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "returned", "accepted", "refused", "withdrawn"]),
                name="join_request_state",
            ),
            models.UniqueConstraint(
                fields=["applicant", "place"],
                condition=Q(state__in=["submitted", "returned"], place__isnull=False),
                name="join_request_open_once",
            ),
            models.UniqueConstraint(
                "applicant",
                "country",
                Lower("place_name"),
                condition=Q(state__in=["submitted", "returned"], place__isnull=True),
                name="join_request_typed_open_once",
            ),
            models.CheckConstraint(
                condition=Q(mandate_end__gte=models.F("mandate_start")), name="join_request_mandate_dates"
            ),
        ]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")

    def __str__(self) -> str:
        return f"{self.place_name} ({self.country})"

    @property
    def audit_scope(self) -> City | None:
        return self.city

    @cached_property
    def concerned_cities(self) -> list[City]:
        """As `find_concerned_cities`; read once."""
        return self.find_concerned_cities()

    def find_concerned_cities(self) -> list[City]:
        """Return the city that came of this request, and the one that the place already has. One query."""
        return list(City.objects.filter(Q(pk=self.city_id) | Q(place_id=self.place_id, place_id__isnull=False)))


class JoinStatusChange(StatusChange):
    join_request = models.ForeignKey(JoinRequest, models.CASCADE, related_name="status_changes")
