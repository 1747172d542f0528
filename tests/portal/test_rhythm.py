"""What the public reads of a commitment's rhythm: confirmed, more time, on hold, closed. Neutral, never a name."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments import actions
from commitments.models import Commitment
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db


def text(visitor, commitment):
    return " ".join(visitor.get(f"/en/commitments/{commitment.code}/").content.decode().split())


def test_a_confirmation_and_more_time_stand_on_the_page(visitor, city, official):
    today = timezone.localdate()
    commitment = make_commitment(city=city, next_confirm_on=today, next_report_on=today)
    actions.confirm(commitment=commitment, by=official, due_on=today)
    actions.extend_report(commitment=commitment, by=official, reason="The unit moves house.")
    page = text(visitor, commitment)
    for words in ("Last confirmed by the city on", "Confirmed by the city", "More time for the report", "moves house"):
        assert words in page
    assert str(official) not in page


def test_on_hold_and_closed_say_so_and_stay_in_the_list(visitor, city, official):
    held = make_commitment(city=city, next_report_on=dt.date(2026, 3, 3))
    actions.hold_overdue(today=dt.date(2026, 6, 1))
    page = text(visitor, held)
    assert "Report due since 3 March 2026" in page
    assert "On hold until the city reports" in page
    closed = make_commitment(city=city)
    Commitment.objects.filter(pk=closed.pk).update(state="closed", outcome="partly_done", closed_at=timezone.now())
    assert "partly completed. Its final report says how it went." in text(visitor, closed)
    listed = visitor.get("/en/commitments/").content.decode()
    assert held.code in listed
    assert closed.code in listed
