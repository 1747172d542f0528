"""The report at half time: what the desk shows while it is written, what everybody reads once it was sent."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Evidence, ProgressReport
from labels.models import Label, MidtermLine, MidtermReport
from labels.queries.casefile import counted_commitments
from labels.queries.life import HELD_STATES
from labels.queries.terms import LifeDates, dates_of, living_labels

TEXT_LENGTH = 2000


@dataclass(frozen=True)
class MidtermPage:
    """The desk's page: the label with its dates, the report if one was begun, a line for each commitment."""

    label: Label
    dates: LifeDates
    report: MidtermReport | None
    lines: list[MidtermLine]


def label_in_force(city: City) -> Label | None:
    """Return the label that `city` holds today, with what `dates_of` reads, or None (1 query)."""
    held = Label.objects.lasting().filter(city=city, state__in=HELD_STATES)
    return living_labels().filter(pk__in=held.values("pk")).order_by("-valid_until", "-pk").first()


def midterm_page(label: Label) -> MidtermPage:
    """Return what the desk shows of a label's report at half time (6 queries).

    A report that was begun keeps its lines; commitments published since are added, as their last reports say.
    """
    report = MidtermReport.objects.filter(label=label).prefetch_related("lines", "evidence__archive").first()
    lines = list(report.lines.all()) if report else []
    if report is None or report.sent_at is None:
        known = {line.code for line in lines}
        lines += [line for line in prefilled_lines(label.city) if line.code not in known]
    return MidtermPage(label, dates_of([label])[0], report, lines)


def prefilled_lines(city: City) -> list[MidtermLine]:
    """Return an unsaved line for each commitment of the city that counts, as its last report says (3 queries)."""
    codes = [row["code"] for row in counted_commitments(city)]
    progress = dict(Commitment.objects.filter(code__in=codes).values_list("code", "progress"))
    titles = dict(
        CommitmentVersion.objects.published()
        .filter(commitment__code__in=codes)
        .values_list("commitment__code", "title")
    )
    reports = ProgressReport.objects.published().filter(commitment__code__in=codes).order_by("published_at", "pk")
    said = dict(reports.values_list("commitment__code", "text"))
    return [
        MidtermLine(
            code=code,
            title=titles.get(code, code),
            standing=progress[code],
            text=said.get(code, "")[:TEXT_LENGTH],
            position=number,
        )
        for number, code in enumerate(codes)
    ]


def public_midterm(label: Label) -> MidtermReport | None:
    """Return the report at half time that was sent, with its lines and its public evidence, or None (3 queries)."""
    evidence = Prefetch("evidence", Evidence.objects.public().opened().select_related("archive").order_by("title"))
    sent = MidtermReport.objects.filter(label=label, sent_at__isnull=False)
    return sent.prefetch_related("lines", evidence).first()


def held_since(label: Label) -> dt.date | None:
    """Return since when the report of a label on hold is due, or None."""
    return dates_of(living_labels().filter(pk=label.pk))[0].midterm_due
