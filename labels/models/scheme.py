"""The rules of the label, one edition at a time, and what an edition asks."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class LabelSchemeQuerySet(models.QuerySet["LabelScheme"]):
    def public(self) -> "LabelSchemeQuerySet":
        """Editions that were in force at some time. A draft is nobody's business but the office's."""
        return self.exclude(published_at=None)


class LabelScheme(models.Model):
    """One edition of the rules. A case stays under the edition it began under, so an edition with applications
    or self-assessments is never edited: a change of the rules is a new edition. `guards.py` guards it.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Stands in public, for example 2028-1."))
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("what the label says and does not say"), blank=True)
    changes = models.TextField(
        _("what is new, public"), blank=True, help_text=_("What changed against the edition before, in plain words.")
    )
    language = models.CharField(_("language of the texts"), max_length=10, default="en")
    min_commitments = models.PositiveSmallIntegerField(_("published commitments needed"), default=3)
    valid_years = models.PositiveSmallIntegerField(_("validity, years"), default=3, validators=[MinValueValidator(1)])
    starts_on = models.DateField(_("in force from"))
    is_current = models.BooleanField(_("used for new applications"), default=False)
    edited_in_admin = models.BooleanField(_("edited here"), default=False, editable=False)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("copied from")
    )
    published_at = models.DateTimeField(_("public since"), null=True, blank=True, editable=False)

    objects = LabelSchemeQuerySet.as_manager()

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
        """Whether a city applies, or assesses itself, under these rules, so that nobody may change them."""
        return self.pk is not None and (self.applications.exists() or self.assessments.exists())


class Part(models.Model):
    """What belongs to one edition: frozen with it. Directly by `scheme`, or through the row it hangs on."""

    scheme: Any

    class Meta:
        abstract = True

    @property
    def edition(self) -> LabelScheme:
        """The edition it belongs to, also through the stage or criterion it hangs on."""
        raise NotImplementedError


class Criterion(Part):
    """One question the rules ask. Answered in words, never in points; each word of the scale is explained."""

    scheme = models.ForeignKey(LabelScheme, models.CASCADE, related_name="criteria", verbose_name=_("edition"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    element = models.CharField(
        _("element of the framework"), max_length=20, blank=True, help_text=_("Its code, for example S3.")
    )
    title = models.CharField(_("question"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)
    evidence_hints = models.TextField(_("what can show it"), blank=True, help_text=_("One short text a line."))
    not_yet = models.TextField(_("“not yet” means"), blank=True)
    partly = models.TextField(_("“partly” means"), blank=True)
    met = models.TextField(_("“met” means"), blank=True)
    by_competence = models.BooleanField(
        _("depends on powers"),
        default=False,
        help_text=_("A city without the power may answer “not ours” and say who has it."),
    )
    not_ours = models.TextField(_("“not ours” means"), blank=True)

    class Meta:
        ordering = ("scheme", "position")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=Q(by_competence=True) | Q(not_ours=""), name="criterion_not_ours_by_competence"
            ),
        ]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> LabelScheme:
        return self.scheme


class CriterionVariant(Part):
    """What one criterion asks of smaller places: less paper for the same question, never another question."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="variants", verbose_name=_("criterion"))
    up_to = models.PositiveIntegerField(_("for places of up to … residents"), validators=[MinValueValidator(1)])
    guidance = models.TextField(_("guidance"))
    evidence_hints = models.TextField(_("what can show it"), blank=True, help_text=_("One short text a line."))

    class Meta:
        ordering = ("criterion", "up_to")
        constraints = [
            models.UniqueConstraint(fields=["criterion", "up_to"], name="criterion_variant_once"),
            models.CheckConstraint(condition=Q(up_to__gte=1), name="criterion_variant_size"),
        ]
        verbose_name = _("variant by size")
        verbose_name_plural = _("variants by size")

    def __str__(self) -> str:
        return str(self.up_to)

    @property
    def edition(self) -> LabelScheme:
        return self.criterion.scheme
