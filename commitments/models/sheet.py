"""A city's spreadsheet that came back, kept until its sender confirms the differences or a day has passed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetImport(models.Model):
    """What an uploaded sheet says, row by row. It is shown to its sender only; nothing of it is part of the record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey("cities.City", models.CASCADE, related_name="+", verbose_name=_("city"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("sent by"))
    file_name = models.CharField(_("file"), max_length=200)
    rows = models.JSONField(_("rows"), default=list)
    notes = models.JSONField(_("notes"), default=list)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("uploaded spreadsheet")
        verbose_name_plural = _("uploaded spreadsheets")

    def __str__(self) -> str:
        return self.file_name

    @property
    def audit_scope(self) -> object:
        return self.city


class SheetOutcome(models.Model):
    """One commitment of an uploaded sheet is done with. The constraint makes each happen once."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="outcomes")
    handle = models.CharField(max_length=20)
    title = models.CharField(max_length=200, blank=True)
    commitment = models.ForeignKey("commitments.Commitment", models.CASCADE, related_name="+", null=True)
    cells = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["sheet", "handle"], name="sheet_outcome_once")]

    def __str__(self) -> str:
        return f"{self.handle}: {self.cells}"
