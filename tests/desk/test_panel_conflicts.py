"""A member of the pool declares conflicts case by case, sees the own seats, and declines one."""

import pytest

from cities.models import Conflict
from core.models import AuditEvent
from labels.models import PanelDeclaration
from tests.desk.pages import text_of
from tests.factories import (
    make_city,
    make_conflict,
    make_panel_case,
    make_pool_member,
    make_role,
    seat,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/panel/conflicts/"


@pytest.fixture
def member():
    return make_pool_member(country="DE")


@pytest.fixture
def case(city):
    return make_panel_case(city=city, state="window")


def declare(browser, case, says, reason=""):
    """Send the form of one case."""
    key = case.reference
    return browser.post(PAGE, {"case": key, f"{key}-says": says, f"{key}-reason": reason}, follow=True)


def test_a_member_declares_and_may_change_it_until_the_list(case, city, member, client_of):
    browser = client_of(member.user)
    page = text_of(browser.get(PAGE))
    assert city.name in page
    assert "You have not declared yet." in page
    assert "Choose one." in text_of(declare(browser, case, ""))
    assert "Noted: you have no conflict" in text_of(declare(browser, case, "none"))
    assert "So far: declares no conflict." in text_of(browser.get(PAGE))
    wrong = text_of(declare(browser, case, "soft"))
    assert "Say what connects you with this city." in wrong
    declare(browser, case, "soft", "My sister rents from the city.")
    assert (PanelDeclaration.objects.get().says, Conflict.objects.get().kind) == ("soft", "soft")
    declare(browser, case, "none")
    assert Conflict.objects.filter(withdrawn_at=None).count() == 0
    assert "The case is gone from your desk." in text_of(declare(browser, case, "hard", "I worked there."))
    assert city.name not in text_of(browser.get(PAGE))
    # What was declared is nobody's business in the city.
    scopes = AuditEvent.objects.filter(action="declare_about_case").values_list("scope", flat=True)
    assert all(scope.startswith("office:") for scope in scopes)
    late = make_panel_case(city=make_city("Lateton"), scheme=case.scheme)
    assert "Nobody asks about this case any more" in text_of(declare(browser, late, "none"))


def test_a_hard_conflict_hides_cases_and_seats(case, city, other_city, client_of):
    member = make_pool_member(country="DE")
    held = make_panel_case(city=make_city("Seatton"), scheme=case.scheme)
    seat(member, held)
    other = make_panel_case(city=other_city, state="window", scheme=case.scheme)
    browser = client_of(member.user)
    page = text_of(browser.get(PAGE))
    assert all(name in page for name in (city.name, other_city.name, "Seatton"))
    make_conflict(member.user, city)
    make_role(member.user, other_city)
    make_conflict(member.user, held.city)
    page = text_of(browser.get(PAGE))
    assert not any(name in page for name in (city.name, other_city.name, "Seatton"))
    for row in (case, other, held):
        assert "Nobody asks about this case any more" in text_of(declare(browser, row, "none"))
    assert browser.get(f"/en/desk/panel/seats/{held.reference}/decline/").status_code == 404
    assert not PanelDeclaration.objects.exists()


def test_a_conflict_that_came_up_frees_the_seat_and_a_soft_one_waits(city, member, client_of):
    case = make_panel_case(city=city)
    other = make_panel_case(city=make_city("Softton"), scheme=case.scheme)
    hard, soft = seat(member, case), seat(member, other)
    browser = client_of(member.user)
    assert "declare a conflict here if you have one now" not in text_of(browser.get(PAGE))
    assert "Choose one of the options." in text_of(declare(browser, case, "none"))
    declare(browser, other, "soft", "We wrote a book together.")
    soft.refresh_from_db()
    assert (soft.state, soft.declared) == ("seated", "soft")
    declare(browser, case, "hard", "They offered me a post.")
    hard.refresh_from_db()
    assert (hard.state, hard.in_conflict) == ("removed", True)
    assert city.name not in text_of(browser.get(PAGE))


def test_declining_a_seat_asks_once(city, member, client_of):
    case = make_panel_case(city=city)
    held = seat(member, case)
    browser = client_of(member.user)
    page = f"/en/desk/panel/seats/{case.reference}/decline/"
    assert "Decline the seat?" in text_of(browser.get(page))
    held.refresh_from_db()
    assert held.state == "seated"
    assert "You declined the seat." in text_of(browser.post(page, {"reason": ""}, follow=True))
    held.refresh_from_db()
    assert held.state == "declined"
    assert browser.get(page).status_code == 404
    assert client_of(make_pool_member().user).get(page).status_code == 404


def test_strangers_and_a_portal_without_label_have_no_such_page(resident, decider, member, client_of, settings):
    for person in (resident, decider, make_pool_member(state="waiting").user):
        assert client_of(person).get(PAGE).status_code == 404
    settings.LABEL_ENABLED = False
    assert client_of(member.user).get(PAGE).status_code == 404


def test_one_case_and_three_ask_the_database_equally_often(case, member, client_of, django_assert_num_queries):
    browser = client_of(member.user)
    browser.get(PAGE)
    for number in (1, 3):
        if number == 3:
            for name in ("Onton", "Twoton"):
                make_panel_case(city=make_city(name), state="window", scheme=case.scheme)
                seat(member, make_panel_case(city=make_city(f"Seat {name}"), scheme=case.scheme))
        with django_assert_num_queries(6):
            browser.get(PAGE)
