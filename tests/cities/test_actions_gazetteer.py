import pytest

from cities.actions import load_places
from cities.gazetteer import SHIPPED, BrokenGazetteerError
from cities.models import Place, PlaceLoad, PlaceName
from cities.queries import find_places
from core.models import AuditEvent
from tests.cities.test_gazetteer import a_file
from tests.factories import make_city

pytestmark = pytest.mark.django_db

LINZ = {"geonames_id": "90000002", "name": "Linz", "ascii_name": "Linz", "lau_population_2020": "206604"}
VIENNA = {"geonames_id": "90000003", "name": "Vienna", "lau_name": "Wien", "alternative_names": "Bécs|Βιέννη"}


def test_a_file_fills_the_gazetteer(tmp_path):
    assert load_places(path=a_file(tmp_path / "a.csv.xz", {}, LINZ, VIENNA)) == 3

    assert Place.objects.get(pk=90000002).population == 206604
    assert find_places("βιεννη")[0].local_name == "Wien"
    assert AuditEvent.objects.get(action="load_places").data["rows"] == 3


def test_the_same_file_again_changes_nothing(tmp_path, django_assert_max_num_queries):
    path = a_file(tmp_path / "a.csv", {}, LINZ)
    load_places(path=path)
    before = list(PlaceName.objects.order_by("pk").values())

    with django_assert_max_num_queries(4):
        assert load_places(path=path) == 0
    assert list(PlaceName.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.filter(action="load_places").count() == 1


def test_a_newer_file_corrects_and_adds_and_removes_nothing(tmp_path):
    load_places(path=a_file(tmp_path / "a.csv", {"alternative_names": "Gratz|Gradec"}, LINZ))
    city = make_city(place=Place.objects.get(name="Graz"))

    assert load_places(path=a_file(tmp_path / "b.csv", {"population": "5", "alternative_names": "Gradec"}, VIENNA)) == 2

    assert Place.objects.count() == 3
    city.place.refresh_from_db()
    assert city.place.population == 5
    assert set(PlaceName.objects.filter(place=city.place).values_list("folded", flat=True)) == {"graz", "gradec"}


def test_two_files_in_turn_each_load(tmp_path):
    first, second = a_file(tmp_path / "a.csv", {}), a_file(tmp_path / "b.csv", LINZ)

    assert [load_places(path=path) for path in (first, second, second, first)] == [1, 1, 0, 1]
    assert PlaceLoad.objects.count() == 3


def test_a_gazetteer_that_lost_rows_is_filled_again(tmp_path):
    path = a_file(tmp_path / "a.csv", {}, LINZ)
    load_places(path=path)
    Place.objects.get(name="Linz").delete()

    assert load_places(path=path) == 2
    assert Place.objects.count() == 2


@pytest.mark.parametrize("bad", [{"lat": "x"}, {}])
def test_a_broken_file_writes_nothing(tmp_path, bad):
    rows = [LINZ, {}, bad]

    with pytest.raises(BrokenGazetteerError):
        load_places(path=a_file(tmp_path / "a.csv", *rows))
    assert not Place.objects.exists()
    assert not PlaceLoad.objects.exists()


@pytest.mark.slow
def test_the_shipped_file_loads_whole():
    assert load_places() == Place.objects.count() == 19_819
    assert load_places() == 0

    assert PlaceLoad.objects.get().rows == 19_819
    for name in ("Wien", "Vienna", "Wien, Austria", "WIEN"):
        assert find_places(name)[0].pk == 2761369
    for name in ("Αθήνα", "αθηνα", "Athina", "Athens", "Athen"):
        assert find_places(name)[0].pk == 264371
    for name in ("Köln", "Koeln", "koln", "KÖLN"):
        assert find_places(name)[0].pk == 2886242
    assert [place.country for place in find_places("Cologne")[:2]] == ["IT", "DE"]
    assert find_places("Frankfurt am M")[0].name == "Frankfurt am Main"
    assert SHIPPED.stat().st_size < 1_200_000
