"""Reads of appeals: what can be appealed until when, who had no part, what each reader sees."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.rules import DECIDER, REVIEWER
from cities.models import City
from commitments.queries import without_conflicts
from core.access import Hidden
from labels.models import Appeal, AppealVote, Concern, Decision, Label, LabelApplication, LabelChange, StageDeadline
from labels.queries import people_of_case
from labels.queries.concerns import people_of_concern
from labels.queries.life import people_of_label
from labels.queries.parts import signed_by
from labels.queries.spoken import spoken_about, who_spoke
from labels.rules.appeals import may_hear_appeal, why_not_appealed
from labels.rules.clocks import due_on
from labels.workflow.appeal import APPEAL
from review.registry import Entry

STAGE = "appeal"
QUEUE_KIND = "appeal"
UNDECIDED = (Appeal.State.LODGED, Appeal.State.HEARING)
APPEALED_OUTCOMES = (Concern.Outcome.SOLVED, Concern.Outcome.UNFOUNDED)
MOST = 3
APPEALED_CHANGES = (LabelChange.Kind.SUSPEND, LabelChange.Kind.REVOKE)
Appealed = Decision | LabelChange | Concern


# The steps of a concern against which an appeal is possible, in words.
ENDING = {
    "not_accept": Concern.State.NOT_ACCEPTED.label,
    "solve": Concern.Outcome.SOLVED.label,
    "find_unfounded": Concern.Outcome.UNFOUNDED.label,
}


@dataclass(frozen=True)
class End:
    """How a concern ended when it was appealed: in words, when, with which reasons."""

    words: Any
    at: dt.datetime
    reasons: str


@dataclass(frozen=True)
class Case:
    """What an appeal is about: the city, the application behind it, the label if there is one, since when it counts."""

    thing: Appealed
    city: City
    application: LabelApplication
    label: Label | None
    decided_at: dt.datetime | None
    can_be_appealed: bool

    @property
    def last_day(self) -> dt.date | None:
        """The last day to appeal, if the edition names one. One query."""
        return deadline_of(self.application, "lodge", timezone.localdate(self.decided_at)) if self.decided_at else None

    @property
    def faults(self) -> list[str]:
        """Why nothing can be lodged now."""
        return why_not_appealed(self.can_be_appealed, self.last_day, timezone.localdate())


def case_of(thing: Appealed) -> Case:
    """Return what an appeal against `thing` is about."""
    if isinstance(thing, Decision):
        against = thing.is_final and thing.outcome != Decision.Outcome.AWARDED
        label = getattr(thing.application, "label", None) if thing.is_award else None
        return Case(thing, thing.application.city, thing.application, label, thing.closed_at, against)
    label = thing.label
    if isinstance(thing, LabelChange):
        against = thing.is_final and thing.kind in APPEALED_CHANGES
        return Case(thing, label.city, label.application, label, thing.closed_at, against)
    ended = thing.state == Concern.State.NOT_ACCEPTED or thing.outcome in APPEALED_OUTCOMES
    return Case(thing, label.city, label.application, label, thing.ended_at, ended)


def subject_of(appeal: Appeal) -> Appealed:
    """Return what an appeal is against."""
    thing = appeal.decision or appeal.change or appeal.concern
    if thing is None:
        raise Http404
    return thing


def deadline_of(application: LabelApplication, key: str, start: dt.date) -> dt.date | None:
    """Return the last day of a deadline of the stage "appeal"; None when the edition knows none."""
    rows = StageDeadline.objects.filter(stage__scheme=application.scheme_id, stage__key=STAGE, key=key)
    deadline = rows.first()
    return due_on(start, deadline.length, deadline.unit, application.city.country) if deadline else None


def parts_in(case: Case) -> set[int]:
    """Return the ids of everybody who had a part in what led to a decision, earlier appeals of the case included."""
    application = case.application
    found = application.prepared_by | signed_by(application)
    judged = Q(decision__application=application) | Q(change__label__application=application)
    judged |= Q(concern__label__application=application)
    found |= set(AppealVote.objects.filter(appeal__in=Appeal.objects.filter(judged)).values_list("judge", flat=True))
    if case.label is not None:
        pairs = case.label.changes.values_list("proposed_by", "confirmed_by")
        steps = Concern.objects.filter(label=case.label).values_list("status_changes__by", "plans__proposed_by")
        found |= {pk for pair in [*pairs, *steps] for pk in pair} - {None}
    return found


def eligible_judges(appeal: Appeal) -> list[User]:
    """Return who may hear an appeal: of the office or the pool, without conflict, with no earlier part in the case."""
    case = case_of(subject_of(appeal))
    own = set(appeal.votes.values_list("judge", flat=True))
    rows = User.objects.filter(Q(groups__name__in=(DECIDER, REVIEWER)) | Q(pool_member__state="active"), is_active=True)
    rows = rows.exclude(pk__in=parts_in(case) - own).select_related("pool_member").distinct().order_by("name", "pk")
    able = [person for person in rows if may_hear_appeal(person, case.city)]
    spoke = who_spoke(able, case.application)
    return [person for person in able if person.pk not in spoke]


def may_hear_case(person: User, case: Case) -> bool:
    """Whether somebody may hear an appeal, earlier parts aside: no conflict by now, and never spoke about the case."""
    return may_hear_appeal(person, case.city) and not who_spoke([person], case.application)


def appeals_with_parts() -> QuerySet[Appeal]:
    """Return appeals with what their pages read."""
    label = "label__application__scheme", "label__city"
    paths = ["decision__application__city", "decision__application__scheme"]
    paths += [f"{kind}__{path}" for kind in ("change", "concern") for path in label]
    votes = Prefetch("votes", AppealVote.objects.select_related("judge"))
    return Appeal.objects.select_related(*paths).prefetch_related(votes)


def appeals_for_office(user: User) -> QuerySet[Appeal]:
    """Return the appeals, newest first; those of cities with which `user` is in conflict are left out."""
    rows = appeals_with_parts()
    for path in ("decision__application__city", "change__label__city", "concern__label__city"):
        rows = without_conflicts(rows, user, city=path)
    return rows.order_by("-lodged_at", "-pk")


def waiting_appeals() -> QuerySet[Appeal]:
    """Return every appeal that is not decided, whoever asks."""
    return appeals_with_parts().filter(state__in=UNDECIDED)


def appeal_entry(appeal: Any) -> Entry:
    """Return what the queue says of a row of `waiting_appeals`."""
    case = case_of(subject_of(appeal))
    return Entry(
        city_id=case.city.pk,
        city_name=case.city.name,
        country=case.city.country,
        title=case.label.code if case.label else case.application.reference,
        reference=appeal.reference,
        waiting_since=appeal.lodged_at,
        state=appeal.state,
        due_on=appeal.due_on,
    )


def appeals_to_vote_on(user: User) -> list[Appeal]:
    """Return the appeals in which the vote of `user` is awaited, none with a conflict by now (5 queries at most)."""
    rows = appeals_with_parts().filter(state=Appeal.State.HEARING, votes__judge=user, votes__vote="")
    cases = [(row, case_of(subject_of(row))) for row in rows]
    spoken = spoken_about(user, [case.application for _row, case in cases])
    able = [(row, case) for row, case in cases if may_hear_appeal(user, case.city)]
    return [row for row, case in able if case.application.pk not in spoken]


def public_appeal(reference: str) -> Appeal:
    """Return an appeal for its public page. Raises: Http404."""
    found = appeals_with_parts().filter(reference=reference.upper()).first()
    if found is None or not settings.LABEL_ENABLED or not case_of(subject_of(found)).city.is_public:
        raise Http404
    return found


def end_of(appeal: Appeal) -> End | None:
    """Return how the concern ended that an appeal is against; it may have moved on since. One query at most."""
    if appeal.concern is None:
        return None
    rows = appeal.concern.status_changes.filter(transition__in=ENDING, at__lte=appeal.lodged_at)
    last = rows.last()
    return End(ENDING[last.transition], last.at, last.note) if last else None


def steps_of(appeal: Appeal) -> list[tuple[dt.datetime, str]]:
    """Return the public steps of an appeal. One query."""
    words = {step.name: str(step.public_label) for step in APPEAL.transitions}
    seen: dict[str, dt.datetime] = {}
    for at, name in appeal.status_changes.values_list("at", "transition"):
        seen.setdefault(name, at)
    return [(at, words[name]) for name, at in seen.items() if name in words]


def appeal_to_hear(user: Any, reference: str) -> tuple[Appeal, AppealVote]:
    """Return an appeal and the own seat in it. Raises: Hidden for everybody else, also with a conflict by now."""
    found = appeals_with_parts().filter(reference=reference.upper()).first()
    if found is None or not settings.LABEL_ENABLED:
        raise Hidden
    own = next((vote for vote in found.votes.all() if vote.judge_id == user.pk), None)
    if own is None or not may_hear_case(user, case_of(subject_of(found))):
        raise Hidden
    return found, own


def decisions_to_appeal() -> QuerySet[Decision]:
    """Return the final refusals and conditions against which nobody appealed; time is not looked at."""
    rows = Decision.objects.filter(is_final=True, appeal=None).exclude(outcome=Decision.Outcome.AWARDED)
    return rows.select_related("application__city", "application__label")


def changes_to_appeal() -> QuerySet[LabelChange]:
    """Return the suspensions and revocations against which nobody appealed; time is not looked at."""
    rows = LabelChange.objects.filter(is_final=True, appeal=None, kind__in=APPEALED_CHANGES)
    return rows.select_related("label__city", "label__application__city")


def concerns_to_appeal() -> QuerySet[Concern]:
    """Return the concerns against whose end nobody appealed; time is not looked at."""
    ended = Q(state=Concern.State.NOT_ACCEPTED) | Q(outcome__in=APPEALED_OUTCOMES)
    return Concern.objects.filter(ended, appeal=None).select_related("label__city", "label__application__city")


def last_days_to_appeal(things: Iterable[Appealed]) -> list[tuple[Case, dt.date]]:
    """Return until when each can be appealed, where its edition names a time (1 query; none for nothing)."""
    cases = [case for case in map(case_of, things) if case.can_be_appealed and case.decided_at]
    schemes = {case.application.scheme_id for case in cases}
    rows = StageDeadline.objects.filter(stage__scheme__in=schemes, stage__key=STAGE, key="lodge")
    terms = {row.stage.scheme_id: row for row in rows.select_related("stage")} if cases else {}
    found = []
    for case in cases:
        term, start = terms.get(case.application.scheme_id), timezone.localdate(case.decided_at)
        day = due_on(start, term.length, term.unit, case.city.country) if term else None
        if day is not None:
            found.append((case, day))
    return found


def appealable_of(city: City) -> list[Case]:
    """Return what the city may appeal against now: refusals, conditions, and changes of its labels."""
    found: list[Appealed] = [
        *decisions_to_appeal().filter(application__city=city).order_by("-closed_at")[:MOST],
        *changes_to_appeal().filter(label__city=city).order_by("-closed_at")[:MOST],
    ]
    return [case for case in map(case_of, found) if not case.faults]


def appeals_of(city: City) -> list[Appeal]:
    """Return the appeals in the cases of a city, newest first."""
    own = Q(decision__application__city=city) | Q(change__label__city=city) | Q(concern__label__city=city)
    return list(Appeal.objects.filter(own))


def appeals_of_label(label: Label) -> list[Appeal]:
    """Return the appeals about a label: conditions, changes, concerns; newest first (2 queries)."""
    about = Q(decision__application=label.application_id) | Q(change__label=label) | Q(concern__label=label)
    return list(appeals_with_parts().filter(about))


def appeals_of_application(application: LabelApplication) -> list[Appeal]:
    """Return the appeals against decisions about one application, newest first (2 queries)."""
    return list(appeals_with_parts().filter(decision__application=application))


def public_votes(appeal: Appeal) -> list[AppealVote]:
    """Return what the three said, for everybody: nothing before the appeal is decided."""
    return [row for row in appeal.votes.all() if row.vote] if appeal.state == Appeal.State.DECIDED else []


def people_of_appeal(appeal: Appeal) -> list[User]:
    """Return everybody who hears of an appeal: all earlier actors of the case."""
    if appeal.concern is not None:
        return people_of_concern(appeal.concern)
    if appeal.change is not None:
        return people_of_label(appeal.change.label)
    case = case_of(subject_of(appeal))
    return people_of_case(case.application)
