"""Reads of what happened to a label after it was granted."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from cities.models import City
from labels.models import Decision, Label, LabelChange
from labels.queries import may_hear, people_of_case
from review.registry import Entry

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


# --- The queue of the office -----------------------------------------------------------------------
def waiting_changes() -> QuerySet[Label]:
    """Return every label with a proposed change that waits for a second person, whoever asks (2 queries)."""
    waiting = LabelChange.objects.filter(closed_at=None)
    rows = Label.objects.filter(pk__in=waiting.order_by().values("label")).select_related("city")
    return rows.prefetch_related(Prefetch("changes", waiting))


def change_entry(label: Any) -> Entry:
    """Return what the queue says of a row of `waiting_changes`. While a city is heard, its last day is the date.

    The reasons are left out: what the queue says goes into mails and calendars, and a proposal is not public.
    """
    change = label.open_change
    return Entry(
        city_id=label.city_id,
        city_name=label.city.name,
        country=label.city.country,
        title=label.code,
        reference=label.code,
        waiting_since=change.proposed_at,
        state=change.kind,
        due_on=None if change.reply else change.hearing_until,
    )


def changes_proposed_by(reader: Any) -> QuerySet[Any]:
    """Return the ids of labels whose waiting change `reader` proposed: somebody else signs.

    Args:
        reader: the key of an account, or an expression for one.
    """
    return LabelChange.objects.filter(closed_at=None, proposed_by=reader).order_by().values("label")
