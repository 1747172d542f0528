"""The label: rules, applications, labels."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cities.models import City
from core.codes import new_code
from labels.models import Assessment, Decision, Label, LabelApplication, LabelScheme
from review.queue import follow
from tests.factories.people import make_user
from tests.factories.places import make_city


def make_scheme(**fields: Any) -> LabelScheme:
    """The current edition of the rules, made once."""
    values = {"title": "Rules of 2026", "starts_on": dt.date(2026, 1, 1), "is_current": True, **fields}
    values.setdefault("published_at", timezone.now() if values["is_current"] else None)
    return LabelScheme.objects.get_or_create(code=values.pop("code", "test"), defaults=values)[0]


def make_application(*, city: City | None = None, state: str = "submitted", **fields: Any) -> LabelApplication:
    """An application in `state`, written directly: no trace, no clock.

    What has passed the check carries two people's admissibility; a proposed one its open decision (`outcome`),
    unsigned, or signed once with `signed_by`. `admitted=False` leaves the admissibility out.
    """
    outcome, signed_by = fields.pop("outcome", "awarded"), fields.pop("signed_by", None)
    admitted = fields.pop("admitted", state not in {"draft", "submitted", "returned", "withdrawn"})
    values = {"statement": "We kept our promises.", "scheme": fields.pop("scheme", None) or make_scheme(), **fields}
    if state != "draft":
        values = {"submitted_at": timezone.now(), "reference": new_code("HRL-A")} | values
    if admitted:
        values = {"admitted_at": timezone.now()} | values
    application = LabelApplication.objects.create(city=city or make_city(), state=state, **values)
    follow(application)
    if admitted:
        application.admissibility.create(
            admissible=True, reasons="Nothing is missing.", closed_at=timezone.now(),
            proposed_by=make_user("Ada Checks", roles=("reviewer",)),
            confirmed_by=make_user("Ben Checks", roles=("reviewer",)),
        )  # fmt: skip
    if state == "proposed":
        signed = {"signed_by": signed_by, "signed_at": timezone.now()} if signed_by else {}
        application.decisions.create(outcome=outcome, reasons="All steps were taken.", **_proposer(), **signed)
    return LabelApplication.objects.select_related("city", "scheme").get(pk=application.pk)


def make_assessment(application: LabelApplication) -> Assessment:
    """A complete self-assessment of the city under the application's edition, open: every power is the city's."""
    return fill_assessment(Assessment.objects.create(city=application.city, scheme=application.scheme))


def fill_assessment(assessment: Assessment) -> Assessment:
    """The same with an answer to every question that had none."""
    for criterion in assessment.scheme.criteria.all():
        if criterion.by_competence:
            assessment.competences.get_or_create(criterion=criterion, defaults={"power": "ours"})
        for group in ("officials", "elected"):
            values = {"value": "partly", "text": "We have begun."}
            assessment.answers.get_or_create(criterion=criterion, group=group, defaults=values)
    return assessment


def make_decision(application: LabelApplication, outcome: str = "awarded", **fields: Any) -> Decision:
    """A final decision, proposed by the office and signed by two deciders."""
    now, signers = timezone.now(), ("Sara First", "Sam Second")
    first, second = (make_user(name, roles=("decider",)) for name in signers)
    values = {"reasons": "All steps were taken.", "is_final": True, "closed_at": now, "signed_at": now, **fields}
    return application.decisions.create(
        outcome=outcome, **{**_proposer(), "signed_by": first, "confirmed_by": second, **values}
    )


def _proposer() -> dict[str, Any]:
    return {"proposed_by": make_user("Paz Proposer", roles=("reviewer",))}


def make_label(*, city: City | None = None, **fields: Any) -> Label:
    """A valid label with its granted application and final decision (`outcome`). No window, no panel."""
    application = make_application(city=city, state="granted", scheme=fields.pop("scheme", None))
    make_decision(application, fields.pop("outcome", "awarded"))
    today = timezone.localdate()
    values = {
        "granted_on": today,
        "valid_until": today + dt.timedelta(days=3 * 365),
        "awarding_body": "the label programme",
        **fields,
    }
    values.setdefault("valid_from", values["granted_on"])
    return Label.objects.create(city=application.city, application=application, **values)


def make_terms(scheme: LabelScheme) -> None:
    """The deadlines of a label's life in an edition: half time, hold, renewal, conditions."""
    terms = (
        ("midterm", "report", 18, "months"),
        ("midterm", "hold", 60, "days"),
        ("renewal", "opens", 9, "months"),
        ("renewal", "decide", 6, "months"),
        ("decision", "conditions", 6, "months"),
    )
    for number, (stage, key, length, unit) in enumerate(terms):
        row, _made = scheme.stages.get_or_create(
            key=stage, defaults={"number": 80 + number, "title": stage.capitalize(), "who": "city"}
        )
        row.deadlines.get_or_create(key=key, defaults={"title": f"{stage} {key}", "length": length, "unit": unit})


def make_window(*, city: City | None = None, days: int | None = 30, **fields: Any) -> LabelApplication:
    """An application in its public window, which closes in `days`; None: its edition names no time.

    Its edition asks two questions, S5 and T1, and has the stages from the check to the decision.
    """
    rules = make_scheme()
    rows = (
        ("admissibility", "yes or no"), ("window", "the statements"), ("panel", "names"), ("reply", "nothing"),
        ("second_look", "nothing"), ("decision", "the outcome"), ("validity", "the label"),
    )  # fmt: skip
    for number, (key, sees) in enumerate(rows, 4):
        title = key.replace("_", " ").capitalize()
        rules.stages.get_or_create(
            key=key, defaults={"number": number, "title": title, "who": "public", "public_sees": sees}
        )
    for position, (code, title) in enumerate((("S5", "Can people complain?"), ("T1", "Are staff trained?")), 1):
        rules.criteria.get_or_create(code=code, defaults={"title": title, "position": position})
    deadline = rules.stages.get(key="window").deadlines.get_or_create(
        key="open", defaults={"title": "open", "length": 30, "unit": "days"}
    )[0]
    application = make_application(city=city, state=fields.pop("state", "window"), scheme=rules, **fields)
    if days is not None:
        today = timezone.localdate()
        start = today - dt.timedelta(days=max(0, 30 - days))
        application.clocks.create(deadline=deadline, started_on=start, due_on=today + dt.timedelta(days=days))
    return application
