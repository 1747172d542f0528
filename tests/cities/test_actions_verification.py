import pytest
from django.utils import timezone

from cities.actions import accept_join, list_compiled_city
from cities.models import City, CityFact, CityRole, JoinRequest, Mandate
from cities.rules import is_approver
from core import audit
from core.models import AuditEvent, OutboxMail
from review.checklists import DEFAULTS
from review.workflow import NotAllowed, NotReady, Stale
from tests.cities.conftest import ALL_TICKS
from tests.factories import make_city, make_conflict, make_place, make_role, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


def accepted(asked, by, **changes):
    return accept_join(join_request=asked, by=by, **{"ticks": ALL_TICKS, **changes})


def test_accepting_makes_a_committed_city_from_the_gazetteer(asked, administrator, graz):
    city = accepted(asked, administrator)

    city.refresh_from_db()
    assert (city.slug, city.name, city.country, city.region) == ("at-graz", "Graz", "AT", "Styria")
    assert (city.place, city.population, city.lat, city.lon) == (graz, 291_072, 47.07, 15.44)
    assert (city.membership, city.origin) == (City.Membership.COMMITTED, City.Origin.CITY)
    assert (city.joined_on, city.is_public) == (timezone.localdate(), True)
    asked.refresh_from_db()
    assert (asked.state, asked.city) == (JoinRequest.State.ACCEPTED, city)


def test_the_applicant_becomes_approver_and_focal_point(asked, administrator, resident):
    city = accepted(asked, administrator)

    role = CityRole.objects.get()
    assert (role.city, role.user, role.role, role.is_focal_point) == (city, resident, "approver", True)
    assert role.given_by == administrator
    assert is_approver(asked.applicant, city)


def test_the_mandate_goes_on_file(asked, administrator):
    city = accepted(asked, administrator)

    mandate = Mandate.objects.get(city=city)
    assert (mandate.title, mandate.starts_on, mandate.ends_on) == (
        "Decision of the council",
        asked.mandate_start,
        asked.mandate_end,
    )
    assert (mandate.file.name, mandate.sha256) == (asked.mandate_file.name, asked.mandate_sha256)


def test_the_step_is_traced_in_the_citys_log_and_the_applicant_told(asked, administrator, resident):
    city = accepted(asked, administrator, note="Called the switchboard.")

    assert asked.status_changes.last().note == "Called the switchboard."
    scope = f"cities.city:{city.pk}"
    assert AuditEvent.objects.get(action="accept").scope == scope
    admitted = AuditEvent.objects.get(action="admit_city")
    assert (admitted.scope, sorted(admitted.data["checked"])) == (scope, sorted(ALL_TICKS))
    mail = OutboxMail.objects.get(name="join_accepted")
    assert mail.recipients == [resident.email]
    assert f"/desk/city/{city.slug}/members/" in mail.text


@pytest.mark.parametrize("left_out", ALL_TICKS)
def test_every_tick_is_needed(asked, administrator, left_out):
    with pytest.raises(NotReady) as error:
        accepted(asked, administrator, ticks=[key for key in ALL_TICKS if key != left_out])

    assert [str(DEFAULTS["join"][left_out]) in reason for reason in error.value.reasons] == [True]
    asked.refresh_from_db()
    assert asked.state == JoinRequest.State.SUBMITTED
    assert not City.objects.exists()


def test_without_any_tick_all_are_named(asked, administrator):
    with pytest.raises(NotReady) as error:
        accepted(asked, administrator, ticks=["something", "else"])

    assert len(error.value.reasons) == len(ALL_TICKS)


@pytest.mark.parametrize("who", ["resident", "official", "approver"])
def test_only_the_office_accepts(request, asked, who):
    with pytest.raises(NotAllowed):
        accepted(asked, request.getfixturevalue(who))
    assert not City.objects.filter(name="Graz").exists()


def test_a_conflict_with_the_listed_city_hides_it(asked, graz, reviewer):
    make_conflict(reviewer, make_city(place=graz, origin="compiled"))

    with pytest.raises(NotAllowed):
        accepted(asked, reviewer)


# --- Addresses --------------------------------------------------------------------------------------


def test_a_namesake_gets_another_address(ask, administrator):
    make_city("Essen", slug="de-essen", country="DE")
    place = make_place("Essen", country="DE", region="Lower Saxony")

    assert accepted(ask(place=place), administrator).slug == "de-essen-lower-saxony"


def test_a_typed_place_becomes_a_city_without_coordinates(ask, administrator):
    city = accepted(ask(place_name="Αθήνα", country="GR"), administrator)

    assert (city.slug, city.name, city.place, city.lat, city.population) == ("gr-athina", "Αθήνα", None, None, None)


def test_a_name_in_an_unknown_script_still_gets_an_address(ask, administrator):
    asked = ask(place_name="თბილისი", country="GE")

    assert accepted(asked, administrator).slug == f"ge-{asked.pk}"


def test_the_local_name_is_kept_when_it_differs(ask, administrator):
    city = accepted(ask(place=make_place("Vienna", local_name="Wien", ascii_name="Vienna")), administrator)

    assert (city.slug, city.name, city.local_name) == ("at-vienna", "Vienna", "Wien")


# --- Domains ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "domains"),
    [("remi@Graz.example", ["graz.example"]), ("remi@gmail.com", []), ("remi@hotmail.fr", [])],
)
def test_the_domain_of_the_work_address_is_recorded_unless_anybody_has_it(ask, graz, administrator, email, domains):
    assert accepted(ask(place=graz, work_email=email), administrator).email_domains == domains


# --- Taking over a listed city ------------------------------------------------------------------------


def compiled(**values):
    defaults = {"name": "Graz", "country": "AT", "source_url": "https://example.org/graz", "lat": 47.1, "lon": 15.5}
    fact = {"kind": "declaration", "title": "Declaration", "source_url": "https://example.org/2001"}
    return list_compiled_city(slug="at-graz", values=defaults | values, facts=[fact])


def test_a_city_listed_for_the_place_is_taken_over(asked, administrator, graz):
    listed = compiled(place=graz, population=300_000, about="From public sources.")

    city = accepted(asked, administrator)

    city.refresh_from_db()
    assert city == listed
    assert (city.slug, city.origin, city.membership) == ("at-graz", City.Origin.CITY, City.Membership.COMMITTED)
    assert (city.population, city.region, city.revision) == (300_000, "Styria", 2)
    fact = CityFact.objects.get(city=city)
    assert fact.source_url == "https://example.org/2001"
    assert city.source_url == "https://example.org/graz"
    assert City.objects.count() == 1


def test_a_city_listed_by_name_close_by_is_taken_over_and_linked(asked, administrator, graz):
    listed = compiled(name="GRÁZ")

    city = accepted(asked, administrator)

    assert (city, city.place) == (listed, graz)


@pytest.mark.parametrize(
    "changes", [{"country": "SI"}, {"lat": 46.0}, {"lon": 14.0}, {"name": "Grazz"}, {"lat": None}, {"name": ""}]
)
def test_a_city_elsewhere_or_of_another_name_is_not(asked, administrator, changes):
    compiled(**changes)

    assert accepted(asked, administrator).slug != "at-graz"
    assert City.objects.count() == 2


def test_a_city_that_joined_already_gets_another_approver(asked, administrator, graz, approver):
    city = make_city("Graz", slug="at-graz", place=graz, email_domains=["graz.at"])
    make_role(approver, city, "approver")
    joined = city.joined_on

    assert accepted(asked, administrator) == city
    city.refresh_from_db()
    assert (city.joined_on, city.email_domains) == (joined, ["graz.at", "graz.example"])
    assert city.roles.current().filter(role="approver").count() == 2


def test_an_editor_who_asks_becomes_approver_and_the_old_role_stays_in_the_log(asked, administrator, graz, resident):
    city = make_city(place=graz)
    old = make_role(resident, city, "editor")

    accepted(asked, administrator)

    old.refresh_from_db()
    assert old.ended_at
    assert [role.role for role in city.roles.current()] == ["approver"]


def test_an_invented_sample_stays_a_sample(asked, administrator, graz):
    make_city(place=graz, origin=City.Origin.SAMPLE)

    assert accepted(asked, administrator).origin == City.Origin.SAMPLE


# --- Races --------------------------------------------------------------------------------------------


def fresh(join_request):
    return JoinRequest.objects.get(pk=join_request.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed", [True, False])
def test_administrators_who_accept_at_once_make_one_city(ask, graz, typed):
    asked = ask(place_name="Neustadt", country="AT") if typed else ask(place=graz)
    people = [make_user(f"Administrator {n}", roles=("administrator",)) for n in range(12)]

    outcomes = run_at_once(*[lambda by=by: accepted(fresh(asked), by) for by in people])

    assert sum(isinstance(outcome, City) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes if not isinstance(outcome, City)} == {Stale}
    assert (City.objects.count(), CityRole.objects.count(), Mandate.objects.count()) == (1, 1, 1)
    assert asked.status_changes.count() == 2
    assert OutboxMail.objects.filter(name="join_accepted").count() == 1
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_two_requests_for_one_place_accepted_at_once_make_one_city(ask, graz):
    requests = [ask(by=make_user(f"Applicant {n}"), place=graz) for n in range(4)]
    people = [make_user(f"Administrator {n}", roles=("administrator",)) for n in range(4)]

    outcomes = run_at_once(
        *[lambda by=by, asked=asked: accepted(fresh(asked), by) for by, asked in zip(people, requests, strict=True)]
    )

    assert {outcome.pk for outcome in outcomes} == {City.objects.get().pk}
    assert City.objects.get().roles.current().count() == 4


@pytest.mark.django_db(transaction=True)
def test_namesakes_accepted_at_once_get_different_addresses(ask):
    requests = [ask(by=make_user(f"Applicant {n}"), place_name="Neustadt", country="AT") for n in range(4)]
    people = [make_user(f"Administrator {n}", roles=("administrator",)) for n in range(4)]

    outcomes = run_at_once(
        *[lambda by=by, asked=asked: accepted(fresh(asked), by) for by, asked in zip(people, requests, strict=True)]
    )

    assert {outcome.slug for outcome in outcomes} == {
        *("at-neustadt", "at-neustadt-2", "at-neustadt-3", "at-neustadt-4")
    }
