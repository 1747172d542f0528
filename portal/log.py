"""The public decision log in words, and its check for the page."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import local
from labels.chain import Head
from labels.models import Appeal, Concern, DecisionEntry
from labels.queries.log import log_faults, log_head
from portal.words import Row

KEPT_FOR = 60
MOST_FAULTS = 10


def checked() -> Row:
    """Return whether the whole log is as it was written, checked at most a minute ago, and where it ends."""
    head = log_head()
    faults = cache.get_or_set(f"decision-log:{head.seq}:{head.hash}", lambda: list(log_faults()), KEPT_FOR)
    return {"head": head, "faults": faults[:MOST_FAULTS], "kind": "bad" if faults else "", **_said(head, len(faults))}


def _said(head: Head, faults: int) -> Row:
    if faults:
        words = ngettext(
            "%(count)s fault was found. The office must explain it: do not rely on this log until then.",
            "%(count)s faults were found. The office must explain them: do not rely on this log until then.",
            faults,
        )
        return {"heading": _("This log was tampered with"), "text": words % {"count": local.number(faults)}}
    words = ngettext(
        "The only entry is as it was written. Checked by this page less than a minute ago.",
        "All %(count)s entries follow one another as they were written. Checked by this page less than a minute ago.",
        head.seq,
    )
    return {"heading": _("Public decision log: nothing was changed"), "text": words % {"count": local.number(head.seq)}}


def entry_rows(entries: Iterable[DecisionEntry]) -> list[Row]:
    """Return the rows of the page."""
    return [
        {
            "seq": entry.seq,
            "at": entry.at,
            "what": entry.get_act_display(),
            "city": entry.city_name,
            "city_slug": entry.city_slug,
            "label": entry.label_code,
            "notes": _notes(entry.data),
            "reasons": entry.data.get("reasons", ""),
            "hash": entry.hash,
        }
        for entry in entries
    ]


def _notes(data: dict[str, Any]) -> list[str]:
    """Return what else an entry says, one sentence each."""
    found = []
    if data.get("entered_later"):
        day = local.day(parse_date(str(data.get("acted_on", ""))))
        found.append(_("Entered later: the decision was made on %(day)s, before this log began.") % {"day": day})
    if data.get("invented"):
        found.append(_("Invented sample of the demonstration: no real city."))
    if data.get("until"):
        day = local.day(parse_date(str(data["until"])))
        found.append(_("Valid until %(day)s.") % {"day": day})
    if data.get("edition"):
        found.append(_("Edition of the rules: %(edition)s.") % {"edition": data["edition"]})
    if data.get("change") in DecisionEntry.Act.values:
        what = DecisionEntry.Act(data["change"]).label
        found.append(_("What was done: %(what)s. Nobody signed: it was ordered from the server.") % {"what": what})
    found += _of_draw(data)
    if data.get("reply_of_the_city"):
        found.append(_("The city said before: “%(reply)s”") % {"reply": data["reply_of_the_city"]})
    if data.get("signatures"):
        found.append(_("Signed by %(count)s people.") % {"count": local.number(data["signatures"])})
    return found + _of_concern(data)


def _of_concern(data: dict[str, Any]) -> list[str]:
    found = [_("Concern %(reference)s.") % {"reference": data["concern"]}] if data.get("concern") else []
    if data.get("appeal"):
        found.append(_("Appeal %(reference)s.") % {"reference": data["appeal"]})
    if data.get("appeal_outcome") in Appeal.Outcome.values:
        found.append(_("Outcome: %(outcome)s.") % {"outcome": Appeal.Outcome(data["appeal_outcome"]).label})
    if data.get("outcome") in Concern.Outcome.values:
        found.append(_("Outcome: %(outcome)s.") % {"outcome": Concern.Outcome(data["outcome"]).label})
    return found


def _of_draw(data: dict[str, Any]) -> list[str]:
    """Return what an entry says of the draw of a panel. People stand there by their public number only."""
    day, words = parse_date(str(data.get("draw_on", ""))), {name: data.get(name, "") for name in ("panel", "out", "in")}
    found = []
    if data.get("draw") and data.get("application"):
        found.append(_("Application %(reference)s.") % {"reference": data["application"]})
    if day:
        found.append(_("Day of the draw: %(day)s.") % {"day": local.day(day)})
    if data.get("list"):
        found.append(_("SHA-256 of the list of candidates: %(digest)s.") % {"digest": data["list"]})
    if words["panel"]:
        found.append(_("Drawn: %(panel)s.") % words)
    if words["out"] and words["in"]:
        found.append(_("%(out)s left, %(in)s took the seat.") % words)
    elif words["out"]:
        found.append(_("%(out)s left, and nobody of the draw could take the seat.") % words)
    return found
