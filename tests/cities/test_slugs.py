from itertools import islice

import pytest
from django.core.validators import validate_slug

from cities.gazetteer import SHIPPED, read_places
from cities.slugs import ascii_name, slug_candidates


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Graz", "graz"),
        ("Saint-Étienne", "saint-etienne"),
        ("Łódź", "lodz"),
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Αθήνα", "athina"),
        ("Θεσσαλονίκη", "thessaloniki"),
        ("София", "sofiya"),
        ("Чернівці", "chernivtsi"),
        ("Ђаковица", "djakovitsa"),
        ("თბილისი", ""),
        ("---", ""),
        ("", ""),
    ],
)
def test_names_become_readable_in_plain_letters(name, plain):
    assert ascii_name(name) == plain


def test_an_address_is_country_and_name():
    assert next(slug_candidates(country="AT", name="Graz", number=7)) == "at-graz"


def test_a_namesake_gets_its_region_then_its_district_then_a_number():
    candidates = slug_candidates(country="DE", name="Essen", details=("Lower Saxony", "", "Osnabrück"), number=7)

    assert list(islice(candidates, 4)) == ["de-essen", "de-essen-lower-saxony", "de-essen-osnabruck", "de-essen-2"]


def test_a_name_in_an_unknown_script_still_gets_an_address():
    assert next(slug_candidates(country="GE", name="თბილისი", number=7)) == "ge-7"


def test_long_names_stay_within_the_column():
    candidates = list(islice(slug_candidates(country="GB", name="long " * 100, details=("d " * 100,), number=1), 5))

    assert all(len(slug) <= 80 for slug in candidates)
    assert len(set(candidates[2:])) == 3


def test_every_place_of_the_gazetteer_has_a_plain_address():
    for place in read_places(SHIPPED):
        slug = next(slug_candidates(country=place.country, name=place.ascii_name, number=0))
        validate_slug(slug)
        assert len(slug) > 3
        assert slug != f"{place.country.lower()}-0"
