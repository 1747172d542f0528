"""Cities are found by a part of any name: looked up in an index, or asked one by one where many fit."""

import pytest

from cities.models import City, Place, PlaceName
from cities.queries import names
from labels.queries import cities
from labels.queries.cities import city_named, search_cities
from tests.factories import make_city

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[5000, 0], ids=["looked up", "asked one by one"])
def _few(request, monkeypatch):
    monkeypatch.setattr(cities, "FEW", request.param)


@pytest.fixture
def _listed(_few):
    place = Place.objects.create(geonames_id=7, name="Brunn", ascii_name="Brunn", country="CZ", lat=0, lon=0)
    PlaceName.objects.create(place=place, folded="bruna")
    make_city("Bad Ischl", slug="at-bad-ischl", local_name="", region="Upper Austria")
    make_city("Brno", slug="cz-brno", local_name="Brünn", country="CZ", region="Jihomoravský", place=place)
    make_city("Saint-Denis", slug="fr-saint-denis", country="FR", region="Île-de-France")
    make_city("L'Aquila (100%)", slug="it-l-aquila", country="IT", region="Abruzzi")


@pytest.mark.usefixtures("_listed")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("isch", ["Bad Ischl"]), ("D ISCH", ["Bad Ischl"]), ("bad-i", ["Bad Ischl"]), ("brün", ["Brno"]),
        ("rno", ["Brno"]), ("brun", ["Brno"]), ("bruna", ["Brno"]), ("saint denis", ["Saint-Denis"]),
        ("nt-d", ["Saint-Denis"]), ("austria", ["Bad Ischl"]), ("de-france", ["Saint-Denis"]),
        ("ital", ["L'Aquila (100%)"]),
        ("l'a", ["L'Aquila (100%)"]), ("0%", ["L'Aquila (100%)"]), ("a_q", []), ("%", ["L'Aquila (100%)"]),
        ("nowhere", []), ("q", ["L'Aquila (100%)"]),
    ],
)  # fmt: skip
def test_any_part_finds(q, found):
    assert [city.name for city in search_cities(City.objects.public(), q=q).by_name()] == found


@pytest.mark.usefixtures("_listed")
def test_one_name_means_one_city_also_after_it_changed():
    assert city_named("bad ischl").slug == "at-bad-ischl"
    City.objects.filter(slug="at-bad-ischl").update(name="Gmunden", slug="at-gmunden")
    assert city_named("bad ischl") is None
    assert city_named("munde").slug == "at-gmunden"


def test_few_are_told_from_many(django_assert_num_queries):
    for name in ("Aach", "Bach", "Zell"):
        make_city(name)
    conditions = names.named("ach", indexed=True)
    with django_assert_num_queries(2):
        assert len(names.few_of(City.objects.all(), conditions, 2)) == 2
        assert names.few_of(City.objects.all(), conditions, 1) is None
