"""The dates of one person: what their cities owe, what they hold at the office. Conflicts hide, as in the queue."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_administrator, is_decider, is_panel_member
from cities.models import Mandate
from commitments.models import Commitment, CommitmentVersion, Milestone, MilestoneClaim, ProgressReport
from labels.queries.appeals import QUEUE_KIND as APPEALS
from labels.queries.clocks import panel_dates
from labels.queries.findings import own_seats
from labels.queries.panel import cases_to_declare, offer_of
from opendata.queries.days import Entry
from opendata.queries.label_dates import label_dates, votes_to_give
from review.queries import visible_items
from review.registry import kind_named

MOST = 500
KEPT = ("done", "dropped")


def entries_of(person: User) -> list[Entry]:
    """Return the dates of a person, next first. Fourteen queries for a city's people, three for the office."""
    cities = list(person.city_roles)
    rows = (
        [*_rhythm(cities), *_milestones(cities), *_answers(cities), *_mandates(cities), *label_dates(cities)]
        if cities
        else []
    )
    if person.role_names:
        rows += [*_office(person), *_panel(person), *_declarations(person), *votes_to_give(person)]
    return sorted(rows, key=lambda entry: (entry.day, entry.uid))


def _title_of(path: str) -> Subquery:
    return Subquery(CommitmentVersion.objects.published().filter(commitment=OuterRef(path)).values("title")[:1])


def _rhythm(cities: list[int]) -> list[Entry]:
    rows: QuerySet[Any] = Commitment.objects.in_force().filter(city__in=cities).annotate(title=_title_of("pk"))
    found = []
    for row in rows.select_related("city").order_by("next_report_on", "pk")[:MOST]:
        words = {"title": row.title or row.code}
        dates = (
            ("report", row.next_report_on, _("Progress report due: %(title)s"), "desk:report_new"),
            ("confirmation", row.next_confirm_on, _("Is all still right? %(title)s"), "desk:confirm"),
        )
        found += [
            Entry(f"{kind}-{row.code}", day, text % words, row.city.name, reverse(name, args=[row.code]))
            for kind, day, text, name in dates
            if day
        ]
    return found


def _milestones(cities: list[int]) -> list[Entry]:
    kept = MilestoneClaim.objects.filter(
        report__commitment=OuterRef("version__commitment"),
        report__state="published",
        milestone_key=OuterRef("key"),
        progress__in=KEPT,
    )
    rows = Milestone.objects.filter(
        ~Exists(kept),
        version__state="published",
        version__commitment__state__in=("active", "on_hold"),
        version__commitment__city__in=cities,
        due_on__isnull=False,
    ).exclude(version__commitment__origin="compiled")
    values: Any = rows.order_by("due_on", "pk").values_list(
        "key", "due_on", "title", "version__commitment__code", "version__commitment__city__name"
    )[:MOST]
    return [
        Entry(
            f"milestone-{code}-{key}",
            day,
            _("Milestone due: %(title)s") % {"title": title},
            city,
            reverse("desk:report_new", args=[code]),
        )
        for key, day, title, code, city in values
    ]


def _answers(cities: list[int]) -> list[Entry]:
    texts = CommitmentVersion.objects.filter(state="returned", commitment__city__in=cities, answer_by__isnull=False)
    reports = ProgressReport.objects.filter(state="returned", commitment__city__in=cities, answer_by__isnull=False)
    found = [
        Entry(
            f"answer-{row.commitment.code}-{row.number}",
            row.answer_by,
            _("Answer the review office: %(title)s") % {"title": row.title or row.commitment.code},
            row.commitment.city.name,
            reverse("desk:commitment", args=[row.commitment.code]),
        )
        for row in texts.select_related("commitment__city")[:MOST]
        if row.answer_by
    ]
    return found + [
        Entry(
            f"answer-report-{row.pk}",
            row.answer_by,
            _("Answer the review office: report on %(title)s") % {"title": row.commitment.code},
            row.commitment.city.name,
            reverse("desk:report", args=[row.pk]),
        )
        for row in reports.select_related("commitment__city")[:MOST]
        if row.answer_by
    ]


def _mandates(cities: list[int]) -> list[Entry]:
    rows = Mandate.objects.filter(city__in=cities).order_by("city", "-ends_on")
    last = {row.city_id: row for row in reversed(rows.select_related("city")[:MOST])}
    return [
        Entry(
            f"mandate-{row.city.slug}",
            row.ends_on,
            _("The mandate of %(city)s ends") % {"city": row.city.name},
            row.city.name,
            reverse("desk:members", args=[row.city.slug]),
        )
        for row in last.values()
    ]


def _panel(person: User) -> list[Entry]:
    """What the panels wait for that the person sits in."""
    if not (settings.LABEL_ENABLED and is_panel_member(person)):
        return []
    seats = {seat.application_id: seat.application for seat in own_seats(person)}
    return [
        Entry(
            f"panel-{row.pk}",
            row.due_on,
            _("Panel: %(what)s") % {"what": row.title},
            row.city,
            reverse("desk:panel_case", args=[seats[pk].reference]),
        )
        for pk, row in panel_dates(seats).items()
        if row.due_on
    ]


def _declarations(person: User) -> list[Entry]:
    """Until when a member of the pool says whether they have a conflict with the city of a case."""
    member = offer_of(person) if settings.LABEL_ENABLED and is_panel_member(person) else None
    if member is None:
        return []
    return [
        Entry(
            f"panel-declare-{case.reference}",
            case.draw_on - dt.timedelta(days=1),
            _("Do you have a conflict of interest with %(city)s?") % {"city": case.city},
            case.city.name,
            reverse("desk:panel_conflicts"),
        )
        for case in cases_to_declare(member)
        if case.draw_on and not case.said
    ]


def _office(person: User) -> list[Entry]:
    """What the person holds; for deciders what nobody holds, too; for administrators the appeals."""
    whose = Q(holder=person) | Q(holder=None) if is_decider(person) else Q(holder=person)
    if is_administrator(person):
        whose |= Q(kind=APPEALS)
    rows = visible_items(person).filter(whose, due_on__isnull=False).order_by(F("due_on"), "pk")[:MOST]
    found = []
    for row in rows:
        kind = kind_named(row.kind)
        if kind and row.due_on:
            title = _("Answer due: %(title)s") % {"title": row.title}
            path = reverse(kind.admin_url, args=[row.object_id])
            found.append(Entry(f"check-{row.kind}-{row.object_id}", row.due_on, title, row.city_name, path))
    return found
