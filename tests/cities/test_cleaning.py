import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cities.cleaning import Cleaner, a_country, a_line, a_link, an_email, clean_identity, clean_join
from tests.cities.conftest import answers
from tests.factories import make_place

TEXTS = ["place_name", "job_title", "official_channel", "mandate_title"]


def joined(**changes):
    values = {"place": None, "place_name": "Graz", "country": "AT", **answers(), **changes}
    values.pop("mandate_file")
    return clean_join(**values)


def faults(**changes):
    with pytest.raises(ValidationError) as error:
        joined(**changes)
    return error.value.message_dict


def test_what_was_typed_is_tidied():
    values = joined(
        place_name="  Gra\u200bz ", country="at", job_title=" Head\n of  unit", work_email="Remi@Graz.EXAMPLE"
    )

    assert values["place_name"] == "Graz"
    assert values["country"] == "AT"
    assert values["job_title"] == "Head of unit"
    assert values["work_email"] == "remi@graz.example"


def test_the_place_names_itself(db):
    place = make_place("Graz", country="AT")

    values = joined(place=place, place_name="Wien", country="DE")

    assert (values["place"], values["place_name"], values["country"]) == (place, "Graz", "AT")


def test_a_part_of_a_larger_place_cannot_join(db):
    assert "larger municipality" in faults(place=make_place("Jakomini", part_of_id=1))["place"][0]


def test_all_faults_are_told_at_once():
    found = faults(
        place_name="",
        country="",
        work_email="",
        job_title=" ",
        mandate_title="\u200b",
        mandate_start=None,
        mandate_end=None,
    )

    assert set(found) == {
        *("place_name", "country", "work_email", "job_title", "mandate_title", "mandate_start", "mandate_end")
    }


@pytest.mark.parametrize("code", ["ZZ", "A", "1", "EL"])
def test_the_country_is_one_of_the_list(code):
    with pytest.raises(ValidationError):
        a_country(code)


@pytest.mark.parametrize("email", ["remi", "remi@", "remi@grаz.at", "a@b\x00.at", "x" * 250 + "@graz.at"])
def test_a_wrong_address_is_refused(email):
    assert "work_email" in faults(work_email=email)


def test_a_mandate_must_not_end_before_it_starts():
    today = timezone.localdate()
    found = faults(mandate_start=today + dt.timedelta(days=9), mandate_end=today + dt.timedelta(days=8))

    assert found["mandate_end"] == ["The mandate must not end before it starts."]


def test_a_mandate_may_start_later():
    later = timezone.localdate() + dt.timedelta(days=30)

    assert joined(mandate_start=later)["mandate_start"] == later


def test_a_mandate_that_has_ended_is_none():
    today = timezone.localdate()

    assert "has ended" in faults(mandate_end=today - dt.timedelta(days=1))["mandate_end"][0]
    assert joined(mandate_end=today)


@pytest.mark.parametrize("field", TEXTS)
def test_invisible_characters_are_taken_out(field):
    assert joined(**{field: "\u202eevil\u200b\x07"})[field] == "evil"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
@pytest.mark.parametrize("field", TEXTS)
def test_unreadable_characters_are_refused_at_their_field(field, text):
    assert list(faults(**{field: text})) == [field]


def test_too_long_is_told_with_both_numbers():
    with pytest.raises(ValidationError) as error:
        a_line(5)("seven 7")

    assert error.value.messages == ["Make this shorter: 5 characters at most; you wrote 7."]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://localhost/", "http://169.254.169.254/", "graz"])
def test_a_link_is_public(url):
    with pytest.raises(ValidationError):
        a_link(url)
    assert a_link("") == a_link(None) == ""


def test_an_address_may_be_left_out():
    assert an_email()("") == ""


def test_a_cleaner_without_faults_gives_its_values():
    form = Cleaner()
    form.take("name", a_line(10), " x ")

    assert form.result() == {"name": "x"}


def identity(**changes):
    values = {"name": "Graz", "local_name": "", "country": "AT", "region": "", "place": None, "email_domains": []}
    return clean_identity(**values | changes)


def test_domains_are_kept_once_and_plain():
    domains = identity(email_domains=["@Graz.AT", "graz.at", " ", "xn--mnchen-3ya.de"])["email_domains"]

    assert domains == ["graz.at", "münchen.de"]


@pytest.mark.parametrize("domain", ["gmail.com", "graz", "grаz.at", "a b.at", "x\x00.at", "."])
def test_a_wrong_domain_is_refused(domain):
    with pytest.raises(ValidationError) as error:
        identity(email_domains=[domain])

    assert list(error.value.message_dict) == ["email_domains"]


def test_domains_are_bounded():
    with pytest.raises(ValidationError, match="at most 20"):
        identity(email_domains=[f"graz{number}.at" for number in range(21)])
