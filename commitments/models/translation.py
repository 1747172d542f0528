"""What a public version says in other languages. Its own text stays the original, and is never touched.

A translation has a working copy, which the city's people save, and releases, which an approver publishes. A release
never changes; the newest one that was not taken back is what the public reads.

`texts` maps the name of a field (or "milestone:<key>", "indicator:<key>") to {"text": …, "by": a `Provenance`}. What
is not there is read in the original.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models.version import CommitmentVersion
from core.languages import LANGUAGES

# Fields of a version that are words of the city; the rest are dates, figures and links.
TRANSLATED = (
    "title", "summary", "problem", "action", "unit", "budget_note", "decision", "consulted", "taken_up",
    "change_reason",
)  # fmt: skip
MILESTONE, INDICATOR = "milestone", "indicator"


class Provenance(models.TextChoices):
    """Who put a text into another language. Whatever is not translated is the original."""

    HUMAN = "human", _("by a person")
    MACHINE = "machine", _("by machine, not checked by a person")


class VersionTranslation(models.Model):
    version = models.ForeignKey(
        CommitmentVersion, models.CASCADE, related_name="translations", verbose_name=_("commitment version")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    texts = models.JSONField(_("working copy"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("last edited by")
    )
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)
    public = models.ForeignKey(
        "commitments.TranslationRelease", models.SET_NULL, null=True, related_name="+", verbose_name=_("public now")
    )

    class Meta:
        ordering = ("version", "language")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="translation_once"),
            models.CheckConstraint(
                condition=models.Q(language__in=[code for code, _name in LANGUAGES]), name="translation_language"
            ),
        ]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"

    @property
    def audit_scope(self) -> object:
        return self.version.commitment.city


class TranslationRelease(models.Model):
    """What the public read, or reads, in one language. Without texts: the translation was taken back."""

    translation = models.ForeignKey(VersionTranslation, models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField(_("number"))
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    at = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        ordering = ("translation", "number")
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="translation_release_once")]
        verbose_name = _("published translation")
        verbose_name_plural = _("published translations")

    def __str__(self) -> str:
        return f"{self.translation_id}.{self.number}"
