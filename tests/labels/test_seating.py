"""A seat becomes free: declined, removed by two people, in conflict. The next of the same order takes it."""

import pytest
from django.urls import reverse

from core.models import OutboxMail
from labels.actions.findings import agree
from labels.actions.seating import decline_seat, release_conflicting
from labels.models import DecisionEntry, PoolMember
from labels.queries.draws import empty_seats, seated_in
from labels.queries.findings import seen_of
from labels.queries.verifying import panel_faults
from review.workflow import NotReady
from tests.factories import (
    make_conflict,
    make_panel_case,
    make_panel_scheme,
    make_pool,
    make_role,
    make_user,
    seat_panel,
)
from tests.factories.findings import make_answers, make_findings
from tests.labels.conftest import text_of
from tests.labels.draws import drawn, numbers, public_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(city):
    """A case whose panel is to be drawn."""
    return make_panel_case(city=city)


def test_a_free_seat_goes_to_the_next_of_the_same_order(case, clock, city, by_script):
    make_pool(case, each=4)
    draw = drawn(case, clock)
    leaving = next(seat for seat in seated_in(case) if seat.kind == "official")
    new = decline_seat(seat=leaving, by=leaving.member.user, reason="No time")
    assert (new.kind, new.place, new.draw) == ("official", 6, draw)
    # The next one cannot serve any more, so the one after takes the seat.
    academic = next(seat for seat in seated_in(case) if seat.kind == "academic")
    order = [row for row in draw.candidates if row["kind"] == "academic" and row["id"] != academic.member.public_id]
    for row in order[:2]:
        make_role(PoolMember.objects.get(public_id=row["id"]).user, city)
    make_role(academic.member.user, city)
    assert release_conflicting() == 1
    assert release_conflicting() == 0
    academic.refresh_from_db()
    assert (academic.state, academic.in_conflict) == ("removed", True)
    assert empty_seats(case) == panel_faults(case) == []
    done = by_script(case)
    assert (done.stdout.split(), done.stderr) == (numbers(case), "")
    entry = DecisionEntry.objects.filter(act="panel_replaced").latest("seq")
    assert (entry.data["out"], entry.data["why"]) == (academic.member.public_id, "conflict")
    page = public_page(case)
    assert "declined the seat. The next of the same order took the seat" in page
    assert "No time" not in page
    assert OutboxMail.objects.filter(name="panel_left").count() == 2


def test_two_people_of_the_office_remove_a_member(case, clock, reviewer, decider, client_of):
    make_pool(case)
    drawn(case, clock)
    seat = seated_in(case)[0]
    page = reverse("admin:labels_panelmember_change", args=[seat.pk])

    def step(person, name, **words):
        return client_of(person).post(reverse("admin:labels_panelmember_decide", args=[seat.pk, name]), words)

    assert "Write the reason." in text_of(step(reviewer, "propose_removal", note=""))
    step(reviewer, "propose_removal", note="Does not answer.")
    assert step(reviewer, "remove").status_code == 403
    assert "Does not answer." in text_of(client_of(decider).get(page))
    stranger = make_user("Dora Decider", roles=("decider",))
    make_conflict(stranger, case.city)
    assert step(stranger, "remove").status_code == 404
    step(decider, "drop_removal")
    seat.refresh_from_db()
    assert (seat.state, seat.removal_by, seat.reason) == ("seated", None, "")
    step(decider, "propose_removal", note="Does not answer.")
    step(reviewer, "remove")
    seat.refresh_from_db()
    assert (seat.state, seat.removed_by) == ("removed", reviewer)
    assert empty_seats(case) == panel_faults(case) == []
    assert "Does not answer." in OutboxMail.objects.get(name="panel_left").text


def test_the_findings_wait_while_a_seat_is_free(city):
    rules = make_panel_scheme()
    rules.criteria.create(code="F1", position=1, title="Question?", partly="Some.")
    case = make_panel_case(city=city, scheme=rules)
    seats = seat_panel(case)
    make_answers(case)
    seen = seen_of(make_findings(case))
    decline_seat(seat=seats[0], by=seats[0].member.user)  # seated by no draw: nobody is next
    with pytest.raises(NotReady, match="A seat of the panel is free"):
        agree(application=case, by=seats[1].member.user, seen=seen)
    assert empty_seats(case)[0]["kind"] == "official"
