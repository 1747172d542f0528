"""What residents and organisations say on the criteria of a label application, while its public window is open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from participation.models.base import Statement, StatementQuerySet, statement_constraints
from review.models import StatusChange

WINDOW_TEXT_LENGTH = 4000


def window_reference() -> str:
    """Return a fresh reference such as HRL-S-7K2Q9D."""
    return new_code("HRL-S")


class LabelStatement(Statement):
    """Somebody says what they see of one or several questions that an application for the label is judged by."""

    SUBJECT: ClassVar[tuple[str, ...]] = ("application__city", "application__scheme")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed by e-mail yet")
        SUBMITTED = "submitted", _("being checked")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by its author")
        LAPSED = "lapsed", _("ended with the application, unchecked")

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("it names or describes a person who did not agree")
        UNLAWFUL = "unlawful", _("it is unlawful, insulting or discriminating")
        OFF_TOPIC = "off_topic", _("it is not about the questions it names")
        NO_PROOF = "no_proof", _("its link cannot be opened, or shows something else")
        NOT_THEIRS = "not_theirs", _("it speaks in the name of somebody who did not agree")

    class Kind(models.TextChoices):
        """For whom the author speaks, as they say themselves."""

        RESIDENT = "resident", _("resident")
        CIVIL_SOCIETY = "civil_society", _("organisation of civil society")
        INSTITUTION = "institution", _("national human rights institution")
        EQUALITY_BODY = "equality_body", _("equality body")
        OTHER = "other", _("other institution or expert")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=window_reference, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    application = models.ForeignKey(
        "labels.LabelApplication", models.PROTECT, related_name="statements", verbose_name=_("label application")
    )
    criteria = models.ManyToManyField("labels.Criterion", related_name="+", verbose_name=_("about these questions"))
    kind = models.CharField(_("who speaks"), max_length=14, choices=Kind, default=Kind.RESIDENT)
    text = models.TextField(_("statement"), blank=True, max_length=WINDOW_TEXT_LENGTH)
    lapsed_at = models.DateTimeField(_("ended with the application"), null=True, blank=True)
    refusal = models.CharField(_("reason of the refusal"), max_length=15, choices=Reason, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "submitted_at", "id"], name="label_statement_queue"),
            models.Index(fields=["application", "state"], name="label_statement_of_case"),
        ]
        constraints = [
            *statement_constraints("label_statement"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "published"]) | ~Q(text=""), name="label_statement_shown_has_text"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["resident", "civil_society", "institution", "equality_body", "other"]),
                name="label_statement_kind",
            ),
            # Whoever speaks for others says for whom, in public. What was forgotten names nobody.
            models.CheckConstraint(
                condition=Q(kind="resident") | Q(show_name=True) | Q(text=""), name="label_statement_others_named"
            ),
        ]
        verbose_name = _("statement on a label application")
        verbose_name_plural = _("statements on label applications")

    @property
    def city(self) -> object:
        return self.application.city

    @property
    def about_url(self) -> str:
        return reverse("portal:application", args=[self.application.reference])


class LabelStatementStatusChange(StatusChange):
    statement = models.ForeignKey(LabelStatement, models.CASCADE, related_name="status_changes")
