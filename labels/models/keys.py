"""Public keys of the awarding body. Private keys are never in the database: `labels/keys.py` reads them from files."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CredentialKey(models.Model):
    """One public key. Kept for ever: what was signed with it stays checkable, unless it was revoked."""

    kid = models.CharField(_("name of the key"), max_length=40, unique=True)
    public_key = models.CharField(_("public key, base 64"), max_length=43, unique=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    signs = models.BooleanField(_("signs"), default=True)
    revoked_at = models.DateTimeField(_("not to be trusted since"), null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["signs"], condition=Q(signs=True), name="credential_key_one_signs"),
            models.CheckConstraint(condition=Q(signs=False) | Q(revoked_at=None), name="credential_key_revoked"),
        ]
        verbose_name = _("key of the awarding body")
        verbose_name_plural = _("keys of the awarding body")

    def __str__(self) -> str:
        return self.kid
