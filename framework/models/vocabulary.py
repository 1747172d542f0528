"""Our own vocabulary of policy areas and groups, and the Sustainable Development Goals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.reference import reference_words
from framework.models.base import COLOUR, ReferenceRow, code_field, order_field
from framework.models.charters import CharterArticle, Right
from framework.models.instruments import InstrumentItem


class Goal(ReferenceRow):
    """A Sustainable Development Goal."""

    code = code_field()
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    order = order_field()
    title = models.CharField(_("short title"), max_length=120)
    goal = models.TextField(_("goal"))
    colour = models.CharField(_("colour"), max_length=7, validators=[COLOUR])
    text_on_colour = models.CharField(
        _("text on the colour"),
        max_length=7,
        validators=[COLOUR],
        help_text=_("Black or white, whichever reads with a contrast of at least 4.5 to 1."),
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("goal (SDG)")
        verbose_name_plural = _("goals (SDG)")

    def __str__(self) -> str:
        return f"{self.number} {reference_words(self.title)}"


class PolicyArea(ReferenceRow):
    """A field of local policy, with our mapping to rights, goals and other texts."""

    code = code_field()
    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    order = order_field()
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    rights = models.ManyToManyField(Right, blank=True, related_name="policy_areas", verbose_name=_("rights"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="policy_areas", verbose_name=_("goals"))
    charter_articles = models.ManyToManyField(
        CharterArticle, blank=True, related_name="policy_areas", verbose_name=_("city charter articles")
    )
    instrument_items = models.ManyToManyField(
        InstrumentItem, blank=True, related_name="policy_areas", verbose_name=_("other instruments")
    )

    class Meta:
        ordering = ("order",)
        verbose_name = _("policy area")
        verbose_name_plural = _("policy areas")

    def __str__(self) -> str:
        return reference_words(self.name)


class RightsHolderGroup(ReferenceRow):
    """Whom a measure is meant for. Never to be stored against a natural person."""

    code = code_field()
    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    order = order_field()
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ("order",)
        verbose_name = _("rights-holder group")
        verbose_name_plural = _("rights-holder groups")

    def __str__(self) -> str:
        return reference_words(self.name)
