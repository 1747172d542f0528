"""What a city's profile says in other languages (see `core.translated`), and the words by which a city is found.

A part is named by its field. The profile may change at any time, so each piece says which words it was made from.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from core.translated import Release, Translation, of_the_union
from core.wordforms import LONGEST

# Fields of a city that are words of its own; what public sources say of it stays as they say it.
PROFILE_TEXTS = ("about", "office")


class CityTranslation(Translation):
    city = models.ForeignKey(City, models.CASCADE, related_name="translations", verbose_name=_("city"))
    public = models.ForeignKey(
        "cities.CityTranslationRelease", models.SET_NULL, null=True, related_name="+", verbose_name=_("public now")
    )

    class Meta:
        ordering = ("city", "language")
        constraints = [
            models.UniqueConstraint(fields=["city", "language"], name="city_translation_once"),
            of_the_union("city_translation_language"),
        ]
        verbose_name = _("translation of a profile")
        verbose_name_plural = _("translations of profiles")

    def __str__(self) -> str:
        return f"{self.city_id} {self.language}"

    @property
    def audit_scope(self) -> City:
        return self.city


class CityTranslationRelease(Release):
    translation = models.ForeignKey(CityTranslation, models.CASCADE, related_name="releases")

    class Meta:
        ordering = ("translation", "number")
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="city_release_once")]
        verbose_name = _("published translation of a profile")
        verbose_name_plural = _("published translations of profiles")

    def __str__(self) -> str:
        return f"{self.translation_id}.{self.number}"


class CityWord(models.Model):
    """One folded word of a profile, in whatever language it is public, for look-ups by its beginning."""

    city = models.ForeignKey(City, models.CASCADE, related_name="words", db_index=False)
    folded = models.CharField(max_length=LONGEST)

    class Meta:
        # PostgreSQL needs this class for LIKE 'advi%'; SQLite has no such thing and ignores it.
        indexes = [models.Index(fields=["folded"], opclasses=["varchar_pattern_ops"], name="city_word_prefix")]
        constraints = [models.UniqueConstraint(fields=["city", "folded"], name="city_word_once")]

    def __str__(self) -> str:
        return self.folded
