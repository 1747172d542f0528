"""What an appeal is against, in words for every door."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import local
from labels.models import Decision, LabelChange


def against(thing: Any, end: Any = None) -> str:
    """Return what was decided, of what, and on which day.

    Args:
        thing: a decision, a change of a label, or a concern.
        end: how a concern ended when it was appealed (`labels.queries.appeals.End`), if it may have moved on.
    """
    if isinstance(thing, Decision):
        words, day = _("the decision “%(outcome)s” on application %(reference)s of %(day)s"), thing.closed_at
        details = {"outcome": thing.get_outcome_display(), "reference": thing.application.reference}
    elif isinstance(thing, LabelChange):
        words, day = _("the change “%(outcome)s” of label %(reference)s of %(day)s"), thing.closed_at
        details = {"outcome": thing.get_kind_display(), "reference": thing.label.code}
    else:
        words, day = _("concern %(reference)s ended as “%(outcome)s” on %(day)s"), end.at if end else thing.ended_at
        now = thing.get_outcome_display() if thing.outcome else thing.get_state_display()
        details = {"outcome": end.words if end else now, "reference": thing.reference}
    return capfirst(words % {**details, "day": local.day(day) if day else ""})
