"""What residents and organisations say about the record, with their own proof."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Scanned
from participation.models.base import Statement, StatementQuerySet, statement_constraints
from review.models import StatusChange

TEXT_LENGTH, REPLY_LENGTH = 1500, 1000


class CounterEvidenceQuerySet(StatementQuerySet):
    def without_reply(self) -> StatementQuerySet:
        """Published, and the city was asked to reply and has not."""
        return self.published().filter(replied_at=None, reply_due_on__isnull=False)


class CounterEvidence(Statement, Scanned):
    """Somebody says that a public piece of evidence, or a published report, shows something else than the city says."""

    SUBJECT: ClassVar[tuple[str, ...]] = ("commitment__city", "evidence", "report")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed by e-mail yet")
        SUBMITTED = "submitted", _("being checked")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by its author")
        LAPSED = "lapsed", _("ended with the commitment, unchecked")

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("it names or describes a person who did not agree")
        UNLAWFUL = "unlawful", _("it is unlawful, insulting or discriminating")
        OFF_TOPIC = "off_topic", _("it is not about this evidence")
        NO_PROOF = "no_proof", _("its proof cannot be opened, or does not show what it says")

    class Proof(models.TextChoices):
        LINK = "link", _("link")
        FILE = "file", _("file")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="counter_evidence", verbose_name=_("commitment")
    )
    evidence = models.ForeignKey(
        "commitments.Evidence",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counter_evidence",
        verbose_name=_("evidence"),
    )
    report = models.ForeignKey(
        "commitments.ProgressReport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counter_evidence",
        verbose_name=_("progress report"),
    )
    milestone_key = models.CharField(_("milestone"), max_length=12, blank=True)

    text = models.TextField(_("what it shows instead"), blank=True)
    proof = models.CharField(_("kind of proof"), max_length=5, choices=Proof, blank=True)
    file = models.FileField(_("file"), upload_to="statements", blank=True, max_length=300)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size, bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    lapsed_at = models.DateTimeField(_("ended with the commitment"), null=True, blank=True)
    refusal = models.CharField(_("reason of the refusal"), max_length=15, choices=Reason, blank=True)

    reply = models.TextField(_("reply of the city"), blank=True)
    reply_language = models.CharField(_("language of the reply"), max_length=10, blank=True)
    reply_due_on = models.DateField(_("reply due"), null=True, blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replied by")
    )

    objects = CounterEvidenceQuerySet.as_manager()

    class Meta(Scanned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["state", "submitted_at", "id"], name="statement_queue"),
            models.Index(fields=["commitment", "state"], name="statement_of_commitment"),
        ]
        constraints = [
            *Scanned.Meta.constraints,
            *statement_constraints("statement"),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, report=None, milestone_key="")
                | Q(evidence=None, report__isnull=False),
                name="statement_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(proof="link", file="") & ~Q(url="")
                | Q(proof="file", url="") & ~Q(file="")
                | Q(proof="", url="", file=""),
                name="statement_proof_is_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "published"]) | ~Q(text="") & ~Q(proof=""),
                name="statement_shown_has_text_and_proof",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | ~Q(reply="") & Q(replied_at__isnull=False),
                name="statement_reply_has_date",
            ),
        ]
        verbose_name = _("counter-evidence")
        verbose_name_plural = _("counter-evidence")

    @property
    def city(self) -> object:
        return self.commitment.city

    @property
    def about_url(self) -> str:
        return self.commitment.get_absolute_url()


class CounterEvidenceStatusChange(StatusChange):
    statement = models.ForeignKey(CounterEvidence, models.CASCADE, related_name="status_changes")
