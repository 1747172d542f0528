"""Labels in words: what a check finds, and the rows of the register."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core import local
from labels.models import Label, LabelStatus
from labels.queries import LabelPage
from portal import words
from portal.words import Row, Tag


def status_tag(label: Label) -> Tag:
    """Return the tag of a label in the register."""
    texts = {
        LabelStatus.VALID: (_("Valid"), "ok", "ok"),
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
            "granted": label.granted_on,
            "until": label.valid_until,
        }
        for label in labels
    ]


def check_context(page: LabelPage, now: dt.datetime) -> Row:
    """Return the template's context for the check of one label."""
    label = page.label
    heading, text, kind = _result(label)
    return {
        "label": label,
        "city": label.city,
        "country": words.country_name(label.city.country),
        "heading": heading,
        "text": text,
        "kind": kind,
        "is_valid": label.is_valid,
        "now": now,
        "scheme": page.scheme,
        "criteria": page.criteria,
        "digest": page.digest,
        "reasons": page.decision.reasons if page.decision else "",
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


def _result(label: Label) -> tuple[str, str, str]:
    details = {
        "city": label.city.name,
        "country": words.country_name(label.city.country),
        "day": local.day(label.valid_until),
    }
    held = _("%(city)s, %(country)s, does not hold the label of human rights city now.") % details
    results = {
        LabelStatus.VALID: (
            _("This label is valid"),
            _("%(city)s, %(country)s, holds the label of human rights city until %(day)s.") % details,
            "",
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
