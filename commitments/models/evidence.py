"""Proof: a file or a link, stored once for the city, listed by versions and reports."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Scan, Scanned


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def public(self) -> "EvidenceQuerySet":
        """Public pieces that a published version or report lists."""
        listed = Q(in_versions__version__state__in=("published", "superseded")) | Q(
            in_reports__report__state="published"
        )
        shown = Evidence.objects.filter(listed).order_by().values("pk")
        return self.filter(Q(pk__in=shown) | Q(archive_of__in=shown), visibility=Evidence.Visibility.PUBLIC).distinct()

    def opened(self) -> "EvidenceQuerySet":
        """Without files in which a virus was found: nobody opens those."""
        return self.exclude(scan_state=Evidence.Scan.INFECTED)


class Evidence(Scanned):
    class Kind(models.TextChoices):
        FILE = "file", _("file")
        LINK = "link", _("link")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public")
        CONFIDENTIAL = "confidential", _("confidential: only your city and the people who check it")

    Scan = Scan

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="evidence", verbose_name=_("city"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="evidence", blank=True, max_length=300)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size, bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    page = models.CharField(_("page"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    proves = models.CharField(_("what it proves"), max_length=500)
    visibility = models.CharField(_("who may see it"), max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    has_personal_data = models.BooleanField(_("contains personal data"), default=False)
    archive = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="archive_of", verbose_name=_("copy of the page")
    )
    archive_url = models.URLField(_("address of an archived copy"), max_length=500, blank=True)
    dead_since = models.DateField(_("did not answer since, as the public reads it"), null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta(Scanned.Meta):
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["city", "sha256"], name="evidence_by_hash")]
        constraints = [
            *Scanned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="file", url="") & ~Q(file="") | Q(kind="link", file="") & ~Q(url=""),
                name="evidence_file_or_link",
            ),
            models.CheckConstraint(condition=Q(visibility__in=["public", "confidential"]), name="evidence_visibility"),
            models.CheckConstraint(
                condition=Q(has_personal_data=False) | Q(visibility="confidential"),
                name="evidence_personal_is_confidential",
            ),
            models.CheckConstraint(
                condition=Q(kind="link") | Q(archive=None, archive_url="", dead_since=None),
                name="evidence_only_links_have_copies",
            ),
        ]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title

    def is_sent(self) -> bool:
        """Return whether anything that waits for a sign-off, was sent or is public lists it. One query."""
        drafts = ("draft", "returned")
        sent = Q(in_versions__isnull=False) & ~Q(in_versions__version__state__in=drafts)
        sent |= Q(in_reports__isnull=False) & ~Q(in_reports__report__state__in=drafts)
        return Evidence.objects.filter(sent, pk=self.pk).exists()


class VersionEvidence(models.Model):
    """A version lists a piece of evidence, perhaps for one milestone."""

    version = models.ForeignKey("commitments.CommitmentVersion", models.CASCADE, related_name="evidence_rows")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="in_versions")
    milestone_key = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["version", "evidence"], name="version_evidence_once")]

    def __str__(self) -> str:
        return str(self.evidence_id)


class ReportEvidence(models.Model):
    """A report lists a piece of evidence, perhaps for one milestone."""

    report = models.ForeignKey("commitments.ProgressReport", models.CASCADE, related_name="evidence_rows")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="in_reports")
    milestone_key = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["report", "evidence"], name="report_evidence_once")]

    def __str__(self) -> str:
        return str(self.evidence_id)
