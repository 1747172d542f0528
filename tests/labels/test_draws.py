"""The draw of a panel: announced, listed, drawn, and repeated by anybody with a script of the standard library."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.models import OutboxMail
from labels.actions.draws import PanelRun, announce_draw, hold_draw, list_candidates, run_draws
from labels.models import DecisionEntry, PanelDraw, PanelMember
from labels.queries.draws import empty_seats, seated_in, standing
from labels.queries.log import log_faults
from labels.queries.verifying import panel_faults
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import (
    declare,
    make_city,
    make_conflict,
    make_label,
    make_panel_case,
    make_pool,
    make_pool_member,
    make_role,
    make_user,
)
from tests.labels.conftest import text_of
from tests.labels.draws import DAY, drawn, numbers, public_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(city):
    """A case whose panel is to be drawn."""
    return make_panel_case(city=city)


def test_a_panel_is_drawn_in_the_open_and_anybody_repeats_it(case, clock, by_script):
    pool = make_pool(case)
    silent = make_pool_member(country="FR")
    run_draws()
    draw = case.draws.get()
    assert (draw.announced_by, draw.listed_at, draw.draw_on > clock.now.date()) == (None, None, True)
    asked = OutboxMail.objects.filter(name="panel_declare")
    assert [mail.recipients for mail in asked] == [[silent.user.email]]
    assert "Nobody is drawn yet." in public_page(case)
    while clock.now.date() < draw.draw_on:
        clock.now += DAY
    run_draws()
    draw.refresh_from_db()
    assert {row["id"] for row in draw.candidates} == {member.public_id for member in pool}
    assert draw.excluded == [{"id": silent.public_id, "why": "not_available"}]
    assert run_draws() == PanelRun()  # the day is not over, and a second run does nothing
    clock.now += DAY
    assert [run_draws().drawn for _run in range(2)] == [1, 0]

    draw.refresh_from_db()
    acts = list(DecisionEntry.objects.order_by("seq").values_list("act", flat=True))
    assert acts == ["draw_announced", "draw_listed", "panel_drawn"]
    listed, held = DecisionEntry.objects.order_by("seq")[1:]
    assert (draw.seed, draw.seed_seq, listed.data["list"]) == (listed.hash, listed.seq, draw.digest)
    assert held.data["panel"].split() == draw.result["drawn"]
    seats = seated_in(case)
    assert sorted(seat.kind for seat in seats) == ["academic", "civil_society", "institution", *["official"] * 2]
    assert len({seat.country for seat in seats if seat.kind == "official"}) == 2
    assert OutboxMail.objects.filter(name="panel_drawn").count() == 5
    assert OutboxMail.objects.filter(name="panel_not_needed").count() == len(pool) - 5
    assert panel_faults(case) == list(log_faults()) == list(audit.verify()) == []
    done = by_script(case)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, numbers(case), "")
    call_command("draw_panel", "--verify", case.reference)

    page = public_page(case)
    assert "declares no conflict" in page
    assert (draw.seed in page, silent.name in page, "def panel_of(d):" in page) == (True, False, True)
    register = text_of(Client().get(reverse("portal:application", args=[case.reference])))
    assert [seat.name for seat in seats if seat.name not in page or seat.name not in register] == []


def test_who_is_no_candidate(case, decider):
    labelled, over = make_city(country="FR"), timezone.localdate() - DAY
    make_label(city=labelled, granted_on=over - dt.timedelta(days=900), valid_until=over)
    people = {
        "same state": make_pool_member(country=case.city.country),
        "hard conflict": make_pool_member(),
        "open soft conflict": make_pool_member(),
        "soft, said none": make_pool_member(),
        "role in the city": make_pool_member(),
        "its domain": make_pool_member(user=make_user("Dom", email="dom@arden.example")),
        "office": make_pool_member(user=make_user("Off", roles=("reviewer",))),
        "paused": make_pool_member(state="paused"),
        "said nothing": make_pool_member(),
        "no label": make_pool_member(kind="official", country="FR", city=labelled),
        "switched off": make_pool_member(user=make_user("Gone", is_active=False)),
    }
    fine, soft = make_pool_member(), make_pool_member()

    case.city.email_domains = ["arden.example"]
    case.city.save()
    make_conflict(people["hard conflict"].user, case.city)
    make_role(people["role in the city"].user, case.city)
    for person in (people["open soft conflict"], people["soft, said none"], soft):
        make_conflict(person.user, case.city, kind="soft")
    signed = {"countersigned_at": timezone.now(), "countersigned_by": decider}
    type(case.city.conflicts.get(user=soft.user)).objects.exclude(user=people["open soft conflict"].user).filter(
        kind="soft"
    ).update(**signed)
    saying_soft = (people["open soft conflict"], soft)
    declare(case, *saying_soft, says="soft")
    quiet = people["said nothing"]
    declare(case, fine, *[row for row in people.values() if row not in (*saying_soft, quiet)])
    pool = standing(case)

    assert {row["id"] for row in pool.candidates} == {fine.public_id, soft.public_id}
    assert pool.soft == {soft.public_id}
    why = {row["id"]: row["why"] for row in pool.excluded}
    assert why.pop(people["same state"].public_id) == "same_state"
    assert set(why.values()) == {"not_available"}
    assert set(why) == {row.public_id for name, row in people.items() if name not in ("same state", "paused")}


def test_a_changed_list_seed_or_panel_is_found_by_both_checks(case, clock, by_script):
    make_pool(case)
    draw = drawn(case, clock)
    rows = PanelDraw.objects.filter(pk=draw.pk)
    other = make_pool_member(country="FR")
    stranger = {"id": other.public_id, "kind": "academic", "country": "FR", "why": ["other_state"]}
    for change, words in (
        ({"candidates": [*draw.candidates, stranger]}, "list of candidates"),
        ({"seed": "0" * 64}, "seed is not the hash"),
        ({"seed_seq": 1}, "seed is not the hash"),
        ({"result": draw.result | {"drawn": draw.result["drawn"][:-1]}}, "another panel"),
    ):
        rows.update(**change)
        assert words in " ".join(panel_faults(case))
        assert by_script(case).returncode == 1
        with pytest.raises(CommandError, match="not what the public log"):
            call_command("draw_panel", "--verify")
        draw.save()
    PanelMember.objects.filter(place=1).update(member=other)
    assert "not the one that its draws give" in " ".join(panel_faults(case))


def test_seats_that_stay_free_are_named_and_filled_by_another_draw(case, clock, decider, client_of, by_script):
    pool = make_pool(case)
    for member in pool:
        if member.kind == "academic":
            type(member).objects.filter(pk=member.pk).update(state="paused")
    first = drawn(case, clock)
    assert first.result["missing"] == {"academic": 1}
    assert DecisionEntry.objects.get(act="panel_drawn").data["seats_free"] == "academic:1"
    office = client_of(decider)
    shown = text_of(office.get(reverse("admin:labels_paneldraw_change", args=[first.pk])))
    assert "academic × 1. Accept more people of this kind into the pool" in shown
    public = public_page(case)
    assert "1 seat is still free: academic. An administrator or decider accepts" in public

    declare(case, make_pool_member(kind="academic", country="FR"))
    add = reverse("admin:labels_paneldraw_add")
    today = timezone.localdate()
    late = office.post(add, {"application": case.pk, "draw_on": today.isoformat()})
    assert "Name a day after today" in text_of(late)
    assert office.post(add, {"application": case.pk, "draw_on": (today + DAY).isoformat()}).status_code == 302
    second = drawn(case, clock)
    assert (second.number, len(second.result["drawn"]), len(second.kept)) == (2, 1, 4)
    assert empty_seats(case) == panel_faults(case) == []
    assert by_script(case).stdout.split() == numbers(case)


def test_who_announces_and_on_which_day(city, decider, reviewer, administrator, clock):
    case = make_panel_case(city=city, state="window")
    make_pool(case)
    later = clock.now.date() + dt.timedelta(days=10)
    announce_draw(application=case, by=reviewer, draw_on=later)
    moved = announce_draw(application=case, by=decider, draw_on=later + DAY)
    assert (case.draws.get(), moved.number, moved.draw_on) == (moved, 1, later + DAY)
    with pytest.raises(NotReady, match="after today"):
        announce_draw(application=case, by=decider, draw_on=clock.now.date())
    make_conflict(decider, city)
    for person in (administrator, decider):
        with pytest.raises(NotAllowed):
            announce_draw(application=case, by=person, draw_on=later)
    # Nothing is listed before the window is closed, whatever the day.
    clock.now += dt.timedelta(days=20)
    assert run_draws().listed == 0
    type(case).objects.filter(pk=case.pk).update(state="panel")
    assert run_draws().listed == 1
    with pytest.raises(Stale, match="listed already"):
        announce_draw(application=case, by=reviewer)
    draft = make_panel_case(city=make_city(), state="submitted", scheme=case.scheme)
    with pytest.raises(Stale, match="elsewhere"):
        announce_draw(application=draft, by=reviewer)


def test_an_early_draw_is_for_invented_cities_of_a_local_portal(settings, clock, by_script):
    case = make_panel_case(city=make_city(origin="sample"))
    make_pool(case)
    announce_draw(application=case, by=None)
    PanelDraw.objects.update(draw_on=F("draw_on") - dt.timedelta(days=9))
    settings.DEBUG = False
    with pytest.raises(CommandError, match="Only an invented city"):
        call_command("draw_panel", case.reference, "--early")
    settings.DEBUG = True
    call_command("draw_panel", case.reference, "--early")
    assert case.draws.get().result["early"] is True
    assert panel_faults(case) == []
    assert by_script(case).stdout.split() == numbers(case)
    assert "held on the same day" in public_page(case)
    with pytest.raises(CommandError, match="held already"):
        call_command("draw_panel", case.reference)


def test_it_waits_and_says_until_when(case, clock, settings):
    make_pool(case)
    with pytest.raises(CommandError, match="No draw is announced"):
        call_command("draw_panel", case.reference)
    run_draws()
    with pytest.raises(CommandError, match="Not yet"):
        call_command("draw_panel", case.reference)
    assert list_candidates(application=case) is None
    assert hold_draw(application=case) is None
    settings.LABEL_ENABLED = False
    assert run_draws().announced == 0
