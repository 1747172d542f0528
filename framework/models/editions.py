"""The framework for human rights cities: its editions and their elements."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.reference import reference_words
from framework.models.base import (
    ReferenceQuerySet,
    ReferenceRow,
    choices_check,
    code_field,
    order_field,
    validate_addresses,
    validate_documents,
    validate_texts,
)
from framework.models.charters import CharterArticle, Right
from framework.models.instruments import InstrumentItem
from framework.models.vocabulary import Goal


class Pillar(models.TextChoices):
    """The three parts of the framework. The alphabet happens to be their order."""

    FOUNDATION = "foundation", _("Foundation")
    STRUCTURE = "structure", _("Structure")
    TOOL = "tool", _("Tool")


class Verification(models.TextChoices):
    """How sure we are that an element stands like this in the publisher's list."""

    VERBATIM = "verbatim", _("Official wording")
    REPORTED = "reported", _("Known from a summary, the title is ours")
    TOPIC = "topic", _("The publisher names the subject, the title is ours")
    WORKING = "working", _("Working entry of ours, not confirmed")


class FrameworkQuerySet(ReferenceQuerySet):
    def current(self) -> Self:
        return self.filter(is_current=True)


class Framework(ReferenceRow):
    """One edition of the framework. At most one is current."""

    code = code_field()
    title = models.CharField(_("title"), max_length=200)
    version = models.CharField(_("version"), max_length=20)
    publisher = models.CharField(_("publisher"), max_length=200)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    is_current = models.BooleanField(_("current edition"), default=False, editable=False)
    logic = models.TextField(_("how the parts fit together"), blank=True)
    completeness_note = models.TextField(_("what is not yet certain"), blank=True)
    mapping_note = models.TextField(_("about our mapping"), blank=True)
    reproduction_note = models.TextField(_("terms of reuse"), blank=True)
    documents = models.JSONField(
        _("documents"),
        default=list,
        blank=True,
        validators=[validate_documents],
        help_text=_("A list of title, kind, date and url, as JSON."),
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ("-published_on", "code")
        verbose_name = _("framework edition")
        verbose_name_plural = _("framework editions")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="framework_one_current_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{reference_words(self.title)} ({self.version})"


class PillarIntro(ReferenceRow):
    """Heading and introduction of a pillar in one edition."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="pillar_intros", verbose_name=_("edition")
    )
    pillar = models.CharField(_("pillar"), max_length=12, choices=Pillar.choices)
    title = models.CharField(_("title"), max_length=100)
    official_subtitle = models.CharField(_("official subtitle"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)

    class Meta:
        ordering = ("pillar",)
        verbose_name = _("pillar text")
        verbose_name_plural = _("pillar texts")
        constraints = [
            models.UniqueConstraint(fields=["framework", "pillar"], name="framework_one_intro_per_pillar"),
            choices_check("pillar", Pillar, "framework_intro_pillar_known"),
        ]

    def __str__(self) -> str:
        return reference_words(self.title)


class ElementQuerySet(ReferenceQuerySet):
    # A new commitment names elements of the current edition.
    offer = ReferenceQuerySet.offer & models.Q(framework__is_current=True)

    def current(self) -> Self:
        """Elements of the current edition."""
        return self.filter(framework__is_current=True)

    def newest_first(self) -> Self:
        """Current edition first, then the newest: one code may stand in several editions."""
        return self.order_by("-framework__is_current", "-framework__published_on", "-framework_id")


class Element(ReferenceRow):
    """A foundation, structure or tool of one edition."""

    Pillar = Pillar
    Verification = Verification

    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="elements", verbose_name=_("edition")
    )
    code = code_field(page=True, unique=False)
    pillar = models.CharField(_("pillar"), max_length=12, choices=Pillar.choices)
    order = order_field()
    official_title = models.CharField(
        _("official title"), max_length=250, blank=True, help_text=_("The publisher's own wording, or empty.")
    )
    working_title = models.CharField(
        _("working title"), max_length=150, help_text=_("Our short title. Shown with the remark “working title”.")
    )
    verification = models.CharField(_("how sure"), max_length=12, choices=Verification.choices)
    description = models.TextField(_("description"), blank=True)
    evidence_hints = models.JSONField(
        _("evidence that would show it"),
        default=list,
        blank=True,
        validators=[validate_texts],
        help_text=_("One short text a line."),
    )
    sources = models.JSONField(
        _("sources"),
        default=list,
        blank=True,
        validators=[validate_addresses],
        help_text=_("One web address a line."),
    )
    note = models.TextField(_("editorial note"), blank=True)
    rights = models.ManyToManyField(Right, blank=True, related_name="elements", verbose_name=_("rights"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="elements", verbose_name=_("goals"))
    charter_articles = models.ManyToManyField(
        CharterArticle, blank=True, related_name="elements", verbose_name=_("city charter articles")
    )
    instrument_items = models.ManyToManyField(
        InstrumentItem, blank=True, related_name="elements", verbose_name=_("other instruments")
    )

    objects = ElementQuerySet.as_manager()

    class Meta:
        ordering = ("pillar", "order")
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="framework_element_code_once_per_edition"),
            choices_check("pillar", Pillar, "framework_element_pillar_known"),
            choices_check("verification", Verification, "framework_element_check_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("portal:element", args=[self.code.lower()])

    @property
    def title(self) -> str:
        """Return the publisher's title, else ours, in the reader's language."""
        return reference_words(self.official_title or self.working_title)

    @property
    def is_working_title(self) -> bool:
        return not self.official_title
