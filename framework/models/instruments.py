"""Other charters, plans, treaties and city networks that a city may already follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.reference import reference_words
from framework.models.base import ReferenceRow, choices_check, code_field, order_field
from framework.models.charters import HeadingCheck


class InstrumentKind(models.TextChoices):
    CHARTER = "charter", _("Charter")
    DECLARATION = "declaration", _("Declaration")
    PRINCIPLES = "principles", _("Guiding principles")
    ACTION_PLAN = "action_plan", _("Plan of action")
    TREATIES = "treaties", _("Treaties")
    GOALS = "goals", _("Goals")


class NetworkKind(models.TextChoices):
    CITY_NETWORK = "city_network", _("City network")
    NATIONAL_NETWORK = "national_network", _("National network")
    UMBRELLA = "umbrella", _("Umbrella network")
    ASSOCIATION = "association", _("Association")
    COMMITTEE = "committee", _("Committee of a world association")
    CAMPAIGN = "campaign", _("Campaign")
    CHARTER = "charter", _("Signatories of a charter")
    PROGRAMME = "programme", _("Programme")
    PROJECT = "project", _("EU project")
    INITIATIVE = "initiative", _("Initiative")


class Instrument(ReferenceRow):
    """A document, or a family of treaties, with the facts needed to name it."""

    code = code_field()
    kind = models.CharField(_("kind"), max_length=20, choices=InstrumentKind.choices)
    order = order_field()
    title = models.CharField(_("title"), max_length=250)
    abbreviation = models.CharField(_("abbreviation"), max_length=32, blank=True)
    body = models.CharField(_("adopted by"), max_length=200, blank=True)
    adopted_year = models.PositiveSmallIntegerField(_("year of adoption"), null=True, blank=True)
    adopted_on = models.DateField(_("day of adoption"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    verification = models.CharField(_("how sure"), max_length=20, choices=HeadingCheck.choices)
    note = models.TextField(_("editorial note"), blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        constraints = [
            choices_check("kind", InstrumentKind, "framework_instrument_kind_known"),
            choices_check("verification", HeadingCheck, "framework_instrument_check_known"),
        ]

    def __str__(self) -> str:
        return reference_words(self.title)


class InstrumentItem(ReferenceRow):
    """A principle, point, article or treaty within an instrument."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="items", verbose_name=_("instrument")
    )
    code = code_field()
    number = models.CharField(_("number"), max_length=8, blank=True)
    order = order_field()
    title = models.CharField(_("title"), max_length=250)
    abbreviation = models.CharField(_("abbreviation"), max_length=32, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    reference = models.CharField(_("treaty number"), max_length=32, blank=True)
    monitored_by = models.CharField(_("monitored by"), max_length=32, blank=True)
    local_relevance = models.TextField(
        _("what it means locally"), blank=True, help_text=_("Our own remark, not official text.")
    )

    class Meta:
        ordering = ("instrument__order", "order")
        verbose_name = _("instrument item")
        verbose_name_plural = _("instrument items")

    def __str__(self) -> str:
        return f"{self.code} {reference_words(self.title)}"

    @property
    def name(self) -> str:
        """How people cite it: ECCAR 7, CEDAW. Reads its instrument."""
        return f"{self.instrument.abbreviation} {self.number}".strip() if self.number else self.abbreviation


class Network(ReferenceRow):
    """A network, programme or project that cities join. City facts name it by its code."""

    code = code_field()
    kind = models.CharField(_("kind"), max_length=20, choices=NetworkKind.choices)
    order = order_field()
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    members_note = models.CharField(_("members"), max_length=250, blank=True)
    entry = models.CharField(_("how a city joins"), max_length=200, blank=True)
    source = models.URLField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [choices_check("kind", NetworkKind, "framework_network_kind_known")]

    def __str__(self) -> str:
        return reference_words(self.name)
