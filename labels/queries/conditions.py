"""Conditions of decisions: of a label, of cities, for the queue of the office."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from cities.models import City
from commitments.models import Evidence
from commitments.queries import without_conflicts
from labels.models import Condition, ConditionReport, Label
from labels.queries.life import lock_label
from labels.queries.terms import LIVING
from review.registry import Entry

WAITING = ("reported", "confirmed", "overdue")
CITY = "decision__application__city"
LONGEST_TITLE = 120


def _counting() -> QuerySet[Condition]:
    """The conditions of final decisions, with label and city."""
    rows = Condition.objects.filter(decision__is_final=True)
    return rows.select_related(CITY, "decision__application__label")


def open_conditions() -> QuerySet[Condition]:
    """Return the conditions of labels that still count, about which nobody reported in time."""
    return _counting().filter(state=Condition.State.OPEN, decision__application__label__state__in=LIVING).order_by("pk")


def reportable_conditions() -> QuerySet[Condition]:
    """Return the conditions of labels that still count, about which a city still has to report."""
    return _counting().filter(decision__application__label__state__in=LIVING, state__in=("open", "overdue"))


def confirmed_first_by(user: Any, city: City) -> list[Condition]:
    """Return the conditions of `city` that wait for a second person after `user` confirmed them."""
    found = {"state": Condition.State.CONFIRMED, "reports__closed_at": None, "reports__confirmed_by": user}
    return list(_counting().filter(**found, **{CITY: city}).order_by("pk"))


def conditions_of(label: Label) -> list[Condition]:
    """Return the conditions of a label's decision with their reports and the evidence in them (4 queries at most)."""
    evidence = Prefetch("evidence", Evidence.objects.public().opened())
    reports = Prefetch("reports", ConditionReport.objects.prefetch_related(evidence))
    return list(_counting().filter(decision__application__label=label).prefetch_related(reports))


def conditions_of_cities(cities: list[int]) -> QuerySet[Condition]:
    """Return what these cities still have to report about (1 query)."""
    return reportable_conditions().filter(**{f"{CITY}__in": cities}).order_by("due_on", "pk")


def public_evidence_of(city: City) -> QuerySet[Evidence]:
    """Return what a city can name as evidence of a condition: its public pieces, newest first."""
    return Evidence.objects.public().opened().filter(city=city, archive_of=None).order_by("-created_at", "-pk")


def lock_condition(condition: Condition) -> None:
    """Lock the label behind a condition, and read the condition and its reports again."""
    label = condition.label
    if label is not None:
        lock_label(label)
    condition.refresh_from_db(from_queryset=_counting())
    condition.__dict__.pop("_prefetched_objects_cache", None)


# --- The office ------------------------------------------------------------------------------------
def conditions_for(user: User) -> QuerySet[Condition]:
    """Return the conditions that `user` may see in the office: none of a city in hard conflict with them."""
    rows = without_conflicts(_counting(), user, city=CITY)
    return rows.prefetch_related(Prefetch("reports", ConditionReport.objects.select_related("confirmed_by", "met_by")))


def waiting_conditions() -> QuerySet[Condition]:
    """Return every condition that waits for the office, whoever asks. One query."""
    return _counting().filter(state__in=WAITING)


def condition_entry(condition: Condition) -> Entry:
    """Return what the queue says of a row of `waiting_conditions`."""
    city: Any = condition.city
    return Entry(
        city_id=city.pk,
        city_name=city.name,
        country=city.country,
        title=condition.text[:LONGEST_TITLE],
        reference=condition.decision.application.reference,
        waiting_since=condition.waiting_since or timezone.now(),
        state=condition.state,
        due_on=condition.due_on,
    )
