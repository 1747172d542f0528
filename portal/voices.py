"""What others say, beside the evidence or report it is about. Never counted, never weighed."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.models import Commitment
from commitments.queries import CommitmentPage
from core import local
from core.models import Scan
from participation.models import CounterEvidence
from participation.queries import Said
from portal import proof, words
from portal.words import Row


class Voices:
    """The published texts of one commitment, sorted by what they are about."""

    def __init__(self, said: Iterable[Said], page: CommitmentPage) -> None:
        self.code = page.commitment.code
        self.milestones = {row.key: row.title for row in page.milestones}
        self.by_report: dict[Any, list[Row]] = defaultdict(list)
        self.by_evidence: dict[Any, list[Row]] = defaultdict(list)
        self.earlier: list[Row] = []
        listed = {row.public_id for row in page.evidence}
        for statement in said:
            if statement.evidence and statement.evidence not in listed:
                # A new version may list other evidence: what was said about the old one stays on the page.
                self.earlier.append(self._row(statement) | {"about": statement.evidence_title})
                continue
            rows = self.by_report[statement.report] if statement.report else self.by_evidence[statement.evidence]
            rows.append(self._row(statement))

    def about_evidence(self, public_id: uuid.UUID) -> Row:
        """Return what a row of evidence adds: the texts, and the way to write one."""
        url = reverse("voices:counter_evidence", args=[self.code, public_id])
        return {"said": self.by_evidence[public_id], "actions": [{"url": url, "text": _("Say what it shows instead")}]}

    def about_report(self, report: int) -> Row:
        """Return what a report adds: the texts, and the way to write one."""
        url = reverse("voices:counter_report", args=[self.code, report])
        return {"said": self.by_report[report], "say_url": url}

    def side_by_side(self, page: CommitmentPage) -> list[Row]:
        """Return the three voices in words: the city, somebody independent, residents and organisations. No number."""
        return [
            {"title": _("The city"), "text": _city_says(page)},
            {"title": _("Independent finding"), "text": _nobody_found()},
            {"title": _("Residents and organisations"), "text": self._others_say(page)},
        ]

    def _others_say(self, page: CommitmentPage) -> str:
        if any((*self.by_report.values(), *self.by_evidence.values(), self.earlier)):
            return _("Someone says otherwise: beside the evidence or the report it is about, with the city’s reply.")
        if page.evidence or any(event.kind == "report" for event in page.events):
            return _("Nobody has said otherwise so far. Everybody can, beside each piece of evidence and each report.")
        return _("Nobody has said otherwise so far. It is said beside evidence and reports, and there are none yet.")

    def _row(self, statement: Said) -> Row:
        return {
            "date": statement.published_at,
            "speaker": statement.speaker or _("a resident"),
            "about": self.milestones.get(statement.milestone_key, ""),
            "text": statement.text,
            "lang": words.lang(statement.language),
            "proof": _proof(statement),
            "reply": statement.reply,
            "reply_lang": words.lang(statement.reply_language),
            "replied": statement.replied_at,
            "waiting": "" if statement.reply else _waiting(statement.reply_due_on),
        }


def _city_says(page: CommitmentPage) -> str:
    if page.commitment.origin == Commitment.Origin.COMPILED:
        return _("Nothing here yet: others compiled this from public sources, and the city has not confirmed it.")
    days = [event.as_of for event in page.events if event.kind == "report" and event.as_of]
    if not days:
        return _("It made the promise and has not reported on it yet.")
    says = {"status": page.commitment.get_progress_display(), "day": local.day(max(days))}
    return _("“%(status)s”, in its report of %(day)s. This is the city’s own claim.") % says


def _nobody_found() -> str:
    """Say that nobody independent has judged it, and who will: no such finding can be made on the portal yet."""
    return _(
        "None yet. The office checks the form of what a city sends, not whether the promise is kept. A finding comes "
        "from the panel that looks at an application for the label, or from the national human rights institution. "
        "Neither writes here so far."
    )


def _proof(statement: Said) -> Row:
    if statement.proof == CounterEvidence.Proof.LINK:
        return {"url": statement.url, "text": _("Proof: page on %(site)s") % {"site": proof.host(statement.url)}}
    if statement.scan_state == Scan.INFECTED:
        return {"url": "", "text": _("Proof: a file in which a virus was found. Nobody can open it.")}
    url = reverse("portal:statement_proof", args=[statement.public_id])
    text = _("Proof: %(kind)s file") % {"kind": proof.file_type(statement.file_name)}
    return {"url": url, "text": text}


def _waiting(due: dt.date | None) -> str:
    if due is None:
        return _("Nobody acts for the city here, so nobody was asked to reply.")
    if due < timezone.localdate():
        return _("No reply yet, the time for it ended on %(day)s.") % {"day": local.day(due)}
    return _("The city may reply until %(day)s.") % {"day": local.day(due)}
