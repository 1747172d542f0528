"""The EU Charter of Fundamental Rights, and the European charter that cities wrote for themselves."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.reference import reference_words
from framework.models.base import ReferenceQuerySet, ReferenceRow, choices_check, code_field, order_field


class HeadingCheck(models.TextChoices):
    """How sure we are of a heading."""

    VERBATIM = "verbatim", _("Read in the source")
    CONTENT_CHECKED = "content_checked", _("Heading matched with the text of the article")
    TRANSLATED = "translated", _("Matched with a list in another language")
    RECALLED = "recalled", _("Set down as generally known, not read again")


class LocalRelevance(models.TextChoices):
    HIGH = "high", _("Often touched by a city's powers")
    MEDIUM = "medium", _("Sometimes touched by a city's powers")
    LOW = "low", _("Seldom touched by a city's powers")


class RightsTitle(ReferenceRow):
    """One of the seven titles of the EU Charter."""

    code = code_field()
    number = models.CharField(_("number"), max_length=8, unique=True, help_text=_("Roman, as printed."))
    order = order_field()
    heading = models.CharField(_("heading"), max_length=200)
    holds_rights = models.BooleanField(
        _("holds rights"),
        default=True,
        help_text=_("Title VII holds rules on how to apply the Charter, not rights."),
    )

    class Meta:
        ordering = ("order",)
        verbose_name = _("EU Charter title")
        verbose_name_plural = _("EU Charter titles")

    def __str__(self) -> str:
        return f"{self.number} {reference_words(self.heading)}"


class RightQuerySet(ReferenceQuerySet):
    # A commitment cites rights, not the rules of application in title VII.
    offer = ReferenceQuerySet.offer & models.Q(title__holds_rights=True)


class Right(ReferenceRow):
    """An article of the EU Charter."""

    title = models.ForeignKey(
        RightsTitle, on_delete=models.PROTECT, related_name="rights", verbose_name=_("Charter title")
    )
    code = code_field(page=True)
    number = models.PositiveSmallIntegerField(_("article number"), unique=True)
    order = order_field()
    heading = models.CharField(_("heading"), max_length=200)
    local_relevance = models.CharField(
        _("local relevance"),
        max_length=10,
        blank=True,
        choices=LocalRelevance.choices,
        help_text=_("Our own editorial estimate, not an official rating."),
    )

    objects = RightQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        verbose_name = _("right (EU Charter article)")
        verbose_name_plural = _("rights (EU Charter articles)")
        constraints = [choices_check("local_relevance", LocalRelevance, "framework_right_relevance_known", blank=True)]

    def __str__(self) -> str:
        return f"{self.code} {reference_words(self.heading)}"

    def get_absolute_url(self) -> str:
        return reverse("portal:right", args=[self.code.lower()])


class CharterPart(ReferenceRow):
    """One of the five parts of the European Charter for the Safeguarding of Human Rights in the City."""

    code = code_field()
    number = models.CharField(_("number"), max_length=8, unique=True, help_text=_("Roman, as printed."))
    order = order_field()
    heading = models.CharField(_("heading"), max_length=200)

    class Meta:
        ordering = ("order",)
        verbose_name = _("city charter part")
        verbose_name_plural = _("city charter parts")

    def __str__(self) -> str:
        return f"{self.number} {reference_words(self.heading)}"


class CharterArticle(ReferenceRow):
    """An article of the European Charter for the Safeguarding of Human Rights in the City."""

    part = models.ForeignKey(CharterPart, on_delete=models.PROTECT, related_name="articles", verbose_name=_("part"))
    code = code_field()
    number = models.CharField(_("number"), max_length=8, unique=True, help_text=_("Roman, as printed."))
    order = order_field()
    heading = models.CharField(_("heading"), max_length=200)
    verification = models.CharField(_("how sure"), max_length=20, choices=HeadingCheck.choices)

    class Meta:
        ordering = ("order",)
        verbose_name = _("city charter article")
        verbose_name_plural = _("city charter articles")
        constraints = [choices_check("verification", HeadingCheck, "framework_article_check_known")]

    def __str__(self) -> str:
        return f"{self.number} {reference_words(self.heading)}"
