"""What a public version says in other languages: see `core.translated`. Its own text stays the original.

A part is named by its field, or "milestone:<key>", "indicator:<key>".
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models.version import CommitmentVersion
from core.translated import Release, Translation, of_the_union

# Fields of a version that are words of the city; the rest are dates, figures and links.
TRANSLATED = (
    "title", "summary", "problem", "action", "unit", "budget_note", "decision", "consulted", "taken_up",
    "change_reason",
)  # fmt: skip
MILESTONE, INDICATOR = "milestone", "indicator"


class VersionTranslation(Translation):
    version = models.ForeignKey(
        CommitmentVersion, models.CASCADE, related_name="translations", verbose_name=_("commitment version")
    )
    public = models.ForeignKey(
        "commitments.TranslationRelease", models.SET_NULL, null=True, related_name="+", verbose_name=_("public now")
    )

    class Meta:
        ordering = ("version", "language")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="translation_once"),
            of_the_union("translation_language"),
        ]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"

    @property
    def audit_scope(self) -> object:
        return self.version.commitment.city


class TranslationRelease(Release):
    translation = models.ForeignKey(VersionTranslation, models.CASCADE, related_name="releases")

    class Meta:
        ordering = ("translation", "number")
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="translation_release_once")]
        verbose_name = _("published translation")
        verbose_name_plural = _("published translations")

    def __str__(self) -> str:
        return f"{self.translation_id}.{self.number}"
