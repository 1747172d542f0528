"""What residents and organisations say about the record, with their own proof."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from core.models import Scanned
from review.models import StatusChange

MOST_A_DAY = 3
TEXT_LENGTH, REPLY_LENGTH = 1500, 1000


def statement_reference() -> str:
    """Return a fresh reference such as HRS-7K2Q9D."""
    return new_code("HRS")


class CounterEvidenceQuerySet(models.QuerySet["CounterEvidence"]):
    def published(self) -> "CounterEvidenceQuerySet":
        return self.filter(state=CounterEvidence.State.PUBLISHED)

    def waiting(self) -> "CounterEvidenceQuerySet":
        """Confirmed by their authors, not checked yet, oldest first."""
        return self.filter(state=CounterEvidence.State.SUBMITTED).order_by("submitted_at", "pk")

    def without_reply(self) -> "CounterEvidenceQuerySet":
        """Published, and the city was asked to reply and has not."""
        return self.published().filter(replied_at=None, reply_due_on__isnull=False)


class CounterEvidence(Scanned):
    """Somebody says that a public piece of evidence, or a published report, shows something else than the city says.

    The e-mail address is for the confirmation and news about this text only: it is never shown, also not to the
    office, and it is forgotten (`actions.forget_people`).
    """

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

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=statement_reference, editable=False
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    proof = models.CharField(_("kind of proof"), max_length=5, choices=Proof, blank=True)
    url = models.URLField(_("address of the proof"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="statements", blank=True, max_length=300)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size, bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    speaker = models.CharField(_("name or organisation"), max_length=150, blank=True)
    show_name = models.BooleanField(_("the name may be public"), default=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    filed_on = models.DateField(_("written on"), default=timezone.localdate)
    slot = models.PositiveSmallIntegerField(default=1, editable=False)
    mail_language = models.CharField(_("language of the mails"), max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    expires_at = models.DateTimeField(_("the link ends"), null=True, editable=False)
    submit_key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)

    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "submitted", "published", "refused", "withdrawn", "lapsed"]),
                name="statement_state",
            ),
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
                condition=~Q(state="published") | Q(published_at__isnull=False), name="statement_published_has_date"
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="statement_refused_has_reason",
            ),
            models.CheckConstraint(condition=Q(show_name=False) | ~Q(speaker=""), name="statement_named_has_name"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | ~Q(reply="") & Q(replied_at__isnull=False),
                name="statement_reply_has_date",
            ),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=MOST_A_DAY), name="statement_slot"),
            models.UniqueConstraint(
                fields=["email_hash", "filed_on", "slot"],
                condition=~Q(email_hash=""),
                name="statement_few_a_day",
            ),
        ]
        verbose_name = _("counter-evidence")
        verbose_name_plural = _("counter-evidence")

    def __str__(self) -> str:
        return self.reference

    @property
    def audit_scope(self) -> object:
        """The city reads in its log what was published, never what waits or was refused."""
        return self.commitment.city if self.published_at else ""

    @property
    def shown_name(self) -> str:
        """The name the public reads: only with consent."""
        return self.speaker if self.show_name else ""


class CounterEvidenceStatusChange(StatusChange):
    statement = models.ForeignKey(CounterEvidence, models.CASCADE, related_name="status_changes")
