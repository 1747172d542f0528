"""The queue of the office as one table, views that people keep of it, and how long the office took."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.checking import Assignment


class QueueItem(models.Model):
    """One thing that waits at the office, of whatever kind. A roll-up: `review.queue` keeps and rebuilds it.

    The city is a number and a text here, because this app does not know `cities`. `themes` holds codes of policy areas
    between blanks (`themes.py` finds them by their names), `words` everything else that can be searched, folded.
    `waiting_since` is when the office's clock began, moved on by the time it stood still; `stopped_on` is set while it
    stands still (see `clock.py`), and then no answer is due. `answered_at` is when the city wrote last.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    city_id = models.PositiveBigIntegerField(null=True, blank=True)
    city_name = models.CharField(_("city"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    title = models.CharField(_("title"), max_length=300)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    themes = models.CharField(_("themes"), max_length=1000, blank=True)
    words = models.TextField(blank=True)
    waiting_since = models.DateTimeField(_("waiting since"))
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    stopped_on = models.DateField(_("the city is asked since"), null=True, blank=True)
    answered_at = models.DateTimeField(_("the city wrote last"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held by")
    )

    class Meta:
        ordering = ("waiting_since", "pk")
        indexes = [
            models.Index(fields=["waiting_since", "id"], name="queue_age"),
            models.Index(fields=["due_on", "id"], name="queue_due"),
            models.Index(fields=["kind", "waiting_since"], name="queue_kind"),
            models.Index(fields=["holder", "waiting_since"], name="queue_holder"),
            models.Index(fields=["city_id"], name="queue_city"),
            models.Index(fields=["answered_at"], condition=Q(answered_at__isnull=False), name="queue_answered"),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="queue_item_once")]
        verbose_name = _("item that waits")
        verbose_name_plural = _("queue of the office")

    def __str__(self) -> str:
        return f"{self.title} ({self.city_name})"


class CaseAssignment(Assignment):
    """Who holds one thing that waits, for the kinds that keep no table of their own. Closed when it waits no longer."""

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()

    class Meta(Assignment.Meta):
        indexes = [models.Index(fields=["kind", "object_id"], name="case_assignment_thing")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(released_at=None), name="case_assignment_one_open"
            )
        ]


class ReadMark(models.Model):
    """How far somebody has read the conversation about one thing: up to the message of this moment."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "object_id"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.object_id}"


class SavedView(models.Model):
    """A filter of the queue that one person keeps under a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=500)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")

    def __str__(self) -> str:
        return self.name


class StepTime(models.Model):
    """How many working days the office needed for one answer, or for a whole case. A roll-up of the status changes."""

    class Step(models.TextChoices):
        ANSWER = "answer", _("one answer: from sending to what the office said")
        CASE = "case", _("the whole case: every turn of the office until it was decided")

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    step = models.CharField(_("step"), max_length=10, choices=Step)
    turn = models.PositiveSmallIntegerField(_("turn"))
    office_days = models.PositiveIntegerField(_("working days"))
    closed_on = models.DateField(_("closed on"))

    class Meta:
        ordering = ("closed_on", "pk")
        indexes = [models.Index(fields=["closed_on", "kind", "step"], name="step_time_period")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "step", "turn"], name="step_time_once"),
            models.CheckConstraint(condition=Q(step__in=["answer", "case"]), name="step_time_step"),
        ]
        verbose_name = _("time of a step")
        verbose_name_plural = _("times of steps")

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.office_days}"
