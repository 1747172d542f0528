"""What every text of somebody without an account has: words, a mailbox that confirms, moderation, an end."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from core.models import FromMailbox, mailbox_constraints


def statement_reference() -> str:
    """Return a fresh reference such as HRS-7K2Q9D."""
    return new_code("HRS")


class StatementQuerySet(models.QuerySet[Any]):
    def published(self) -> "StatementQuerySet":
        return self.filter(state="published")

    def waiting(self) -> "StatementQuerySet":
        """Confirmed by their authors, not checked yet, oldest first."""
        return self.filter(state="submitted").order_by("submitted_at", "pk")

    def with_subject(self) -> "StatementQuerySet":
        """With what each is about, and its city."""
        return self.select_related(*self.model.SUBJECT)


class Statement(FromMailbox):
    """A text that its author confirms by mail and the office checks. Each kind says what it is about.

    A kind has `State` and `Reason` with these columns, `SUBJECT` (what is read with it), `city`, and
    `about_url`. The e-mail address is for the confirmation and news about this text only: it is never shown, also
    not to the office, and it is forgotten (`actions.forget_people`).
    """

    SUBJECT: ClassVar[tuple[str, ...]] = ()
    Reason: ClassVar[Any]

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=statement_reference, editable=False
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state: Any
    refusal: Any
    text: Any

    language = models.CharField(_("language of the text"), max_length=10, default="en")
    url = models.URLField(_("address of the proof"), max_length=500, blank=True)
    speaker = models.CharField(_("name or organisation"), max_length=150, blank=True)
    show_name = models.BooleanField(_("the name may be public"), default=False)

    submitted_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta(FromMailbox.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def city(self) -> Any:
        """Whose record it is about."""
        raise NotImplementedError

    @property
    def about_url(self) -> str:
        """The public page of what it is about."""
        raise NotImplementedError

    @property
    def audit_scope(self) -> object:
        """The city reads in its log what was published, never what waits or was refused."""
        return self.city if self.published_at else ""

    @property
    def shown_name(self) -> str:
        """The name the public reads: only with consent."""
        return self.speaker if self.show_name else ""


def statement_constraints(prefix: str) -> list[models.BaseConstraint]:
    """Return what the database holds of every kind of text; each name begins with `prefix`."""
    states = ["unconfirmed", "submitted", "published", "refused", "withdrawn", "lapsed"]
    return [
        models.CheckConstraint(condition=Q(state__in=states), name=f"{prefix}_state"),
        models.CheckConstraint(
            condition=~Q(state="published") | Q(published_at__isnull=False), name=f"{prefix}_published_has_date"
        ),
        models.CheckConstraint(
            condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
            name=f"{prefix}_refused_has_reason",
        ),
        models.CheckConstraint(condition=Q(show_name=False) | ~Q(speaker=""), name=f"{prefix}_named_has_name"),
        *mailbox_constraints(prefix),
    ]
