"""Tables of the floor: the audit chain, the mail outbox, what waits for a digest, which reminders were given."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_A_DAY = 3  # texts of one mailbox


class Scan(models.TextChoices):
    """What the virus scanner said of a stored file."""

    UNSCANNED = "unscanned", _("not scanned for viruses")
    CLEAN = "clean", _("scanned, no virus found")
    INFECTED = "infected", _("a virus was found: nobody can open it")
    ERROR = "error", _("the virus scan failed and is tried again")


class Scanned(models.Model):
    """What every table has whose rows name a file from outside. An infected file is opened by nobody."""

    scan_state = models.CharField(_("virus scan"), max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(_("scanned"), null=True, blank=True)
    scan_found = models.CharField(_("found by the scan"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(scan_state__in=Scan.values), name="%(class)s_scan_state")
        ]


class FromMailbox(models.Model):
    """What every text has whose author has no account: a mailbox confirms it by a link, a few a day.

    The address is for the confirmation and news about this text only. What is kept to count by is its keyed
    fingerprint, each app with a key of its own.
    """

    email = models.EmailField(_("e-mail address"), blank=True)
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    filed_on = models.DateField(_("written on"), default=timezone.localdate)
    slot = models.PositiveSmallIntegerField(default=1, editable=False)
    mail_language = models.CharField(_("language of the mails"), max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    expires_at = models.DateTimeField(_("the link ends"), null=True, editable=False)
    submit_key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        abstract = True


def mailbox_constraints(prefix: str) -> list[models.BaseConstraint]:
    """Return what the database holds of every text from a mailbox; each name begins with `prefix`."""
    return [
        models.CheckConstraint(condition=models.Q(slot__gte=1, slot__lte=MOST_A_DAY), name=f"{prefix}_slot"),
        models.UniqueConstraint(
            fields=["email_hash", "filed_on", "slot"],
            condition=~models.Q(email_hash=""),
            name=f"{prefix}_few_a_day",
        ),
    ]


class AuditEvent(models.Model):
    """One append-only row of the audit chain. Written by `core.audit.record` only.

    People and objects are kept as text, not as foreign keys, so that no later deletion can change a row.
    """

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("who"), max_length=80)
    action = models.CharField(_("what"), max_length=80, db_index=True)
    object_ref = models.CharField(_("on what"), max_length=120, db_index=True)
    scope = models.CharField(_("scope"), max_length=80, blank=True, db_index=True)
    data = models.JSONField(_("details"), default=dict)
    prev_hash = models.CharField(_("hash of the row before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        ordering = ("-seq",)
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_ref}"


class AuditHead(models.Model):
    """The single row that names the newest event. Locking it puts writers in line."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    # Raised by every act that may change a public page: `core.page_cache` names its pages by it.
    pages = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_head_single_row")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class OutboxMail(models.Model):
    """A mail that waits for the worker, was sent, or failed."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    key = models.CharField(_("key"), max_length=200, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    scope = models.TextField(_("about"), blank=True)
    recipients = models.JSONField(_("to"))
    sender = models.CharField(_("from"), max_length=254)
    reply_to = models.JSONField(_("reply to"), default=list)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    has_secret = models.BooleanField(
        _("carries a secret link"), default=False, help_text=_("Only the mail that was sent showed it.")
    )
    sealed = models.TextField(blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["state", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sending", "sent", "failed"]), name="outbox_mail_state"
            )
        ]
        verbose_name = _("mail")
        verbose_name_plural = _("mail outbox")

    def __str__(self) -> str:
        return self.subject

    @property
    def is_spent(self) -> bool:
        """Whether its secret link is gone for good: it was sent, and nobody can send it again."""
        return self.has_secret and not self.sealed


class Notice(models.Model):
    """A mail that can wait, for the next digest of its reader. `sent_at` is set in the transaction that queues it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    scope = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(OutboxMail, models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        ordering = ("created_at", "pk")
        indexes = [
            models.Index(fields=["person"], condition=models.Q(sent_at=None), name="notice_waits"),
        ]

    def __str__(self) -> str:
        return self.subject


class Reminder(models.Model):
    """One reminder that was given: of which thing, due when, how many days before (or after), to whom. Never twice."""

    kind = models.CharField(max_length=20)
    thing = models.PositiveBigIntegerField()
    part = models.CharField(max_length=20, blank=True)
    due_on = models.DateField()
    offset = models.SmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    run = models.UUIDField(db_index=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing", "part", "due_on", "offset", "person"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.due_on} {self.offset:+d}"
