"""The political mandate: what the council decided or the mayor stated, from when to when; and who re-affirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from cities.models.links import MayorLink
from core.models import Scanned
from review.models import StatusChange


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on_file(self) -> "MandateQuerySet":
        """Mandates that count: verified by the office or re-affirmed by the mayor."""
        return self.filter(state=Mandate.State.ON_FILE)

    def open(self) -> "MandateQuerySet":
        """Handed in, not decided yet: at most one a city."""
        return self.filter(state__in=(Mandate.State.ASKED, Mandate.State.SUBMITTED))

    def waiting(self) -> "MandateQuerySet":
        """What the office has to verify."""
        return self.filter(state=Mandate.State.SUBMITTED)


class Mandate(Scanned):
    """What the council decided, or what the mayor stated before it decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the mayor")
        SUBMITTED = "submitted", _("being verified")
        ON_FILE = "on_file", _("on file")
        REFUSED = "refused", _("not accepted")
        WITHDRAWN = "withdrawn", _("taken back")

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision of the council")
        STATEMENT = "statement", _("statement of the mayor")

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="mandates", verbose_name=_("city"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ON_FILE)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DECISION)
    title = models.CharField(_("decision"), max_length=300)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    file = models.FileField(_("document"), upload_to="mandates/", blank=True, max_length=300)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(_("document is public"), default=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    notice_at = models.DateTimeField(_("city asked for a hand-over"), null=True, blank=True, editable=False)
    end_notice_at = models.DateTimeField(_("city told of the end"), null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta(Scanned.Meta):
        ordering = ("-starts_on", "-pk")
        constraints = [
            *Scanned.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "submitted", "on_file", "refused", "withdrawn"]), name="mandate_state"
            ),
            models.CheckConstraint(condition=Q(kind__in=["decision", "statement"]), name="mandate_kind"),
            models.UniqueConstraint(
                fields=["city"], condition=Q(state__in=["asked", "submitted"]), name="mandate_open_once"
            ),
        ]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self) -> str:
        return self.title

    @property
    def audit_scope(self) -> City:
        return self.city


class MandateStatusChange(StatusChange):
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="status_changes")


class ReaffirmLink(MayorLink):
    """The link with which a new mayor re-affirms what the city promised."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="reaffirm_links", verbose_name=_("mandate"))

    class Meta(MayorLink.Meta):
        constraints = [
            *MayorLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(used_at=None, revoked_at=None), name="reaffirm_link_open_once"
            ),
        ]
        verbose_name = _("link to re-affirm")
        verbose_name_plural = _("links to re-affirm")
