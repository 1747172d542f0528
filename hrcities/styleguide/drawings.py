"""Samples: maps, bars, the seal. Each function is named like its component."""

import datetime as dt

from core.ui import period_bar
from hrcities.styleguide.page import States

GRAZ = {"x": 463, "y": 533, "r": 8, "label": True, "url": "#", "title": "Graz"}
LUND = {"x": 440, "y": 420, "url": "#", "title": "Lund"}
SHARES = (
    ("ok", 1, "completed"),
    ("go", 2, "under way"),
    ("warn", 1, "delayed"),
    ("bad", 1, "dropped"),
    ("mute", 1, "planned"),
)


def map_() -> States:
    return {"with and without the label": {"dots": [GRAZ, LUND]}}


def locator() -> States:
    return {"one city": {"dot": GRAZ, "text": "Graz lies in the south of Austria."}}


def stack_bar() -> States:
    parts = [{"kind": kind, "count": number, "text": f"{number} {word}"} for kind, number, word in SHARES]
    return {"every kind": {"parts": parts, "text": "Six commitments, two of them under way"}}


def chart_row() -> States:
    first, last = dt.date(2026, 1, 1), dt.date(2029, 1, 1)
    marks, today = [dt.date(2026, 10, 4), dt.date(2027, 6, 1)], dt.date(2026, 11, 27)

    def bar(kind: str) -> dict:
        end = dt.date(2028, 6, 1)
        return period_bar(start=first, end=end, first=first, last=last, kind=kind, marks=marks, today=today)

    return {kind: {"bar": bar(kind)} for kind, _number, _word in SHARES}


def progress() -> States:
    return {"4 of 7": {"done": 4, "total": 7, "text": "4 of 7 parts are done"}}


def seal() -> States:
    held = {"title": "Label held", "text": "Since 12 May 2026, until 11 May 2029.", "url": "#"}
    return {"with a link": {"label": held}, "alone": {"label": {"title": "Label ended", "text": "On 11 May 2026."}}}


SAMPLES = (map_, locator, stack_bar, chart_row, progress, seal)
