"""Tables of everything that is checked: steps, opinions, assignments, conflicts (abstract); deadlines, checklists."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def current_rules() -> str:
    """Return which version of the rules applies now."""
    return settings.PORTAL_RULES_VERSION


def person(words: Any, *, may_be_nobody: bool = False) -> models.ForeignKey:
    """Return the column that names who did something. Nobody who did is ever deleted.

    Args:
        words: what the person is called here.
        may_be_nobody: whether it may be empty: not done yet, or done by itself.
    """
    none = {"null": True, "blank": True} if may_be_nobody else {}
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=words, **none)


class StatusChange(models.Model):
    """One step of an object through its workflow. Subclasses add the foreign key, `related_name="status_changes"`."""

    transition = models.CharField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=20)
    target = models.CharField(_("to"), max_length=20)
    by = person(_("by"), may_be_nobody=True)
    note = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    rules_version = models.CharField(_("version of the rules"), max_length=40, default=current_rules, editable=False)

    class Meta:
        abstract = True
        ordering = ("at", "pk")
        # The public register of acts reads the newest first.
        indexes = [models.Index(fields=["-at", "-id"], name="%(class)s_at")]

    def __str__(self) -> str:
        return f"{self.transition}: {self.source} → {self.target}"


class Review(models.Model):
    """One person's opinion of one submission, with the ticks of the checklist."""

    class Verdict(models.TextChoices):
        PUBLISH = "publish", _("publish")
        RETURN = "return", _("return with reasons")
        REFUSE = "refuse", _("refuse")
        KEEP = "keep", _("do not refuse")

    reviewer = person(_("reviewer"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    # key -> {"wording", "ticked"}: what was asked, in the words of that day.
    checklist = models.JSONField(_("checklist"), default=dict)
    reasons = models.TextField(_("reasons"), blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("created_at",)

    def __str__(self) -> str:
        return f"{self.verdict} ({self.created_at:%Y-%m-%d})"


class Message(models.Model):
    """A word about one submission. The city reads what is marked for it; a note stays in the office, for ever."""

    class Visibility(models.TextChoices):
        CITY = "city", _("the city and the office")
        INTERNAL = "internal", _("the office only")

    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility)
    from_city = models.BooleanField(_("written by the city"), default=False)
    author = person(_("author"))
    text = models.TextField(_("text"), max_length=5000)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.visibility} ({self.written_at:%Y-%m-%d})"


def message_constraints(name: str) -> tuple[models.CheckConstraint, ...]:
    """Return the constraints of a `Message`: a city writes no note of the office."""
    known = models.Q(visibility="city") | models.Q(visibility="internal", from_city=False)
    return (models.CheckConstraint(condition=known, name=f"{name}_visibility"),)


class Refusal(models.Model):
    """A refusal takes two people: who proposed it with reasons, and who refused. See `refusal_constraints`."""

    refusal_by = person(_("refusal proposed by"), may_be_nobody=True)
    refused_by = person(_("refused by"), may_be_nobody=True)
    refusal_reasons = models.TextField(_("reasons for refusing"), blank=True)

    class Meta:
        abstract = True


def refusal_constraints(name: str) -> tuple[models.CheckConstraint, ...]:
    """Return the constraints of a `Refusal` whose states are called "refusal" and "refused"."""
    proposed = models.Q(refusal_by__isnull=False)
    seconded = models.Q(refused_by__isnull=False) & ~models.Q(refused_by=models.F("refusal_by"))
    return (
        models.CheckConstraint(
            condition=~models.Q(state__in=["refusal", "refused"]) | proposed, name=f"{name}_refusal_proposed"
        ),
        models.CheckConstraint(condition=~models.Q(state="refused") | seconded, name=f"{name}_refused_by_two"),
    )


class Assignment(models.Model):
    """Who checks a submission. Subclasses allow one open assignment per object by a partial unique constraint."""

    reviewer = person(_("reviewer"))
    assigned_by = person(_("assigned by"))
    assigned_at = models.DateTimeField(_("assigned"), default=timezone.now)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("assigned_at",)

    def __str__(self) -> str:
        return f"{self.reviewer} ({self.assigned_at:%Y-%m-%d})"


class ConflictDeclaration(models.Model):
    """A declared conflict of interest. A hard one hides the case wholly, a soft one is shown beside it."""

    class Kind(models.TextChoices):
        HARD = "hard", _("hard: hides everything of this city from this person")
        SOFT = "soft", _("soft: declared and justified")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)s_rows", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HARD)
    reason = models.TextField(_("reason"))
    declared_at = models.DateTimeField(_("declared"), default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"


class Deadline(models.Model):
    """How many days a step may take. Only what differs from the defaults in `deadlines.py` has a row."""

    class Key(models.TextChoices):
        FORM_CHECK = "form_check", _("the office checks a submission (working days)")
        JOIN_CHECK = "join_check", _("the office verifies a request to join (working days)")
        LABEL_HEARING = "label_hearing", _("the city is heard before its label is revoked")
        STATEMENT_CHECK = "statement_check", _("the office checks counter-evidence (working days)")
        ANSWER = "answer", _("the city answers what was returned, and once more by itself")
        INVITATION = "invitation", _("an invitation is valid")
        SIGN_OFF_LINK = "sign_off_link", _("a link to sign off is valid")
        MANDATE_NOTICE = "mandate_notice", _("before a mandate ends, the city is asked for a hand-over")
        CONFIRM_EVERY = "confirm_every", _("the city confirms that all is still right, every")
        REPORT_EVERY = "report_every", _("the city sends a full report, every")
        EXTENSION = "extension", _("an extension of a report gives")
        HOLD_AFTER = "hold_after", _("after an overdue report, the commitment goes on hold")
        REPLY = "reply", _("the city replies to what others say")
        POOL_OFFER = "pool_offer", _("the office answers who offers to sit in panels (working days)")
        LINK_MARK = "link_mark", _("a dead link is marked in public, after the city was warned")

    key = models.CharField(_("deadline"), max_length=20, choices=Key, unique=True)
    days = models.PositiveSmallIntegerField(_("days"), validators=[MinValueValidator(1), MaxValueValidator(3650)])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=3650), name="deadline_days"),
        ]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")

    def __str__(self) -> str:
        return f"{self.key}: {self.days}"


class ChecklistItem(models.Model):
    """One thing to check before a yes. An empty wording means the default of `checklists.py`, which is translated."""

    class Kind(models.TextChoices):
        JOIN = "join", _("request to join")
        VERSION = "version", _("commitment")
        REPORT = "report", _("progress report")
        STATEMENT = "statement", _("counter-evidence of others")
        LABEL_STATEMENT = "label_statement", _("statement on a label application")

    kind = models.CharField(_("kind of submission"), max_length=20, choices=Kind)
    key = models.SlugField(max_length=40, editable=False)
    wording = models.CharField(
        _("wording"), max_length=300, blank=True, help_text=_("Leave it empty to use the default, in every language.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("kind", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="checklist_item_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["join", "version", "report", "statement", "label_statement"]),
                name="checklist_item_kind",
            ),
        ]
        verbose_name = _("thing to check")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
