"""The public page of a running application: where it stands, who speaks about it, what was decided. No number."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import local
from core.reference import worded
from labels.models import Decision, DecisionEntry, Label, LabelApplication, Stage
from labels.models.application import RUNNING_STATES
from labels.queries.public import NOT_PUBLIC, public_stage
from labels.queries.window import PublicWindow
from portal import words
from portal.words import Row, Tag


def stage_rows(application: LabelApplication, stages: list[Stage]) -> list[Row]:
    """Return the stages of its edition up to the label, as components/milestones.html draws them.

    Args:
        application: sent.
        stages: all of its edition, in their order; those of which nothing is public are left out.
    """
    current = public_stage(application, stages)
    if current is None:
        return []
    end = next((stage.number for stage in stages if stage.key == "validity"), current.number)
    return [
        {
            "title": worded(stage.title, application.scheme.language),
            "lang": "",
            **_mark(application, stage.number - current.number),
            "note": "",
            "due": None,
            "evidence": (),
        }
        for stage in stages
        if stage.key not in NOT_PUBLIC and stage.number <= end
    ]


def _mark(application: LabelApplication, place: int) -> Row:
    """Return the mark of a stage: `place` is how far it lies behind (below 0), or ahead of, the one reached."""
    runs = application.state in RUNNING_STATES
    if place < 0 or (place == 0 and not runs):
        return {"status": _("Done"), "icon": "ok"}
    if place == 0:
        return {"status": _("Now"), "icon": "go"}
    return {"status": _("Not yet") if runs else _("Not reached"), "icon": "plan"}


def heading(application: LabelApplication) -> tuple[str, str]:
    """Return the heading of the page and the sentence below it."""
    name = {"city": application.city.name}
    ends = {
        "granted": _("The label was awarded. The reasons are below."),
        "refused": _("The label was not awarded. The reasons are below."),
        "withdrawn": _("The city took its application back. Nothing is decided."),
    }
    if application.state in ends:
        return _("%(city)s applied for the label") % name, ends[application.state]
    return (
        _("%(city)s applies for the label") % name,
        _("Nothing is decided yet. This page says where the application stands and what others say about it."),
    )


def state_tag(application: LabelApplication) -> Tag:
    """Return the one tag of an application in a list."""
    tags = {
        "granted": (_("Label awarded"), "ok", "ok"),
        "refused": (_("Label not awarded"), "line", "stop"),
        "withdrawn": (_("Taken back by the city"), "line", "stop"),
        "window": (_("Public window"), "go", "go"),
    }
    return words.tag(*tags.get(application.state, (_("Applied for the label"), "go", "go")))


def facts(application: LabelApplication, window: PublicWindow, decision: Decision | None) -> list[Row]:
    """Return the key facts as components/summary_list.html draws them."""
    scheme, city = application.scheme, application.city
    place = f"{city.name}, {words.country_name(city.country)}"
    rows = [
        {"label": _("City"), "value": place, "url": city.get_absolute_url()},
        {"label": _("Applied on"), "value": local.day(application.submitted_at)},
        {
            "label": _("Rules"),
            "value": worded(scheme.title, scheme.language),
            "url": reverse("portal:edition", args=[scheme.code]) if scheme.published_at else "",
        },
        {"label": _("Admissible"), "value": _admissible(application, decision)},
        {"label": _("Public window"), "value": window_words(application, window)},
        {"label": _("Reference"), "value": application.reference},
    ]
    return [row for row in rows if row["value"]]


def _admissible(application: LabelApplication, decision: Decision | None) -> str:
    if application.admitted_at:
        return _("Yes, since %(day)s") % {"day": local.day(application.admitted_at)}
    if decision is not None and decision.outcome == "inadmissible":
        return _("No; the reasons are below")
    return _("Not decided yet") if application.state in RUNNING_STATES else ""


def window_words(application: LabelApplication, window: PublicWindow) -> str:
    """Say whether the public window is open, and until when."""
    if window.is_open:
        if window.until is None:
            return _("Open")
        return _("Open until the end of %(day)s") % {"day": local.day(window.until)}
    if application.state == "window" or (window.until and application.admitted_at):
        return _("Closed on %(day)s") % {"day": local.day(window.until)} if window.until else _("Closed")
    if application.state in ("submitted", "returned"):
        return _("Opens when the application is found admissible")
    return ""


def decision_row(decision: Decision | None, outcomes: dict[str, Any], label: Label | None) -> Row | None:
    """Return the signed decision in the words of its edition."""
    if decision is None:
        return None
    outcome = outcomes.get(decision.outcome)
    return {
        "title": outcome.title if outcome else capfirst(str(decision.get_outcome_display())),
        "text": outcome.text if outcome else "",
        "day": decision.closed_at,
        "reasons": decision.reasons,
        "conditions": [{"text": row.text, "due_on": row.due_on} for row in decision.conditions.all()],
        "plan": decision.plan,
        "mentor": decision.mentor if decision.mentor and decision.mentor.is_public else None,
        "mentor_reason": decision.mentor_reason,
        "label_url": label.get_absolute_url() if label else "",
    }


def step_rows(entries: Iterable[DecisionEntry]) -> list[Row]:
    """Return what the public log says of the case, as components/timeline.html draws it."""
    return [
        {
            "date": entry.at,
            "title": entry.get_act_display(),
            "text": entry.data.get("reasons", "") if entry.data.get("appeal") else "",
            "lang": "",
            "tag": None,
            "url": f"{reverse('portal:decision_log')}#entry-{entry.seq}",
            "link": _("Entry %(number)s of the public log") % {"number": entry.seq},
        }
        for entry in entries
    ]


def application_rows(applications: Iterable[LabelApplication]) -> list[Row]:
    """Return the rows of the list of running applications."""
    return [
        {
            "url": reverse("portal:application", args=[row.reference]),
            "city": row.city.name,
            "country": words.country_name(row.city.country),
            "reference": row.reference,
            "applied": row.submitted_at,
            "tag": state_tag(row),
            "origin": words.origin_tag(row.city.origin),
        }
        for row in applications
    ]
