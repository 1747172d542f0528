"""Many at once about one draw and one seat."""

import datetime as dt

import pytest
from django.utils import timezone

from core import audit
from labels.actions.declaring import declare_about_case
from labels.actions.draws import announce_draw, hold_draw, list_candidates
from labels.actions.seating import decline_seat, propose_removal, remove_member
from labels.models import DecisionEntry, LabelApplication, PanelDraw, PanelMember
from labels.queries.draws import empty_seats, seated_in
from labels.queries.log import log_faults
from labels.queries.verifying import panel_faults
from review.workflow import NotAllowed, Stale
from tests.factories import make_panel_case, make_pool, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(city, monkeypatch):
    """A case with a listed draw whose day is over."""
    found = make_panel_case(city=city)
    make_pool(found, each=4)
    announce_draw(application=found, by=None)
    PanelDraw.objects.update(draw_on=timezone.now().astimezone(dt.UTC).date())
    list_candidates(application=found)
    later = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    return found


def fresh(case) -> LabelApplication:
    return LabelApplication.objects.select_related("city", "scheme").get(pk=case.pk)


def test_32_runs_hold_one_draw(case):
    outcomes = run_at_once(*[lambda: hold_draw(application=fresh(case))] * 32)

    assert sum(isinstance(outcome, PanelDraw) for outcome in outcomes) == 1
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert (PanelMember.objects.count(), DecisionEntry.objects.filter(act="panel_drawn").count()) == (5, 1)
    assert panel_faults(fresh(case)) == list(log_faults()) == list(audit.verify()) == []


def test_a_seat_is_freed_once_and_filled_once_however_many_want_it(case):
    hold_draw(application=case)
    held = seated_in(case)[0]
    first = make_user("First", roles=("reviewer",))
    propose_removal(obj=held, by=first, note="Does not answer.")
    people = [make_user(f"Decider {n}", roles=("decider",)) for n in range(11)]

    def seat():
        return PanelMember.objects.select_related("application", "member__user").get(pk=held.pk)

    acts = [lambda by=by: remove_member(obj=seat(), by=by) for by in people]
    acts += [lambda: decline_seat(seat=seat(), by=held.member.user)] * 11
    says = {"by": held.member.user, "says": "hard", "reason": "They offered me a post."}
    acts += [lambda: declare_about_case(application=fresh(case), **says)] * 10
    outcomes = run_at_once(*acts)

    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} <= {Stale, NotAllowed}
    held.refresh_from_db()
    assert held.state in ("declined", "removed")
    assert (PanelMember.objects.count(), len(seated_in(case)), empty_seats(case)) == (6, 5, [])
    assert DecisionEntry.objects.filter(act="panel_replaced").count() == 1
    assert panel_faults(fresh(case)) == list(log_faults()) == list(audit.verify()) == []
