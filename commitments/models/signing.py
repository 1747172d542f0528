"""The one-time link with which a mayor signs a text off."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import MayorLink


class SignOffLink(MayorLink):
    version = models.ForeignKey(
        "commitments.CommitmentVersion", models.CASCADE, related_name="sign_off_links", verbose_name=_("text")
    )

    class Meta(MayorLink.Meta):
        constraints = [
            *MayorLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["version"], condition=Q(used_at=None, revoked_at=None), name="sign_off_link_open_once"
            ),
        ]
        verbose_name = _("link to sign off")
        verbose_name_plural = _("links to sign off")
