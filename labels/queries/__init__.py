"""Page-shaped reads of labels and applications, each at a constant number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from cities.rules import acts_for, has_hard_conflict
from commitments.queries import without_conflicts
from labels.models import (
    Criterion,
    Decision,
    DecisionEntry,
    Label,
    LabelApplication,
    LabelScheme,
    Stage,
)
from labels.models.application import DECIDED_STATES, OPEN_STATES, RUNNING_STATES, WAITING_STATES, WRITTEN_STATES
from labels.queries.cases import Words, mentor_candidates, outcome_words, stage_reached
from labels.queries.parts import signed_by
from labels.rules import missing_for_submit, missing_to_apply
from labels.workflow import APPLICATION

__all__ = ["DECIDED_STATES", "OPEN_STATES", "RUNNING_STATES", "WAITING_STATES", "WRITTEN_STATES"]
CODE_LENGTH = 12
HELPERS = 3


@dataclass(frozen=True)
class Step:
    """One line of a public history."""

    at: dt.datetime
    text: str


@dataclass(frozen=True)
class LabelPage:
    """The public check of one label: the result, the reasons, the rules it followed, how it was earned."""

    label: Label
    decision: Decision | None
    outcome: Words | None
    scheme: LabelScheme
    criteria: list[Criterion]
    steps: list[Step]
    entries: list[DecisionEntry]
    digest: str
    renewed_by: Label | None


@dataclass(frozen=True)
class ApplyPage:
    """What the desk shows a city: its label, its open application, the rules, and what is missing."""

    scheme: LabelScheme | None
    criteria: list[Criterion]
    application: LabelApplication | None
    label: Label | None
    missing: list[str]
    stage: Stage | None
    outcome: Words | None
    helpers: list[City]


def current_scheme(*, lock: bool = False) -> LabelScheme | None:
    """Return the edition of the rules that new applications follow, if one is in force.

    Args:
        lock: hold its row until the transaction ends; actions need that.
    """
    rows = LabelScheme.objects.filter(is_current=True, starts_on__lte=timezone.localdate())
    return (rows.select_for_update() if lock else rows).first()


# --- Public ----------------------------------------------------------------------------------------
def register() -> QuerySet[Label]:
    """Return every label ever granted, by city name; `label.status` says whether it is valid or expired."""
    return Label.objects.public().select_related("city").order_by("city__name", "-granted_on", "-pk")


def label_page(code: str) -> LabelPage:
    """Return one label with everything its page shows (7 queries).

    Raises: Http404 when no public label has this number; upper and lower case are the same.
    """
    code = code.strip().upper()
    rows = Label.objects.public().select_related("city", "application__scheme", "application__assessment")
    label = rows.filter(code=code).first() if len(code) <= CODE_LENGTH and code.isascii() else None
    if label is None:
        raise Http404(_("No label has this number."))
    application = label.application
    decision = application.decisions.filter(is_final=True).select_related("mentor").first()
    return LabelPage(
        label=label,
        decision=decision,
        outcome=outcome_words(decision, application.scheme_id) if decision else None,
        scheme=application.scheme,
        criteria=list(application.scheme.criteria.all()),
        steps=_public_steps(application),
        entries=list(
            DecisionEntry.objects.filter(label_code=label.code).exclude(act__in=("granted", "renewed")).order_by("seq")
        ),
        digest=application.assessment.digest if hasattr(application, "assessment") else "",
        renewed_by=Label.objects.filter(application__renews=label).first(),
    )


def _public_steps(application: LabelApplication) -> list[Step]:
    words = {(t.name, t.target): t.public_label for t in APPLICATION.transitions if t.public_label}
    rows = application.status_changes.values_list("transition", "target", "at")
    return [Step(at, str(words[name, target])) for name, target, at in rows if (name, target) in words]


def valid_label_of(city: City) -> Label | None:
    """Return the label that `city` holds today, or None."""
    return Label.objects.valid().filter(city=city).order_by("-valid_until", "-pk").first()


def labels_by_city(city_ids: Iterable[int]) -> dict[int, Label]:
    """Return the latest label of each of these cities, also an expired one: read `label.status` (1 query)."""
    rows = Label.objects.begun().filter(city__in=list(city_ids)).order_by("valid_from", "pk")
    return {label.city_id: label for label in rows}


def decisions_of(city: City) -> list[Decision]:
    """Return the decisions about `city` that two people signed, newest first, with their label (1 query)."""
    rows = Decision.objects.filter(application__city=city, is_final=True)
    return list(rows.select_related("application__label", "application__scheme").order_by("-closed_at", "-pk"))


# --- The city's desk -------------------------------------------------------------------------------
def application_of(city: City) -> LabelApplication | None:
    """Return the city's open application, else its latest with its decision, or None (1 query, 2 when decided)."""
    rows = LabelApplication.objects.filter(city=city).select_related("city", "scheme", "author")
    newest = rows.order_by("-created_at", "-pk").first()
    if newest is not None:
        # What is only proposed is not the city's to see.
        is_decided = newest.state in DECIDED_STATES
        shown = Decision.objects.filter(is_final=True) if is_decided else Decision.objects.none()
        shown = shown.select_related("mentor").prefetch_related("conditions")
        prefetch_related_objects([newest], Prefetch("decisions", shown))
    return newest


def apply_page(city: City) -> ApplyPage:
    """Return what the city sees where it applies, with what is still missing in words. Eight queries at most."""
    application, label = application_of(city), valid_label_of(city)
    is_open = application is not None and application.state in OPEN_STATES
    scheme = application.scheme if application and is_open else current_scheme()

    def held_until(_city: City) -> dt.date | None:
        return label.valid_until if label else None

    missing: list[str] = []
    if application and application.state in WRITTEN_STATES:
        missing = missing_for_submit(application, held_until=held_until)
    elif scheme is None:
        missing = [_("No rules for the label are in force yet.")]
    elif not is_open:
        missing = missing_to_apply(city, scheme, held_until=held_until)
    return ApplyPage(
        scheme=scheme,
        criteria=list(scheme.criteria.all()) if scheme else [],
        application=application,
        label=label,
        missing=missing,
        stage=stage_reached(application) if application and is_open else None,
        outcome=_decided(application) if application else None,
        helpers=mentor_candidates(city)[:HELPERS] if application and application.state == "returned" else [],
    )


def _decided(application: LabelApplication) -> Words | None:
    decision = application.final_decision
    return outcome_words(decision, application.scheme_id) if decision else None


# --- The office ------------------------------------------------------------------------------------
def applications_for(user: User) -> QuerySet[LabelApplication]:
    """Return the applications `user` may see in the office: sent ones, none of a city in hard conflict with them."""
    rows = without_conflicts(LabelApplication.objects.exclude(submitted_at=None), user, city="city")
    return rows.select_related("city", "scheme")


def city_people(city: City, *, role: str = "") -> QuerySet[User]:
    """Return the active people who act for `city` now, or only those with one role."""
    held = {"role_rows__city": city, "role_rows__ended_at": None, "is_active": True}
    return User.objects.filter(**held, **({"role_rows__role": role} if role else {})).order_by("pk")


def people_of_case(application: LabelApplication) -> list[User]:
    """Return everybody who hears the decision: the city's people, the author and all who took a step, once each."""
    steps = application.status_changes.exclude(by=None).values("by")
    known = application.prepared_by | signed_by(application)
    actors = User.objects.filter(Q(pk__in=steps) | Q(pk__in=known) | Q(pk=application.author_id), is_active=True)
    people = {person.pk: person for person in [*city_people(application.city), *actors.order_by("pk")]}
    return [person for person in people.values() if may_hear(person, application.city)]


def may_hear(person: User, city: City) -> bool:
    """Whether `person` may be told: somebody of the office who is in conflict now hears nothing more of the case."""
    return not person.is_staff or acts_for(person, city) or not has_hard_conflict(person, city)
