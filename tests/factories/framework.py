"""Reference rows for tests that need a few, without loading all shipped files."""

import datetime as dt
from itertools import cycle
from typing import Any

from framework.models import (
    CharterArticle,
    CharterPart,
    Element,
    Framework,
    Goal,
    Instrument,
    InstrumentItem,
    PillarIntro,
    PolicyArea,
    Right,
    RightsHolderGroup,
    RightsTitle,
)

# High numbers never meet the shipped rows; they stay inside a small integer column.
_number = cycle(range(1001, 32001))


def make_framework(**fields: Any) -> Framework:
    """The current edition if there is one, else a new current one; with a code given, that edition."""
    if not fields and (current := Framework.objects.current().first()):
        return current
    n = next(_number)
    defaults = {
        "code": f"edition-{n}",
        "title": "A framework for cities",
        "version": str(n),
        "publisher": "A publisher",
        "published_on": dt.date(2022, 4, 27),
        "is_current": not Framework.objects.current().exists(),
    }
    return Framework.objects.create(**(defaults | fields))


def make_pillar_intro(**fields: Any) -> PillarIntro:
    framework = fields.pop("framework", None) or make_framework()
    defaults = {"pillar": "foundation", "title": "Foundations", "summary": "What the city promises."}
    return PillarIntro.objects.create(framework=framework, **(defaults | fields))


def make_element(**fields: Any) -> Element:
    framework = fields.pop("framework", None) or make_framework()
    n = next(_number)
    defaults = {
        "code": f"F{n}",
        "pillar": "foundation",
        "order": n,
        "official_title": f"Commit to right {n}",
        "working_title": f"Right {n}",
        "verification": "verbatim",
        "description": "The city promises it in public.",
        "evidence_hints": ["A council decision"],
        "sources": ["https://example.org/guide"],
    }
    return Element.objects.create(framework=framework, **(defaults | fields))


def make_rights_title(**fields: Any) -> RightsTitle:
    n = next(_number)
    defaults = {"code": f"CFR-TITLE-{n}", "number": str(n), "order": n, "heading": f"Equality {n}"}
    return RightsTitle.objects.create(**(defaults | fields))


def make_right(**fields: Any) -> Right:
    title = fields.pop("title", None) or make_rights_title()
    n = next(_number)
    defaults = {"code": f"CFR-{n}", "number": n, "order": n, "heading": f"Right {n}", "local_relevance": "high"}
    return Right.objects.create(title=title, **(defaults | fields))


def make_charter_article(**fields: Any) -> CharterArticle:
    n = next(_number)
    part = fields.pop("part", None) or CharterPart.objects.create(
        code=f"ECHRC-PART-{n}", number=str(n), order=n, heading="General provisions"
    )
    defaults = {
        "code": f"ECHRC-{n}",
        "number": str(n),
        "order": n,
        "heading": f"Right to the city {n}",
        "verification": "verbatim",
    }
    return CharterArticle.objects.create(part=part, **(defaults | fields))


def make_goal(**fields: Any) -> Goal:
    n = next(_number)
    defaults = {
        "code": f"SDG-{n}",
        "number": n,
        "order": n,
        "title": f"Goal {n}",
        "goal": "Leave no one behind",
        "colour": "#E5243B",
        "text_on_colour": "#FFFFFF",
    }
    return Goal.objects.create(**(defaults | fields))


def make_policy_area(**fields: Any) -> PolicyArea:
    n = next(_number)
    defaults = {"code": f"PA{n}", "slug": f"area-{n}", "order": n, "name": f"Area {n}"}
    return PolicyArea.objects.create(**(defaults | fields))


def make_group(**fields: Any) -> RightsHolderGroup:
    n = next(_number)
    defaults = {"code": f"RH{n}", "slug": f"group-{n}", "order": n, "name": f"Group {n}"}
    return RightsHolderGroup.objects.create(**(defaults | fields))


def make_instrument_item(**fields: Any) -> InstrumentItem:
    n = next(_number)
    instrument = fields.pop("instrument", None) or Instrument.objects.create(
        code=f"PLAN-{n}", kind="action_plan", order=n, title="A plan", verification="verbatim"
    )
    defaults = {"code": f"PLAN-{n}-1", "number": "1", "order": 1, "title": f"Point {n}"}
    return InstrumentItem.objects.create(instrument=instrument, **(defaults | fields))
