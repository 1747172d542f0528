"""A case with its panel: what each answered, what they found, what the city replied."""

from typing import Any

from django.utils import timezone

from cities.models import City
from labels.models import Assessment, Finding, FindingReply, LabelApplication, LabelScheme, PanelAnswer, PanelMember
from tests.factories.labels import make_application, make_scheme
from tests.factories.panel import seat_panel
from tests.factories.places import make_city

DEADLINES = (
    (6, "panel", "panel", "findings", 45, "working_days", None),
    (7, "reply", "city", "answer", 21, "days", 14),
    (8, "second_look", "panel", "look", 15, "working_days", None),
    (9, "decision", "deciders", "decide", 15, "working_days", None),
)
SAID = {"value": "met", "text": "Every text names it.", "evidence": "https://example.org/text", "language": "en"}


def make_rules() -> LabelScheme:
    """An edition with three questions, one of which depends on powers, and the deadlines from the panel on."""
    scheme = make_scheme(min_commitments=1)
    if not scheme.criteria.exists():
        for number, code in enumerate(("F1", "F2"), start=1):
            scheme.criteria.create(code=code, position=number, title=f"Question {code}?", partly=f"Some of {code}.")
        scheme.criteria.create(code="S5", position=3, title="Can people complain?", by_competence=True)
        for number, key, who, name, length, unit, extension in DEADLINES:
            stage = scheme.stages.create(number=number, key=key, title=key, who=who)
            stage.deadlines.create(key=name, title=name, length=length, unit=unit, extension=extension)
    return scheme


def make_answering_case(*, city: City | None = None, state: str = "panel", power: str = "ours", **fields: Any) -> Any:
    """An application with the panel: five seats, three questions, a frozen self-assessment that says `power` of S5."""
    scheme = make_rules()
    application = make_application(city=city or make_city(), scheme=scheme, state=state, **fields)
    asked = [
        {"code": code, "question": "", "power": power if code == "S5" else "", "answers": {"officials": SAID}}
        for code in ("F1", "F2", "S5")
    ]
    Assessment.objects.create(
        city=application.city,
        scheme=scheme,
        application=application,
        frozen_at=timezone.now(),
        snapshot={"questions": asked, "survey": {"F1": {"partly": 12}}},
        digest="0" * 64,
    )
    seat_panel(application)
    return application


def seats_of(application: LabelApplication) -> list[PanelMember]:
    """Who sits in the panel, in the order of the draw."""
    return list(application.panel.filter(state="seated").select_related("member__user").order_by("place"))


def make_answers(application: LabelApplication, *, but: tuple[str, ...] = (), by: Any = None, **fields: Any) -> None:
    """Sent answers of everybody in the panel (or of the seats `by`) to every question `but` some."""
    values = {"answer": "partly", "sent_at": timezone.now(), **fields}
    PanelAnswer.objects.bulk_create(
        PanelAnswer(member=seat, criterion=row, **{"reasons": f"{seat.name} saw it.", **values})
        for seat in by or seats_of(application)
        for row in application.scheme.criteria.exclude(code__in=but)
    )


def make_findings(application: LabelApplication, **fields: Any) -> list[Finding]:
    """A finding about every question, by the first of the panel unless `author` says else."""
    values = {"author": seats_of(application)[0], "answer": "partly", "reasons": "We read the texts.", **fields}
    rows = application.scheme.criteria.order_by("position")
    return [Finding.objects.create(application=application, criterion=row, **values) for row in rows]


def make_reply(finding: Finding, **fields: Any) -> FindingReply:
    """A sent reply that disputes the finding."""
    values = {"disputed": True, "text": "We do more than that.", "sent_at": timezone.now(), **fields}
    return FindingReply.objects.create(finding=finding, **values)
