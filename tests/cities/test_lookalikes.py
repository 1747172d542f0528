import datetime as dt

import pytest
from django.utils import timezone

from cities.lookalikes import join_warnings
from tests.factories import make_city, make_join_request, make_place, make_user

pytestmark = pytest.mark.django_db


def warned(**changes):
    applicant = changes.pop("applicant", None) or make_user(email=f"remi{make_user().pk}@graz.at")
    changes = {"work_email": applicant.email, **changes}
    return " ".join(join_warnings(make_join_request(applicant, **changes)))


@pytest.fixture
def graz():
    return make_place("Graz")


def test_an_ordinary_request_raises_no_warning(graz):
    assert warned(place=graz) == ""


def test_a_place_that_takes_part_already_is_named(graz):
    make_city("Graz", place=graz)

    assert "Graz takes part already. Accepting adds the applicant as another approver." in warned(place=graz)


def test_a_listed_place_will_be_taken_over(graz):
    make_city("Graz", place=graz, membership="none", origin="compiled")

    assert "Graz is listed from public sources already. Accepting takes that page over." in warned(place=graz)


def test_a_typed_place_is_told_with_what_the_gazetteer_knows(graz):
    make_place("Grazalema", country="ES")
    asked = make_join_request(make_user(), place=graz, place_name="Graz", country="AT")
    asked.place = None
    asked.save()

    words = " ".join(join_warnings(asked))
    assert "not from the gazetteer" in words
    assert "Graz (Styria)" in words
    assert "Grazalema" not in words


@pytest.mark.parametrize("name", ["Grazz", "Gráz", "Gratz an der Mur"])
def test_a_name_like_another_citys_is_told(graz, name):
    make_city(name, local_name="Graz")

    assert f"like that of another city here: {name}" in warned(place=graz)


@pytest.mark.parametrize("changes", [{"name": "Linz"}, {"name": "Graz", "country": "SI"}])
def test_other_names_and_countries_are_not(graz, changes):
    make_city(**changes)

    assert "another city here" not in warned(place=graz)


def test_a_public_mail_provider_is_told(graz):
    assert "Anybody can get an address at gmail.com" in warned(place=graz, work_email="remi@gmail.com")


def test_letters_of_another_alphabet_are_told(graz):
    assert "not written in Latin letters only" in warned(place=graz, work_email="remi@γραζ.gr")


def test_a_domain_like_that_of_another_city_is_told(graz):
    make_city("Linz", email_domains=["stadt-linz.at"])

    for domain in ("stadt-linz.at", "stadt-linz.com", "stadt1inz.at"):
        assert "the domain of Linz" in warned(place=make_place(), work_email=f"remi@{domain}")
    assert "the domain of Linz" not in warned(place=graz, work_email="remi@graz.at")


def test_a_domain_that_the_listed_city_is_not_known_by_is_told(graz):
    make_city("Graz", place=graz, email_domains=["graz.at"], website="https://www.graz.gv.at/en")

    for email in ("remi@graz.at", "remi@office.graz.at", "remi@graz.gv.at"):
        assert "not one that this city is known by" not in warned(place=graz, work_email=email)
    assert "known by: graz.at and graz.gv.at" in warned(place=graz, work_email="remi@graz-stadt.org")


def test_an_account_with_another_address_is_told(graz):
    applicant = make_user(email="remi@home.example")

    assert "another address than the work address: remi@home.example" in warned(
        place=graz, applicant=applicant, work_email="remi@graz.at"
    )


def test_other_requests_for_the_place_are_told(graz):
    make_join_request(make_user("Robin Other"), place=graz, state="refused")

    assert "Robin Other asked for the same place: refused." in warned(place=graz)


def test_a_document_seen_before_is_told(graz):
    make_join_request(make_user(), mandate_sha256="a" * 64)

    assert "same document" in warned(place=graz, mandate_sha256="a" * 64)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(-9, -1, "has ended"), (-9, 30, "within 60 days"), (-9, 61, ""), (5, 900, "has not started yet")],
)
def test_the_mandates_dates_are_looked_at(graz, start, end, words):
    today = timezone.localdate()
    dates = {"mandate_start": today + dt.timedelta(days=start), "mandate_end": today + dt.timedelta(days=end)}

    found = warned(place=graz, **dates)
    assert words in found
    assert bool(found) is bool(words)


@pytest.mark.parametrize("rows", [1, 3])
def test_warnings_cost_the_same_for_one_city_and_three(django_assert_max_num_queries, graz, rows):
    for _number in range(rows):
        make_city(email_domains=["x.at"])
    asked = make_join_request(make_user(), place=graz)

    with django_assert_max_num_queries(6):
        join_warnings(asked)
