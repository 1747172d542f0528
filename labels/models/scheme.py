"""The rules of the label, one edition at a time."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class LabelScheme(models.Model):
    """One edition of the rules. An application is decided under the edition it was made under, so an edition with
    applications is never edited: a change of the rules is a new edition.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("what the label says and does not say"), blank=True)
    min_commitments = models.PositiveSmallIntegerField(_("published commitments needed"), default=3)
    valid_years = models.PositiveSmallIntegerField(_("validity, years"), default=3)
    starts_on = models.DateField(_("in force from"))
    is_current = models.BooleanField(_("used for new applications"), default=False)
    edited_in_admin = models.BooleanField(_("edited here"), default=False, editable=False)

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="label_scheme_one_current"
            )
        ]
        verbose_name = _("edition of the label's rules")
        verbose_name_plural = _("editions of the label's rules")

    def __str__(self) -> str:
        return self.title

    @cached_property
    def is_in_use(self) -> bool:
        """Whether a city has applied under these rules, so that nobody may change them."""
        return self.pk is not None and self.applications.exists()


class Criterion(models.Model):
    """One question the rules ask. Answered in words, never in points."""

    scheme = models.ForeignKey(LabelScheme, models.CASCADE, related_name="criteria", verbose_name=_("edition"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)

    class Meta:
        ordering = ("scheme", "position")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="criterion_code_once")]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.title
