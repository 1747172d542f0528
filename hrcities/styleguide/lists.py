"""Samples: lists, facts, histories. Each function is named like its component."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict

from hrcities.styleguide.forms import Filters
from hrcities.styleguide.page import States

DAY, REPLIED = dt.date(2026, 10, 4), dt.date(2026, 11, 27)
PROOF = [{"url": "#", "text": "Minutes (PDF, 96 KB)"}, {"url": "#", "text": "Visits (CSV, 12 KB)"}]
STONES = (("Completed", "ok"), ("Under way", "go"), ("Delayed", "late"), ("Planned", "plan"), ("Dropped", "stop"))


def filters() -> States:
    return {
        "none in use": {"form": Filters(QueryDict("")), "action": "#filters", "active": 0},
        "two in use": {"form": Filters(QueryDict("country=AT&country=SE")), "action": "#filters", "active": 2},
    }


def chips() -> States:
    return {
        "two filters": {"chips": [{"text": "Austria", "url": "#"}, {"text": "Sweden", "url": "#"}], "clear_url": "#"}
    }


def pager() -> States:
    def page(number: int) -> SimpleNamespace:
        return SimpleNamespace(number=number, paginator=SimpleNamespace(num_pages=9))

    return {"first of nine": {"page": page(1)}, "in the middle": {"page": page(5)}}


def search() -> States:
    return {
        "empty": {"action": "#", "label": "Find a city", "name": "a", "placeholder": "For example: Graz"},
        "with words": {"action": "#", "label": "Find a city", "name": "b", "value": "Graz", "kind": "gold"},
    }


def figures() -> States:
    numbers = ((54, "cities"), (231, "commitments"), (96, "completed"))
    return {"three": {"figures": [{"number": number, "label": label} for number, label in numbers]}}


def steps() -> States:
    return {"three": {"steps": [{"title": word, "text": "One sentence."} for word in ("Decide", "Promise", "Show")]}}


def timeline() -> States:
    tag = {"text": "Version 1", "kind": "ok", "icon": "ok"}
    first = {"date": DAY, "title": "Published", "text": "The first text.", "url": "#", "link": "Read it", "tag": tag}
    return {"two entries": {"rows": [first, {"date": DAY, "text": "The council agreed."}]}}


def milestones() -> States:
    rows: list[dict[str, Any]] = [
        {"title": "A desk is open", "status": status, "icon": sign, "due": DAY} for status, sign in STONES
    ]
    rows[0]["evidence"] = PROOF
    rows[2]["note"] = "waits for the new building"
    return {"every state": {"rows": rows}}


def _said(**more: Any) -> dict[str, Any]:
    text = "The desk in the north library has been closed since May."
    return {"date": DAY, "speaker": "a resident", "text": text, "proof": PROOF[0], **more}


def said() -> States:
    return {
        "no reply yet": {"rows": [_said(waiting="No reply yet, the 30 days ended on 3 November 2026.")]},
        "with a reply": {"rows": [_said(reply="It opened again on 2 June.", replied=REPLIED, about="A desk is open")]},
    }


def evidence_row() -> States:
    meta = ["PDF, 96 KB", "Swedish"]
    file = {"icon": "doc", "title": "Protokoll, § 12", "lang": "sv", "meta": meta, "url": "#", "proves": "Milestone 2"}
    more = {"archived": {"url": "#", "text": "copy of 4 October"}, "said": [_said(waiting="Until 3 November.")]}
    private = {
        "icon": "web",
        "title": "Draft contract",
        "tag": {"text": "Confidential", "kind": "line", "icon": "lock"},
        "actions": [{"url": "#", "text": "Change"}, {"url": "#", "text": "Remove"}],
    }
    return {
        "a file": {"row": file},
        "copy kept, somebody says otherwise": {"row": file | more},
        "at the desk": {"row": private},
    }


def summary_list() -> States:
    rows = [
        {"label": "Title", "value": "Help in libraries", "change_url": "#"},
        {"label": "Rights", "lines": ["Dignity", "Equality"]},
        {"label": "Website", "value": "lund.se", "url": "#"},
        {"label": "Budget", "missing": "Not answered", "change_url": "#", "change_label": "the budget"},
    ]
    return {"facts, answers, gaps": {"rows": rows}}


def task_list() -> States:
    rows = [
        {"label": "Promise", "url": "#", "status": "Completed", "kind": "ok"},
        {"label": "Milestones", "url": "#", "hint": "Two have no date", "status": "Not complete", "kind": "warn"},
        {"label": "Sign-off", "status": "Cannot start yet"},
    ]
    return {"every state": {"rows": rows}}


def diff() -> States:
    rows = [
        {"label": "Promise", "old": "free help", "new": "free, confidential help", "note": "Asked for by residents."},
        {"label": "Unit", "old": "", "new": "Libraries"},
    ]
    return {"two fields": {"rows": rows, "old_label": "Version 1", "new_label": "Version 2"}}


def spoken() -> States:
    question = SimpleNamespace(title="Can people complain to somebody independent?")
    said = {
        "criteria": [question],
        "published_at": DAY,
        "language": "en",
        "text": "The desk is open, but hard to find.",
    }
    named = SimpleNamespace(
        who="Friends of the Libraries", speaker="civil society", url="https://example.org/", site="example.org", **said
    )
    resident = SimpleNamespace(who="A resident", speaker="", url="", site="", **said)
    return {"an organisation, and a resident": {"rows": [named, resident], "language": "en"}}


SAMPLES = (
    filters, chips, pager, search, figures, steps, timeline, milestones, evidence_row, said, summary_list, task_list,
    spoken, diff,
)  # fmt: skip
