"""The dates in the life of labels, as an edition says them: report at half time, renewal, last day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from labels.models import Label, LabelApplication, StageDeadline
from labels.rules.life import Terms, hold_after, midterm_due, midterm_opens, renewal_opens

STAGES = ("midterm", "renewal", "decision")
LIVING = ("valid", "on_hold", "suspended")


@dataclass(frozen=True)
class LifeDates:
    """The dates of one label. None where its edition knows no such date, or where the act is done already."""

    label: Label
    midterm_opens: dt.date | None
    midterm_due: dt.date | None
    hold_after: dt.date | None
    renewal_opens: dt.date | None
    ends: dt.date | None

    @property
    def may_report(self) -> bool:
        """Whether the report at half time can be written today."""
        return self.midterm_opens is not None and self.midterm_opens <= timezone.localdate()

    @property
    def may_renew(self) -> bool:
        """Whether a renewal can be asked for today."""
        return self.renewal_opens is not None and self.renewal_opens <= timezone.localdate()


def terms_of(schemes: Iterable[int]) -> dict[int, Terms]:
    """Return the deadlines of some editions that reach beyond the grant (1 query)."""
    rows = StageDeadline.objects.filter(stage__scheme__in=set(schemes), stage__key__in=STAGES)
    found: dict[int, Terms] = {}
    for scheme, stage, key, length, unit in rows.values_list("stage__scheme", "stage__key", "key", "length", "unit"):
        found.setdefault(scheme, {})[stage, key] = (length, unit)
    return found


def living_labels() -> QuerySet[Label]:
    """Return the labels whose dates still count, with what `dates_of` reads: not over, not revoked, not given back."""
    renewed = LabelApplication.objects.filter(renews=OuterRef("pk"), state=LabelApplication.State.GRANTED)
    rows = Label.objects.filter(state__in=LIVING).select_related("city", "application", "midterm")
    return rows.annotate(is_renewed=Exists(renewed)).order_by("pk")


def dates_of(labels: Iterable[Label]) -> list[LifeDates]:
    """Return the dates of these labels, in their order (1 query besides theirs).

    Args:
        labels: rows of `living_labels`.
    """
    rows = list(labels)
    terms = terms_of(label.application.scheme_id for label in rows) if rows else {}
    return [_dates(label, terms.get(label.application.scheme_id, {})) for label in rows]


def _dates(label: Any, terms: Terms) -> LifeDates:
    country, goes_on = label.city.country, label.is_carried or label.is_renewed
    due = None if has_reported(label) else midterm_due(label.valid_from, terms, country)
    return LifeDates(
        label=label,
        midterm_opens=midterm_opens(due) if due else None,
        midterm_due=due,
        hold_after=hold_after(due, terms, country),
        renewal_opens=None if goes_on else renewal_opens(label.valid_until, terms),
        ends=None if goes_on else label.valid_until,
    )


def has_reported(label: Label) -> bool:
    """Whether the report at half time was sent."""
    return hasattr(label, "midterm") and label.midterm.sent_at is not None
