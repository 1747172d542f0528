"""What a panel reads of the record of a city: its texts and its evidence, also the confidential one. No drafts."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cities.models import City
from commitments.models import CommitmentVersion, Evidence
from commitments.rules import WAITING_STATES
from core.access import Hidden

# What the city sent or published. What it still writes, took back or was refused is nobody's business.
SENT = (*WAITING_STATES, "published", "superseded")


def texts_for_panel(city: City) -> list[CommitmentVersion]:
    """Return the city's texts in force and those that the office is checking, by title (1 query)."""
    rows = CommitmentVersion.objects.filter(commitment__city=city, state__in=("published", *WAITING_STATES))
    shown = rows.exclude(commitment__state="withdrawn").exclude(commitment__origin="compiled")
    return list(shown.select_related("commitment").order_by("title", "pk"))


def text_for_panel(city: City, pk: int) -> CommitmentVersion:
    """Return one text of the city that the office is checking (1 query). Raises: Hidden for every other."""
    rows = CommitmentVersion.objects.filter(commitment__city=city, state__in=WAITING_STATES, pk=pk)
    found = rows.select_related("commitment__city").first()
    if found is None:
        raise Hidden
    return found


def evidence_for_panel(city: City) -> QuerySet[Evidence]:
    """Return the evidence that sent or published texts and reports of the city list, with copies of their pages."""
    listed = Q(in_versions__version__state__in=SENT) | Q(in_reports__report__state__in=SENT)
    shown = Evidence.objects.filter(listed, city=city).order_by().values("pk")
    return Evidence.objects.filter(Q(pk__in=shown) | Q(archive_of__in=shown), city=city).distinct()


def evidence_list(city: City) -> list[Evidence]:
    """Return the same as a list for a page, each piece once, copies with the page they are of (1 query)."""
    rows = evidence_for_panel(city).filter(archive_of=None).select_related("archive")
    return list(rows.order_by("title", "pk"))


def panel_file(city: City, public_id: uuid.UUID) -> Evidence:
    """Return one file of the city's record, public or confidential (1 query). Raises: Hidden for every other."""
    rows = evidence_for_panel(city).filter(public_id=public_id, kind=Evidence.Kind.FILE)
    found = rows.select_related("city").first()
    if found is None:
        raise Hidden
    return found


def chosen_evidence(city: City, pks: Iterable[Any]) -> list[Evidence]:
    """Return those pieces of the city's sent or published record that were chosen (1 query)."""
    return list(evidence_for_panel(city).filter(pk__in=list(pks)))
