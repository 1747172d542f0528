"""What the public may know of applications: where each stands, never a proposal, never a count."""

from django.db.models import QuerySet
from django.http import Http404

from cities.models import City
from labels.models import Decision, DecisionEntry, LabelApplication, Stage
from labels.models.application import RUNNING_STATES

REFERENCE_LENGTH = 40
NOT_PUBLIC = ("reply", "second_look")
# State -> key of the stage that the public may know: what the panel and the city write to each other stays with them
# until the decision (process.md, section 3, stages 7 and 8).
STAGES = {
    "submitted": "admissibility",
    "returned": "admissibility",
    "window": "window",
    "panel": "panel",
    "reply": "panel",
    "second_look": "panel",
    "deciding": "decision",
    "proposed": "decision",
    "granted": "validity",
    "refused": "decision",
}


def public_applications() -> QuerySet[LabelApplication]:
    """Return every application that was sent once, of cities with a public page, also those taken back."""
    rows = LabelApplication.objects.filter(city__is_public=True).exclude(submitted_at=None).exclude(reference="")
    return rows.select_related("city", "scheme")


def running_applications() -> QuerySet[LabelApplication]:
    """Return those that are not decided yet, by the name of the city."""
    return public_applications().filter(state__in=RUNNING_STATES).order_by("city__name", "pk")


def public_application(reference: str) -> LabelApplication:
    """Return one application by its reference (1 query); upper and lower case are the same.

    Raises: Http404 for a draft, for one that was never sent, and for a city without a public page.
    """
    code = reference.strip().upper()
    fits = len(code) <= REFERENCE_LENGTH and code.isascii()
    found = public_applications().filter(reference=code).first() if fits else None
    if found is None:
        raise Http404
    return found


def sent_application_of(city: City) -> LabelApplication | None:
    """Return the city's latest application that was sent, or None (1 query)."""
    rows = LabelApplication.objects.filter(city=city).exclude(submitted_at=None).exclude(reference="")
    return rows.select_related("city", "scheme").order_by("-submitted_at", "-pk").first()


def final_decision(application: LabelApplication) -> Decision | None:
    """Return the decision that two people signed, with its conditions and the city that helps; else None."""
    rows = Decision.objects.filter(application=application, is_final=True).select_related("mentor")
    return rows.prefetch_related("conditions").first()


def entries_of_case(application: LabelApplication) -> list[DecisionEntry]:
    """Return what the public decision log says of one application, oldest first (1 query)."""
    return list(DecisionEntry.objects.filter(data__application=application.reference).order_by("seq"))


def public_stage(application: LabelApplication, stages: list[Stage]) -> Stage | None:
    """Return the stage that the public may know a case has reached; None for one that was taken back.

    It says nothing of how the panel and the city write to each other, and nothing of what the office only proposes.

    Args:
        application: sent.
        stages: all of its edition, in their order.
    """
    state = "submitted" if application.state == "proposed" and not application.admitted_at else application.state
    return next((stage for stage in stages if stage.key == STAGES.get(state)), None)
