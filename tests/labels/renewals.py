"""Scenes of a renewal: a label that ends soon, an application to renew it, and its way to two signatures."""

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from labels.actions import (
    propose,
    save_application,
    sign_first,
    start_renewal,
    submit_application,
)
from labels.models import DecisionEntry, Label, LabelApplication
from tests.factories import make_commitment, make_label, make_user
from tests.factories.labels import make_scheme, make_terms

WHY = "The city kept what it promised."
DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return timezone.localdate()


def held(city, *, days: int = 100, **fields) -> Label:
    """A label that ends in so many days, of a city with three commitments, under rules with all deadlines."""
    scheme = make_scheme()
    if not scheme.applications.exists():
        make_terms(scheme)
        scheme.criteria.create(code="S5", element="S5", title="A question")
    for _number in range(3):
        make_commitment(city=city)
    end = today() + days * DAY
    return make_label(city=city, granted_on=end - 1095 * DAY, valid_until=end, **fields)


def sent(city, approver) -> LabelApplication:
    """A renewal of the city's label, sent by its approver."""
    draft = start_renewal(city=city, by=approver)
    words = {"statement": WHY, "language": "en", "looks_back": "We housed more people."}
    draft = save_application(application=draft, by=approver, revision=draft.revision, **words)
    return submit_application(application=draft, by=approver, key=uuid4())


def proposed(application: LabelApplication, outcome: str = "awarded") -> LabelApplication:
    """Let it pass every stage but the last: proposed by the office, signed first."""
    rows = LabelApplication.objects.filter(pk=application.pk)
    rows.update(state="deciding", admitted_at=timezone.now())
    again = rows.get()
    refusal = {"plan": "Report.", "mentor_reason": "None near."}
    extra = refusal if outcome == "not_yet" else {"plain": "Everybody gets help at one desk."}
    propose(obj=again, by=make_user("Rae Proposes", roles=("reviewer",)), note=WHY, outcome=outcome, **extra)
    sign_first(obj=again, by=make_user("Sig First", roles=("decider",)))
    return rows.get()


def again(label: Label) -> Label:
    return Label.objects.get(pk=label.pk)


def move_end(label: Label, days: int) -> None:
    """Let the label end so many days from today."""
    Label.objects.filter(pk=label.pk).update(valid_until=today() + days * DAY)


def acts() -> list[str]:
    return list(DecisionEntry.objects.order_by("seq").values_list("act", flat=True))
