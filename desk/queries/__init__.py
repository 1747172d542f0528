"""Reads of the desk that mix apps."""

from desk.queries.cities import only_city
from desk.queries.dashboard import Dashboard, Door, dashboard
from desk.queries.facts import draft_with_facts, just_copied, just_started, present, with_facts
from desk.queries.team import with_drafts
from desk.queries.whole import Whole, whole

__all__ = [
    "Dashboard",
    "Door",
    "Whole",
    "dashboard",
    "draft_with_facts",
    "just_copied",
    "just_started",
    "only_city",
    "present",
    "whole",
    "with_drafts",
    "with_facts",
]
