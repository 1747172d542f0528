"""What the panel does with a case: each one's blind answer, the common finding, the city's reply, the second look.

Everything is words for one criterion. Nothing here is added up.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from labels.models.application import LabelApplication
from labels.models.assessment import Scale
from labels.models.panel import PanelMember
from labels.models.scheme import Criterion
from review.models.checking import person

TEXT_LENGTH = 5_000


class PanelAnswer(models.Model):
    """What one member answers to one criterion before they talk. Sent once; until then nobody else sees it."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="answers", verbose_name=_("member"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    answer = models.CharField(_("answer"), max_length=8, choices=Scale, blank=True)
    reasons = models.TextField(_("reasons"), blank=True, max_length=TEXT_LENGTH)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "criterion"], name="panel_answer_once"),
            models.CheckConstraint(condition=Q(answer__in=["", *Scale.values]), name="panel_answer_value"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(answer="") & ~Q(reasons=""), name="panel_answer_sent_whole"
            ),
        ]
        verbose_name = _("answer of a panel member")
        verbose_name_plural = _("answers of panel members")

    def __str__(self) -> str:
        return self.answer


class PanelDraft(models.Model):
    """A finding or a second look while one member writes it, seen by nobody else. It goes when sent or decided."""

    class Kind(models.TextChoices):
        FINDING = "finding", _("finding")
        LOOK = "look", _("second look")

    member = models.ForeignKey(PanelMember, models.CASCADE, related_name="drafts", verbose_name=_("member"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    answer = models.CharField(_("answer"), max_length=8, choices=Scale, blank=True)
    reasons = models.TextField(_("reasons"), blank=True, max_length=TEXT_LENGTH)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    # Revision of the finding that it changes; 0 while there is none.
    base = models.PositiveIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "criterion", "kind"], name="panel_draft_once"),
            models.CheckConstraint(condition=Q(kind__in=["finding", "look"]), name="panel_draft_kind"),
            models.CheckConstraint(condition=Q(answer__in=["", *Scale.values]), name="panel_draft_value"),
        ]
        verbose_name = _("draft of a panel member")
        verbose_name_plural = _("drafts of panel members")

    def __str__(self) -> str:
        return self.answer


class Finding(models.Model):
    """What the panel finds about one criterion, written by one of them. It goes out when more than half agree."""

    application = models.ForeignKey(LabelApplication, models.PROTECT, related_name="findings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    author = models.ForeignKey(PanelMember, models.PROTECT, related_name="findings", verbose_name=_("author"))
    answer = models.CharField(_("finding"), max_length=8, choices=Scale)
    reasons = models.TextField(_("reasons, public with the decision"), max_length=TEXT_LENGTH)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        ordering = ("criterion__position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion"], name="finding_once"),
            models.CheckConstraint(condition=Q(answer__in=Scale.values), name="finding_value"),
            models.CheckConstraint(condition=~Q(reasons=""), name="finding_has_reasons"),
        ]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return self.answer

    @property
    def audit_scope(self) -> object:
        return self.application.city


class FindingReply(models.Model):
    """What the city says about one finding. A draft until an approver sends all of them at once."""

    finding = models.OneToOneField(Finding, models.CASCADE, related_name="reply")
    disputed = models.BooleanField(_("the city disputes it"), default=False)
    text = models.TextField(_("what the city says"), blank=True, max_length=TEXT_LENGTH)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    evidence = models.ManyToManyField("commitments.Evidence", related_name="+", blank=True)
    editor = person(_("last edited by"), may_be_nobody=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(disputed=False) | ~Q(text=""), name="finding_reply_says_why"
            ),
        ]
        verbose_name = _("reply to a finding")
        verbose_name_plural = _("replies to findings")

    def __str__(self) -> str:
        return self.text[:80]


class SecondLook(models.Model):
    """What a member who did not write a disputed finding finds. It takes the place of the finding."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="second_look")
    # Copied from the finding, so that the database itself refuses a second look by whoever wrote it.
    author = models.ForeignKey(PanelMember, models.PROTECT, related_name="+", verbose_name=_("author of the finding"))
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="second_looks", verbose_name=_("member"))
    answer = models.CharField(_("finding"), max_length=8, choices=Scale)
    reasons = models.TextField(_("reasons, public with the decision"), max_length=TEXT_LENGTH)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    looked_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(member=F("author")), name="second_look_by_another"),
            models.CheckConstraint(condition=Q(answer__in=Scale.values), name="second_look_value"),
            models.CheckConstraint(condition=~Q(reasons=""), name="second_look_has_reasons"),
        ]
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")

    def __str__(self) -> str:
        return self.answer
