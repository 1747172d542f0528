"""Scenes of an appeal: three people who may hear it, lodged and named, voted."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from cities.models import City
from labels.actions import lodge_appeal, name_judges, vote_on_appeal
from labels.models import Appeal, Decision
from tests.factories import (
    make_appeal_terms,
    make_application,
    make_commitment,
    make_decision,
    make_pool_member,
    make_user,
)
from tests.factories.labels import make_scheme

PLAIN = "Everybody gets help at one desk."


def make_judges() -> list[User]:
    """Three who may hear it: two of the office and one of the pool."""
    office = [make_user(f"Judge {n}", roles=("decider",)) for n in range(2)]
    return [*office, make_pool_member(country="FR").user]


def make_refused(city: City, author: User | None = None, *, edition: str = "appeals") -> Decision:
    """The final decision "not yet" on an application of a city whose record still suffices."""
    for _ in range(3):
        make_commitment(city=city)
    scheme = make_appeal_terms(make_scheme(code=edition, is_current=False))
    fields = {"author": author, "decided_at": timezone.now(), "scheme": scheme}
    application = make_application(city=city, state="refused", **fields)
    return make_decision(application, "not_yet", plan="Ask people.", mentor_reason="None is near.")


def hear(thing: Any, by: User | None, *, names: User, judges: list[User]) -> Appeal:
    """Lodge an appeal and let an administrator name the three."""
    appeal = lodge_appeal(thing=thing, by=by, text="Look again.", language="en")
    return name_judges(obj=appeal, by=names, people=[person.pk for person in judges])


def vote(appeal: Appeal, judges: list[User], *given: str) -> Appeal:
    """Let the first so many vote; whoever replaces says it in plain words, too."""
    for person, said in zip(judges, given, strict=False):
        plain = PLAIN if said == "replace" and appeal.decision_id else ""
        seen = Appeal.objects.get(pk=appeal.pk)
        vote_on_appeal(appeal=seen, by=person, vote=said, reasons=f"Because {said}.", plain=plain)
    return Appeal.objects.get(pk=appeal.pk)
