"""Where a case stands, and what a decision says: in the public words of the edition it is under."""

from dataclasses import dataclass

from cities.models import City
from labels.models import Decision, Label, LabelApplication, SchemeOutcome, Stage

# State of an application -> key of the stage it has reached.
STAGES = {
    "draft": "application",
    "submitted": "admissibility",
    "returned": "admissibility",
    "window": "window",
    "panel": "panel",
    "reply": "reply",
    "second_look": "second_look",
    "deciding": "decision",
    "proposed": "decision",
    "granted": "decision",
    "refused": "decision",
}
SMALLER, LARGER = 0.5, 2.0
MOST = 200


@dataclass(frozen=True)
class Words:
    """The public words of an outcome, by the edition; `language` is theirs, empty for the portal's own."""

    key: str
    title: str
    text: str
    language: str


def stage_key(application: LabelApplication) -> str:
    """Return the key of the stage that an application has reached, as everybody may know it."""
    if application.state == "proposed" and not application.admitted_at:
        return STAGES["submitted"]  # that two people found it inadmissible is public with the decision only
    return STAGES.get(application.state, "")


def stage_reached(application: LabelApplication) -> Stage | None:
    """Return the stage of its edition that an application has reached; None where the edition has none (1 query)."""
    return Stage.objects.filter(scheme=application.scheme_id, key=stage_key(application)).first()


def outcome_words(decision: Decision, scheme_id: int) -> Words:
    """Return what the outcome of a decision is called, in the words of the edition `scheme_id` (1 query)."""
    rows = SchemeOutcome.objects.filter(scheme=scheme_id, key=decision.outcome)
    found = rows.values_list("title", "text", "scheme__language").first()
    return Words(decision.outcome, *(found or (decision.get_outcome_display(), "", "")))


def mentor_candidates(city: City) -> list[City]:
    """Return the cities that could help another one, the likeliest first (2 queries).

    Cities that hold a label today come first, then other committed cities; among them those of the same country, then
    of a similar size. Only cities that take part with a public page are named.
    """
    rows = City.objects.public().filter(membership=City.Membership.COMMITTED).exclude(pk=city.pk)
    holders = set(Label.objects.valid().values_list("city", flat=True))
    found = list(rows.order_by("name", "pk")[:MOST])

    def distance(other: City) -> tuple[bool, bool, bool]:
        return other.pk not in holders, other.country != city.country, not _alike(city, other)

    return sorted(found, key=distance)


def _alike(city: City, other: City) -> bool:
    mine, theirs = city.population or 0, other.population or 0
    return bool(mine) and mine * SMALLER <= theirs <= mine * LARGER
