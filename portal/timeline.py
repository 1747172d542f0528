"""The commitments of one city against time: an axis in years, a bar for each, and shares of the whole."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import ngettext

from commitments.models import Commitment, CommitmentVersion, Progress
from core.ui import period_bar
from portal import words
from portal.words import Row

INTERVALS = 5
# Order of the stacked bar, with the colour of each part.
_PARTS = {
    Progress.DONE: "ok",
    Progress.UNDER_WAY: "go",
    Progress.PARTLY_DONE: "go",
    Progress.DELAYED: "warn",
    Progress.NOT_STARTED: "mute",
    Progress.DROPPED: "bad",
    Progress.NOT_REPORTED: "mute",
}


def share_of_progress(commitments: Iterable[Commitment]) -> Row | None:
    """Return the stacked bar of a city's commitments; None when nothing is known of any of them."""
    counted = Counter(commitment.progress for commitment in commitments)
    if not counted or set(counted) == {Progress.NOT_REPORTED}:
        return None
    parts = [
        {"kind": kind, "count": counted[progress], "text": _counted(progress)(counted[progress])}
        for progress, kind in _PARTS.items()
        if counted[progress]
    ]
    total = counted.total()
    whole = ngettext("%(number)d commitment", "%(number)d commitments", total) % {"number": total}
    return {"parts": parts, "text": f"{whole}: {', '.join(part['text'] for part in parts)}"}


def _counted(progress: str) -> Callable[[int], str]:
    """Return the words for so many commitments: "2 under way"."""

    def text(number: int) -> str:
        forms = {
            Progress.DONE: ngettext("%(n)d completed", "%(n)d completed", number),
            Progress.UNDER_WAY: ngettext("%(n)d under way", "%(n)d under way", number),
            Progress.PARTLY_DONE: ngettext("%(n)d partly completed", "%(n)d partly completed", number),
            Progress.DELAYED: ngettext("%(n)d delayed", "%(n)d delayed", number),
            Progress.NOT_STARTED: ngettext("%(n)d planned", "%(n)d planned", number),
            Progress.DROPPED: ngettext("%(n)d dropped", "%(n)d dropped", number),
            Progress.NOT_REPORTED: ngettext("%(n)d not reported", "%(n)d not reported", number),
        }
        return forms[Progress(progress)] % {"n": number}

    return text


class Axis:
    """Whole years around all periods, in equal steps, so that the labels stand where they belong."""

    def __init__(self, versions: Iterable[CommitmentVersion]) -> None:
        dates = [day for row in versions if has_period(row) for day in (row.starts_on, row.ends_on)]
        self.labels: list[str] = []
        if not dates:
            return
        years = max(dates).year + 1 - min(dates).year
        step = math.ceil(years / INTERVALS)
        ends = [min(dates).year + step * place for place in range(math.ceil(years / step) + 1)]
        self.labels = [str(year) for year in ends]
        self.first, self.last = dt.date(ends[0], 1, 1), dt.date(ends[-1], 1, 1)

    def bar(self, version: Any, today: dt.date) -> Row | None:
        """Return the bar of one commitment; None when its start or end is unknown."""
        if not (self.labels and has_period(version)):
            return None
        return period_bar(
            start=version.starts_on,
            end=version.ends_on,
            first=self.first,
            last=self.last,
            marks=[row.due_on for row in version.steps if row.due_on],
            today=today,
            kind=words.bar_kind(version.commitment),
        )


def has_period(version: Any) -> bool:
    """Whether a bar can be drawn: start and end are known and in order."""
    return bool(version.starts_on and version.ends_on and version.starts_on <= version.ends_on)


def milestones_reached(version: Any) -> str:
    """Return "2 of 4 milestones reached", or nothing without milestones."""
    claims = [row.progress for row in version.steps]
    return reached_words(claims.count(Progress.DONE), len(claims))


def reached_words(done: int, total: int) -> str:
    """Return how many milestones are reached, in words; nothing when there are none."""
    if not total:
        return ""
    if done == total:
        return ngettext("The only milestone is reached.", "All %(total)d milestones reached.", total) % {"total": total}
    words_ = ngettext("%(done)d of %(total)d milestone reached.", "%(done)d of %(total)d milestones reached.", total)
    return words_ % {"done": done, "total": total}
