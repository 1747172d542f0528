"""Reads of what happened to a label after it was granted."""

from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from cities.models import City
from labels.models import Decision, Label, LabelChange
from labels.queries import may_hear, people_of_case

HELD_STATES = ("valid", "on_hold", "suspended")


def lock_label(label: Label) -> None:
    """Read `label` again with its city and proposals, and hold its row until the transaction ends."""
    rows = Label.objects.select_for_update(of=("self",)).select_related("city", "application")
    label.refresh_from_db(from_queryset=rows)
    label.__dict__.pop("_prefetched_objects_cache", None)


def labels_with_changes() -> Any:
    """Return labels with what their rules and the office's page read (5 queries for any number)."""
    decisions = Prefetch("application__decisions", Decision.objects.filter(confirmed_by__isnull=False))
    changes = Prefetch("changes", LabelChange.objects.select_related("proposed_by", "confirmed_by"))
    return Label.objects.select_related("city", "application").prefetch_related(decisions, changes)


def people_of_label(label: Label) -> list[User]:
    """Return everybody who hears of a change: those of the application, and all who proposed or signed a change."""
    people = {person.pk: person for person in people_of_case(label.application)}
    acted = label.changes.values_list("proposed_by", "confirmed_by")
    wanted = {pk for pair in acted for pk in pair if pk} - set(people)
    for person in User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"):
        if may_hear(person, label.city):
            people[person.pk] = person
    return list(people.values())


def held_label(city: City) -> Label | None:
    """Return the label of `city` that is valid, on hold or suspended today, with its proposals, or None."""
    rows = labels_with_changes().filter(pk__in=Label.objects.lasting().filter(city=city, state__in=HELD_STATES))
    return rows.order_by("-valid_until", "-pk").first()


def is_heard(city: City) -> bool:
    """Return whether the office proposes to revoke the label of `city`, so that the city is heard."""
    return LabelChange.objects.filter(label__city=city, kind=LabelChange.Kind.REVOKE, closed_at=None).exists()
