"""The draw of a panel: announced, candidates listed, drawn. Each step is in the public log; anybody can repeat it.

The list of candidates is fixed, and its SHA-256 written into the public log, on the day of the draw. The seed is the
hash of the last entry of that day, so it covers the list: nobody knows it while somebody could still be added.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Refused
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.actions.seating import left_over, person_of, seat_drawn
from labels.drawing import digest_of, draw, missing
from labels.emails.panel import send_declare, send_seats_free
from labels.models import DecisionEntry, LabelApplication, PanelDraw
from labels.queries.draws import (
    FILLED_IN,
    asked_cases,
    default_day,
    empty_seats,
    open_draw,
    seated_in,
    standing,
    utc_today,
)
from labels.queries.log import head_at_end_of, log_head
from labels.queries.panel import not_asked_yet, office_for_panels
from labels.rules import switched_off
from labels.rules.panel import may_run_panel
from review.workflow import NotAllowed, NotReady, Stale

Act = DecisionEntry.Act
ANNOUNCED_IN = ("window", *FILLED_IN)


@dataclass(frozen=True)
class PanelRun:
    """What a day did: members asked for conflicts, draws announced, listed and held."""

    asked: int = 0
    announced: int = 0
    listed: int = 0
    drawn: int = 0


@transaction.atomic
def announce_draw(*, application: LabelApplication, by: Any, draw_on: dt.date | None = None) -> PanelDraw:
    """Announce on which day the panel is drawn, or move the day of a draw whose candidates are not listed yet.

    Args:
        application: in its public window, or with a panel that has a free seat.
        by: a reviewer or decider without conflict who does not sit in the panel; None for the portal itself.
        draw_on: a day (UTC) after today; the next working day if not given.

    Returns: the draw.
    Raises: NotAllowed; Refused while the label is off; NotReady for a day that is no good, or when no seat is free;
        Stale when candidates are listed already, or the case has moved on.
    """
    refuse_if_off()
    lock(application)
    if by is not None and not may_run_panel(by, application):
        raise NotAllowed(_("Somebody of the office without conflict, who does not sit in the panel, announces a draw."))
    if application.state not in ANNOUNCED_IN:
        raise Stale(_("A panel is drawn between the public window and the second look; this case is elsewhere."))
    day = draw_on or default_day(application)
    if day <= utc_today():
        raise NotReady([_("Name a day after today: the pool has to know before.")])
    if not empty_seats(application):
        raise NotReady([_("Every seat is taken, or the edition asks for no panel. There is nothing to draw.")])
    found = open_draw(application)
    if found is not None and found.listed_at:
        raise Stale(_("The candidates of this draw are listed already. It is held by itself."))
    found = _announced(application, found, by, day)
    data = {"application": application.reference, "draw": found.number, "draw_on": day.isoformat()}
    log_act(Act.DRAW_ANNOUNCED, city=application.city, data=data)
    audit.record("announce_draw", by=by, obj=found, scope=audit.office_scope(application.city), data=data)
    return found


def _announced(application: LabelApplication, found: PanelDraw | None, by: Any, day: dt.date) -> PanelDraw:
    if found is None:
        number = application.draws.count() + 1
        return PanelDraw.objects.create(application=application, number=number, announced_by=by, draw_on=day)
    found.draw_on, found.announced_by, found.announced_at = day, by, timezone.now()
    found.save(update_fields=["draw_on", "announced_by", "announced_at"])
    return found


@transaction.atomic
def list_candidates(*, application: LabelApplication) -> PanelDraw | None:
    """Fix the candidates of the open draw on its day (UTC), or on the first day after it on which this runs.

    Args:
        application: with an announced draw.

    Returns: the draw; None before its day, when it is listed already, or when no seat is free any more.
    """
    lock(application)
    found, today = open_draw(application), utc_today()
    if found is None or found.listed_at or found.draw_on > today or application.state not in FILLED_IN:
        return None
    pool, seats = standing(application), empty_seats(application)
    if not seats:
        return None
    found.draw_on, found.listed_at = today, timezone.now()
    found.candidates, found.excluded, found.seats = pool.candidates, pool.excluded, seats
    found.kept = [person_of(row) for row in seated_in(application)]
    found.digest = digest_of(found.candidates, found.seats, found.kept)
    found.save()
    data = {"application": application.reference, "draw": found.number, "draw_on": today.isoformat()}
    log_act(Act.DRAW_LISTED, city=application.city, data=data | {"list": found.digest})
    return found


@transaction.atomic
def hold_draw(*, application: LabelApplication, early: bool = False) -> PanelDraw | None:
    """Draw the panel once the day of the draw (UTC) is over, from the last entry of the public log of that day.

    Args:
        application: with a listed draw.
        early: draw before the day is over, from the log as it ends now. For invented cities on a local portal only;
            the draw says so for good.

    Returns: the draw; None before its time, or when it was held already.
    Raises: Refused for an early draw of a real city, or outside DEBUG.
    """
    lock(application)
    if early and not (settings.DEBUG and application.city.origin == "sample"):
        raise Refused(_("Only an invented city of a local portal (DEBUG=1) is drawn before its day is over."))
    found = open_draw(application)
    if found is None or not found.listed_at or application.state not in FILLED_IN:
        return None
    if found.draw_on >= utc_today() and not early:
        return None
    if early:
        head = log_head()
        _hold(found, head.hash, head.seq, early)
    else:
        end = head_at_end_of(found.draw_on)
        _hold(found, end["hash"], end["seq"], early)
    return found


def _hold(found: PanelDraw, seed: str, seq: int, early: bool) -> None:
    application = found.application
    pool = standing(application)
    gone = [row["id"] for row in found.candidates if row["id"] not in pool.members]
    found.seed, found.seed_seq, found.drawn_at = seed, seq, timezone.now()
    drawn = draw(found.document, gone=gone)
    short = missing(found.document, drawn)
    found.result = {
        "gone": gone,
        "drawn": drawn,
        "missing": short,
        "replaced": [],
        **({"early": True} if early else {}),
    }
    found.save()
    seat_drawn(found, drawn, pool)
    data = {
        "application": application.reference,
        "draw": found.number,
        "list": found.digest,
        "seed_entry": seq,
        "panel": " ".join(drawn),
        "seats_free": " ".join(f"{kind}:{count}" for kind, count in short.items()),
        "early": early or None,
    }
    log_act(Act.PANEL_DRAWN, city=application.city, data=data)
    if short:
        send_seats_free(found, short, office_for_panels(application.city))
    left_over(found, [row["id"] for row in found.candidates if row["id"] not in drawn], pool)


def run_draws() -> PanelRun:
    """Do what the day asks for: ask the pool for conflicts, announce, list, draw. Daily; twice or at once does no harm.

    Returns: how much was done; nothing while the label is switched off.
    """
    if switched_off():
        return PanelRun()
    rows = LabelApplication.objects.filter(state__in=FILLED_IN).select_related("city", "scheme").order_by("pk")
    announced = sum(_announce_first(row) for row in rows.filter(state="panel", draws=None))
    asked = sum(_ask(application) for application in asked_cases())
    # Drawn before listed: a list is never drawn from on the day it is made.
    drawn = sum(hold_draw(application=row) is not None for row in rows.filter(draws__drawn_at=None).distinct())
    listed = sum(list_candidates(application=row) is not None for row in rows.filter(draws__drawn_at=None).distinct())
    return PanelRun(asked=asked, announced=announced, listed=listed, drawn=drawn)


def _announce_first(application: LabelApplication) -> int:
    try:
        with transaction.atomic():
            announce_draw(application=application, by=None)
    except (NotReady, Stale, IntegrityError):  # no panel in this edition, or somebody was faster
        return 0
    return 1


@transaction.atomic
def _ask(application: LabelApplication) -> int:
    waiting, people = open_draw(application), not_asked_yet(application)
    send_declare(application, waiting.draw_on if waiting else None, people)
    return len(people)
