"""The pool of panel members: who offers to serve, in what capacity, and who of the office accepted it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.stages import PanelSeat
from review.models import StatusChange
from review.models.checking import person

Kind = PanelSeat.Kind


class PoolMember(models.Model):
    """Somebody who offers to sit in panels. Not staff; their name is public once they sit in one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("offered, the office has not accepted yet")
        ACTIVE = "active", _("in the pool")
        PAUSED = "paused", _("takes a pause")
        LEFT = "left", _("no longer in the pool")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pool_member", verbose_name=_("account")
    )
    public_id = models.CharField(_("public number"), max_length=12, unique=True)
    name = models.CharField(_("name, as it is published"), max_length=150)
    kind = models.CharField(_("serves as"), max_length=14, choices=Kind)
    country = models.CharField(_("state"), max_length=2)
    languages = models.JSONField(_("languages"), default=list)
    institution = models.CharField(_("institution"), max_length=200)
    city = models.ForeignKey(
        "cities.City",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pool_members",
        verbose_name=_("city, of officials"),
    )
    state = models.CharField(_("state of the offer"), max_length=7, choices=State, default=State.WAITING)
    revision = models.PositiveIntegerField(default=1, editable=False)
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = person(_("accepted by"), may_be_nobody=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="pool_member_kind"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "active", "paused", "left"]), name="pool_member_state"
            ),
            models.CheckConstraint(
                condition=Q(kind="official", city__isnull=False) | ~Q(kind="official") & Q(city=None),
                name="pool_member_city_of_officials",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "paused"]) | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="pool_member_accepted",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("user")), name="pool_member_accepted_by_another"
            ),
        ]
        verbose_name = _("member of the pool")
        verbose_name_plural = _("pool of panel members")

    def __str__(self) -> str:
        return f"{self.name} ({self.public_id})"


class PoolStatusChange(StatusChange):
    """One step of an offer to serve."""

    member = models.ForeignKey(PoolMember, models.CASCADE, related_name="status_changes")
