"""Who may file a concern, how many must stand behind it, and what the database refuses by itself."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import mailbox_constraints

CONCERN_LENGTH, ANSWER_LENGTH = 5_000, 5_000


class Filer(models.TextChoices):
    """Who may file a concern."""

    INSTITUTION = "institution", _("a national human rights institution")
    EQUALITY_BODY = "equality_body", _("an equality body")
    CIVIL_SOCIETY = "civil_society", _("a civil society organisation")
    CITY = "city", _("a city that holds the label")
    PANEL = "panel", _("members of the panel pool")
    RESIDENTS = "residents", _("residents")


# How many people must stand behind a concern, each confirmed by e-mail, before the office reads it.
PEOPLE_NEEDED: dict[str, int] = {
    Filer.INSTITUTION: 1,
    Filer.EQUALITY_BODY: 1,
    Filer.CIVIL_SOCIETY: 1,
    Filer.CITY: 1,
    Filer.PANEL: 3,
    Filer.RESIDENTS: 25,
}
OPEN_CONCERNS = ("accepted", "answered", "planned", "supported", "reviewing", "suspension")
NAMED_FILERS = (Filer.INSTITUTION, Filer.EQUALITY_BODY, Filer.CIVIL_SOCIETY, Filer.CITY)

CONSTRAINTS: tuple[models.BaseConstraint, ...] = (
    models.CheckConstraint(
        condition=Q(
            state__in=[
                "unconfirmed", "gathering", "submitted", "not_accepted", "accepted", "answered", "planned",
                "supported", "reviewing", "suspension", "closed", "withdrawn", "lapsed",
            ]
        ),
        name="concern_state",
    ),
    models.CheckConstraint(condition=Q(filer__in=Filer.values), name="concern_filer"),
    models.CheckConstraint(
        condition=Q(criterion__isnull=False, commitment=None) | Q(criterion=None, commitment__isnull=False),
        name="concern_about_one_thing",
    ),
    models.CheckConstraint(
        condition=Q(proof="link", file="") & ~Q(url="")
        | Q(proof="file", url="") & ~Q(file="")
        | Q(proof="", url="", file=""),
        name="concern_proof_is_one_thing",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=[*OPEN_CONCERNS, "closed"])
        | Q(accepted_at__isnull=False, triaged_by__isnull=False) & ~Q(text=""),
        name="concern_public_was_accepted",
    ),
    models.CheckConstraint(
        condition=~Q(state="not_accepted") | ~Q(triage_reasons="") & Q(triaged_by__isnull=False),
        name="concern_not_accepted_with_reasons",
    ),
    models.CheckConstraint(
        condition=Q(outcome="") & ~Q(state="closed")
        | Q(outcome__in=["solved", "unfounded", "suspended"], state="closed", ended_at__isnull=False)
        & ~Q(outcome_reasons=""),
        name="concern_closed_with_outcome",
    ),
    # Whoever read it first does not conclude it, nor propose the suspension.
    models.CheckConstraint(
        condition=Q(concluded_by=None) | ~Q(concluded_by=F("triaged_by")), name="concern_by_two_people"
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["suspension", "closed"]) | Q(concluded_by__isnull=False),
        name="concern_concluded_by_somebody",
    ),
    models.CheckConstraint(
        condition=~Q(state="suspension") | Q(change__isnull=False), name="concern_suspension_has_proposal"
    ),
    models.CheckConstraint(
        condition=Q(extended_on=None) | ~Q(extension_reason=""), name="concern_extended_with_reason"
    ),
    *mailbox_constraints("concern"),
)  # fmt: skip
