"""Page-shaped reads of labels and applications, each at a constant number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import DECIDER
from cities.models import City
from cities.queries import in_conflict_with
from cities.rules import acts_for, has_hard_conflict, has_its_domain
from commitments.models import Commitment
from commitments.queries import without_conflicts
from labels.models import (
    Admissibility,
    Assessment,
    Criterion,
    Decision,
    DecisionEntry,
    Label,
    LabelApplication,
    LabelScheme,
)
from labels.models.application import DECIDED_STATES, OPEN_STATES, RUNNING_STATES, WAITING_STATES, WRITTEN_STATES
from labels.queries.parts import signed_by
from labels.rules import PUBLISHED_STATES, missing_for_grant, missing_for_submit, missing_to_apply
from labels.workflow import APPLICATION
from review.registry import Entry

__all__ = ["DECIDED_STATES", "OPEN_STATES", "RUNNING_STATES", "WAITING_STATES", "WRITTEN_STATES"]
CODE_LENGTH = 12
SHOWN_ELSEWHERE = ("propose", "propose_admissibility")


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
    scheme: LabelScheme
    criteria: list[Criterion]
    steps: list[Step]
    entries: list[DecisionEntry]
    digest: str


@dataclass(frozen=True)
class ApplyPage:
    """What the desk shows a city: its label, its open application, the rules, and what is missing."""

    scheme: LabelScheme | None
    criteria: list[Criterion]
    application: LabelApplication | None
    label: Label | None
    missing: list[str]


@dataclass(frozen=True)
class CaseFile:
    """What deciders see beside the application: the city's record, the proposal, who may sign, what was before."""

    city: City
    is_waiting: bool
    commitments: list[dict[str, Any]]
    missing: list[str]
    proposal: Decision | None
    proposed_by_reader: bool
    signers: list[User]
    earlier: list[Decision]
    admissibility: Admissibility | None
    checks: list[Admissibility]
    criteria: list[Criterion]
    steps: list[dict[str, Any]]
    assessment: Assessment | None


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
    """Return one label with everything its page shows (5 queries).

    Raises: Http404 when no public label has this number; upper and lower case are the same.
    """
    code = code.strip().upper()
    rows = Label.objects.public().select_related("city", "application__scheme", "application__assessment")
    label = rows.filter(code=code).first() if len(code) <= CODE_LENGTH and code.isascii() else None
    if label is None:
        raise Http404(_("No label has this number."))
    application = label.application
    return LabelPage(
        label=label,
        decision=application.decisions.filter(is_final=True).first(),
        scheme=application.scheme,
        criteria=list(application.scheme.criteria.all()),
        steps=_public_steps(application),
        entries=list(DecisionEntry.objects.filter(label_code=label.code).exclude(act="granted").order_by("seq")),
        digest=application.assessment.digest if hasattr(application, "assessment") else "",
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
        prefetch_related_objects([newest], Prefetch("decisions", shown))
    return newest


def apply_page(city: City) -> ApplyPage:
    """Return what the city sees where it applies, with what is still missing in words. Six queries at most."""
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
    )


# --- The office ------------------------------------------------------------------------------------
def applications_for(user: User) -> QuerySet[LabelApplication]:
    """Return the applications `user` may see in the office: sent ones, none of a city in hard conflict with them."""
    rows = without_conflicts(LabelApplication.objects.exclude(submitted_at=None), user, city="city")
    return rows.select_related("city", "scheme")


def waiting_applications() -> QuerySet[LabelApplication]:
    """Return every application that waits, whoever asks, with what `application_entry` reads. One query."""
    return LabelApplication.objects.filter(state__in=WAITING_STATES).select_related("city", "scheme")


def application_entry(application: LabelApplication) -> Entry:
    """Return what the queue says of a row of `waiting_applications`."""
    return Entry(
        city_id=application.city_id,
        city_name=application.city.name,
        country=application.city.country,
        title=application.scheme.title,
        reference=application.reference,
        waiting_since=application.submitted_at or application.created_at,
        state=application.state,
    )


def counted_commitments(city: City) -> list[dict[str, Any]]:
    """Return the commitments that count for the label: public, and written by the city itself."""
    rows = Commitment.objects.filter(city=city, state__in=PUBLISHED_STATES, versions__state="published")
    shown = rows.exclude(origin="compiled").order_by("first_published_at", "pk")
    return [
        {"code": code, "title": title, "language": language, "url": Commitment(code=code).get_absolute_url()}
        for code, title, language in shown.values_list("code", "versions__title", "versions__language")
    ]


def case_file(application: LabelApplication, reader: User) -> CaseFile:
    """Return what the page of one application shows to `reader`."""
    rows = application.decisions.select_related("proposed_by", "signed_by", "confirmed_by", "mentor")
    decisions = list(rows.prefetch_related("conditions"))
    proposal = next((row for row in decisions if row.closed_at is None), None)
    checks = list(application.admissibility.select_related("proposed_by", "confirmed_by"))
    return CaseFile(
        city=application.city,
        is_waiting=application.state in WAITING_STATES,
        commitments=counted_commitments(application.city),
        missing=missing_for_grant(application),
        proposal=proposal,
        proposed_by_reader=proposal is not None and proposal.proposed_by_id == reader.pk,
        signers=possible_signers(application, proposal),
        earlier=[row for row in decisions if row.closed_at is not None],
        admissibility=next((row for row in checks if row.closed_at is None), None),
        checks=[row for row in checks if row.closed_at is not None],
        criteria=list(application.scheme.criteria.all()),
        steps=_office_steps(application),
        assessment=Assessment.objects.filter(application=application).first(),
    )


def _office_steps(application: LabelApplication) -> list[dict[str, Any]]:
    words = {t.name: t.label for t in APPLICATION.transitions}
    # What a proposer wrote stands in the decision already.
    return [
        {
            "label": words.get(row.transition, row.transition),
            "at": row.at,
            "who": str(row.by or ""),
            "note": "" if row.transition in SHOWN_ELSEWHERE else row.note,
        }
        for row in application.status_changes.select_related("by")
    ]


def possible_signers(application: LabelApplication, proposal: Decision | None) -> list[User]:
    """Return the deciders who may sign next: no hard conflict with the city, no earlier part in the case."""
    rows = User.objects.filter(groups__name=DECIDER, is_active=True).exclude(pk__in=in_conflict_with(application.city))
    signed = {proposal.signed_by_id} - {None} if proposal is not None else set()
    rows = rows.exclude(pk__in=application.prepared_by | signed)
    return [person for person in rows.order_by("name", "pk") if not has_its_domain(person, application.city)]


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
