"""Labels in words: what a check finds, and the rows of the register."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Commitment
from core import local
from core.qr import qr_drawing
from labels.models import Condition, Decision, Label, LabelStatus, MidtermReport
from labels.queries import LabelPage
from portal import words
from portal.pdf import pdf_link
from portal.proof import evidence_row
from portal.words import Row, Tag


def status_tag(label: Label) -> Tag:
    """Return the tag of a label in the register."""
    pending = label.is_carried and label.status == LabelStatus.VALID
    texts = {
        LabelStatus.VALID: (_("Valid, renewal pending") if pending else _("Valid"), "ok", "ok"),
        LabelStatus.COMING: (_("Valid from %(day)s") % {"day": local.day(label.valid_from)}, "line", "plan"),
        LabelStatus.ON_HOLD: (_("On hold, report due"), "line", "late"),
        LabelStatus.EXPIRED: (_("Expired"), "line", "stop"),
        LabelStatus.SUSPENDED: (_("Suspended"), "warn", "late"),
        LabelStatus.REVOKED: (_("Revoked"), "bad", "stop"),
        LabelStatus.WITHDRAWN: (_("Given back"), "line", "stop"),
    }
    return words.tag(*texts[label.status])


def register_rows(labels: Iterable[Label]) -> list[Row]:
    """Return the rows of the register."""
    return [
        {
            "code": label.code,
            "url": label.get_absolute_url(),
            "city": label.city.name,
            "country": words.country_name(label.city.country),
            "tag": status_tag(label),
            "origin": words.origin_tag(label.city.origin),
            "granted": label.valid_from,
            "until": label.valid_until,
        }
        for label in labels
    ]


def has_conditions(decision: Decision | None) -> bool:
    """Whether the label was awarded with conditions."""
    return decision is not None and decision.outcome == Decision.Outcome.CONDITIONS


def condition_rows(conditions: Iterable[Condition]) -> list[Row]:
    """Return the conditions of a label for its page, each with what the city reported."""
    late, met = Condition.State.OVERDUE, Condition.State.MET
    looks = {late: ("warn", "late"), met: ("ok", "ok")}
    return [
        {
            "text": row.text,
            "due": row.due_on,
            "met": row.met_at,
            "tag": words.tag(row.state_in_words, *looks.get(Condition.State(row.state), ("line", "go"))),
            "reports": [
                {
                    "text": report.text,
                    "lang": words.lang(report.language),
                    "sent_at": report.sent_at,
                    "evidence": [
                        {"url": reverse("portal:evidence", args=[piece.public_id]), "text": piece.title}
                        for piece in report.evidence.all()
                    ],
                }
                for report in row.reports.all()
            ],
        }
        for row in conditions
    ]


def midterm_context(report: MidtermReport | None) -> Row | None:
    """Return the report at half time for the page, or None."""
    if report is None:
        return None
    return {
        "sent_at": report.sent_at,
        "text": report.text,
        "lang": words.lang(report.language),
        "evidence": [evidence_row(piece) for piece in report.evidence.all()],
        "rows": [
            {
                "title": line.title,
                "url": Commitment(code=line.code).get_absolute_url(),
                "tag": words.progress_tag(line.standing),
                "text": line.text,
            }
            for line in report.lines.all()
        ],
    }


def certificate_context(page: LabelPage, now: dt.datetime, check_url: str) -> Row:
    """Return the template's context for the certificate of a label.

    Args:
        check_url: full address of the label's page; the QR code leads there.
    """
    label = page.label
    return {
        "label": label,
        "city": label.city,
        "country": words.country_name(label.city.country),
        "scheme": page.scheme,
        "now": now,
        "check_url": check_url,
        "qr": qr_drawing(check_url),
        "pdf": pdf_link("certificate", label.code),
    }


def check_context(page: LabelPage, now: dt.datetime, due_since: dt.date | None = None) -> Row:
    """Return the template's context for the check of one label.

    Args:
        due_since: for a label on hold, since when the report at half time is due.
    """
    label = page.label
    heading, text, kind = _result(label, due_since)
    return {
        "label": label,
        "city": label.city,
        "country": words.country_name(label.city.country),
        "heading": heading,
        "text": text,
        "kind": kind,
        "is_valid": label.is_valid,
        "is_pending": label.is_carried,
        "renewed_by": page.renewed_by,
        "now": now,
        "scheme": page.scheme,
        "criteria": page.criteria,
        "digest": page.digest,
        "reasons": page.decision.reasons if page.decision else "",
        "plain": page.decision.plain if page.decision else "",
        "outcome": page.outcome,
        "decision": page.decision,
        "steps": [{"title": step.text, "status": local.day(step.at), "icon": "ok"} for step in page.steps],
        "since": [
            {
                "what": entry.get_act_display(),
                "at": entry.at,
                "reasons": entry.data.get("reasons", ""),
                "seq": entry.seq,
            }
            for entry in page.entries
        ],
    }


def _result(label: Label, due_since: dt.date | None) -> tuple[str, str, str]:
    details = {
        "city": label.city.name,
        "country": words.country_name(label.city.country),
        "start": local.day(label.valid_from),
        "day": local.day(label.valid_until),
        "due": local.day(due_since) if due_since else "",
    }
    pending = _("%(city)s, %(country)s, holds the label of human rights city; its renewal is pending.") % details
    held = _("%(city)s, %(country)s, does not hold the label of human rights city now.") % details
    results = {
        LabelStatus.VALID: (
            _("This label is valid"),
            pending
            if label.is_carried
            else _("%(city)s, %(country)s, holds the label of human rights city until %(day)s.") % details,
            "",
        ),
        LabelStatus.COMING: (
            _("This label begins later"),
            _("%(city)s, %(country)s, holds this label of human rights city from %(start)s to %(day)s.") % details,
            "plain",
        ),
        LabelStatus.ON_HOLD: (
            _("This label is on hold"),
            _("Report due since %(due)s. The label returns by itself when the city has reported.") % details,
            "plain",
        ),
        LabelStatus.EXPIRED: (
            _("This label has expired"),
            _("%(city)s, %(country)s, held the label of human rights city until %(day)s.") % details,
            "plain",
        ),
        LabelStatus.SUSPENDED: (_("This label is suspended"), held, "bad"),
        LabelStatus.REVOKED: (_("This label was revoked"), held, "bad"),
        LabelStatus.WITHDRAWN: (_("The city gave this label back"), held, "plain"),
    }
    return results[label.status]
