"""What the virus scan of its files still holds against a text or report. Objects are duck-typed."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core import clamd

INFECTED, ERROR = "infected", "error"
UNSETTLED = ("unscanned", ERROR)


def quarantined(obj: Any) -> list[str]:
    """Return one sentence for each file with a virus that the city's draft lists: how the city mends it."""
    words = _("A virus was found in “%(title)s”: remove this evidence, and add a clean copy or a link instead.")
    return [words % {"title": title} for title in titles_in_state(obj, INFECTED)]


def unsafe_to_publish(obj: Any) -> list[str]:
    """Return what holds a publication back, for the office: viruses always, and what the scanner has not seen yet.

    Where no scanner is set up nothing waits: every file says that it was not scanned, and is only ever a download.
    """
    found = _("A virus was found in “%(title)s”. Return the text: the city removes it and adds a clean copy or a link.")
    reasons = [found % {"title": title} for title in titles_in_state(obj, INFECTED)]
    if not clamd.is_set_up():
        return reasons
    waits = _("“%(title)s” is not scanned for viruses yet. The portal scans it by itself, in minutes as a rule.")
    failed = _("The virus scan of “%(title)s” failed. The portal tries again by itself, at least once a day.")
    reasons += [waits % {"title": title} for title in titles_in_state(obj, "unscanned")]
    reasons += [failed % {"title": title} for title in titles_in_state(obj, ERROR)]
    return reasons


def titles_in_state(obj: Any, state: str) -> list[str]:
    """Return the titles of the listed files, and of links whose kept copy, has this state of its virus scan."""
    file = Q(evidence__kind="file", evidence__scan_state=state)
    rows = obj.evidence_rows.filter(file | Q(evidence__archive__scan_state=state))
    return list(rows.values_list("evidence__title", flat=True))


def unsettled_files(obj: Any) -> list[str]:
    """Return the stored names of the listed files that the scanner has not judged; empty where there is none."""
    if not clamd.is_set_up():
        return []
    listed = Q(evidence__kind="file", evidence__scan_state__in=UNSETTLED)
    copies = obj.evidence_rows.filter(evidence__archive__scan_state__in=UNSETTLED)
    names = set(obj.evidence_rows.filter(listed).values_list("evidence__file", flat=True))
    return sorted(names | set(copies.values_list("evidence__archive__file", flat=True)))
