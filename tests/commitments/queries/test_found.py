"""The list of commitments finds what the search finds, in its order, by another way."""

import datetime as dt

import pytest

from cities.actions import edit_identity
from commitments.actions import index_commitments, index_everything, withdraw
from commitments.models import Commitment, CommitmentVersion, SearchEntry
from commitments.queries import Search, found, found_places, rows_at, search_commitments, walks
from framework.models import PolicyArea
from labels.queries.cities import cities_with_label
from tests.factories import make_city, make_commitment, make_label, make_role

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def keys(*, by_name=False, **wanted):
    return [row.pk for row in rows_at(found_places(Search(**wanted), 20, by_name=by_name), "en")]


@pytest.fixture
def record():
    """Seven commitments of three cities, two of them of the same moment."""
    graz = make_label(city=make_city("Graz", slug="at-graz", region="Styria")).city
    aach = make_city("Aach", slug="de-aach", country="DE", region="Île-de-Bade")
    lost = make_city("Zell", slug="at-zell", is_public=False)
    made = [
        make_commitment(city=city, version_title=title, changed_at=START + dt.timedelta(days=days), progress=progress)
        for city, title, days, progress in (
            (graz, "A desk in every library", 5, "done"),
            (aach, "Libraries open on Sunday", 9, "under_way"),
            (graz, "Homes first", 9, "delayed"),
            (aach, "Fünf Rampen", 1, "under_way"),
            (lost, "A library nobody sees", 3, "under_way"),
        )
    ]
    make_commitment(city=graz, state="draft", version_title="A library to come")
    CommitmentVersion.objects.filter(commitment=made[3]).update(language="de")
    index_everything()
    return made


def searches():
    area = PolicyArea.objects.earliest("pk").code
    label = cities_with_label()
    return [
        {}, {"q": "library"}, {"q": "Librar"}, {"q": "!!"}, {"q": "nowhere"}, {"q": "graz"}, {"q": 'NEAR("a" OR b*'},
        {"country": ("AT",)}, {"country": ("AT", "DE")}, {"country": ("XX",)}, {"region": "Île-de-Bade"},
        {"region": "Styria", "q": "home"}, {"progress": ("done", "delayed")}, {"status": ("active",), "q": "library"},
        {"status": ("closed",)}, {"city": "aach"}, {"city": "a", "q": "open"}, {"slug": "at-graz"}, {"area": area},
        {"area": "nothing"}, {"language": "de"}, {"year": "2027"}, {"cities": label}, {"cities": label, "q": "library"},
        {"cities": label, "country": ("DE",)}, {"right": "CFR-21", "q": "library"},
    ]  # fmt: skip


@pytest.mark.parametrize(("few", "dense"), [(5000, 20), (0, 0)], ids=["looked up", "asked row by row"])
def test_both_ways_find_the_same_in_the_same_order(record, monkeypatch, few, dense):
    monkeypatch.setattr(found, "FEW", few)
    monkeypatch.setattr(walks, "DENSE", dense)
    for wanted in searches():
        rows = [commitment.pk for commitment in search_commitments(Search(**wanted))]
        assert keys(**wanted) == rows, wanted
        named = search_commitments(Search(**wanted)).order_by("city__name", "city", "pk")
        assert keys(**wanted, by_name=True) == [commitment.pk for commitment in named], wanted
    assert len(keys()) == 4


def test_no_more_than_wanted_is_read_and_the_newest_first(record):
    newest = found_places(Search(), 2)
    assert newest == sorted(newest, reverse=True)
    assert [row.pk for row in rows_at(newest, "en")] == [record[2].pk, record[1].pk]
    assert found_places(Search(q="library"), 1) == found_places(Search(q="library"), 9)[:1]


@pytest.mark.parametrize("wanted", [{}, {"q": "library"}, {"q": "library", "progress": ("done",)}], ids=str)
def test_a_list_is_found_in_one_query_and_read_in_one(record, wanted, django_assert_num_queries):
    rows_at(found_places(Search(**wanted), 20), "en")
    with django_assert_num_queries(1):
        places = found_places(Search(**wanted), 20)
    with django_assert_num_queries(1):
        rows_at(places, "en")


def test_what_is_not_public_any_more_is_not_read_whatever_the_table_says(record):
    places = found_places(Search(), 20)
    Commitment.objects.filter(pk=record[0].pk).update(state="withdrawn")
    CommitmentVersion.objects.filter(commitment=record[1]).update(state="superseded")
    assert [row.pk for row in rows_at(places, "en")] == [record[2].pk, record[3].pk]


def test_a_new_name_country_and_region_of_a_city_are_found_at_once(record, administrator):
    city = record[1].city
    edit_identity(
        city=city, by=administrator, revision=city.revision, name="Newtown", local_name="Neustadt", country="CH",
        region="Bern", place=None, email_domains=[],
    )  # fmt: skip
    for wanted in ({"q": "newtown"}, {"q": "neustadt"}, {"country": ("CH",)}, {"region": "Bern"}):
        assert set(keys(**wanted)) == {record[1].pk, record[3].pk}, wanted
    assert keys(q="aach") == keys(country=("DE",)) == keys(region="Île-de-Bade") == []


def test_the_place_follows_the_latest_change():
    def place(pk, changed_at, state="active"):
        return SearchEntry.place_of(Commitment(pk=pk, changed_at=changed_at, state=state))

    moment = START.replace(microsecond=999_999)
    later = moment + dt.timedelta(microseconds=1)
    assert place(7, later) > place(2**20 - 1, moment)
    assert place(8, moment) > place(7, moment)
    assert place(1, dt.datetime(2200, 1, 1, tzinfo=dt.UTC)) < 2**63
    assert place(1, moment, "withdrawn") < 0


@pytest.mark.parametrize("dense", [20, 0])
def test_what_changed_is_found_under_its_new_marks_only(record, monkeypatch, dense):
    monkeypatch.setattr(walks, "DENSE", dense)
    text = CommitmentVersion.objects.get(commitment=record[1])
    assert keys(year="2027", language=text.language, country=("DE",)) == [record[1].pk]
    CommitmentVersion.objects.filter(pk=text.pk).update(language="fr")
    index_commitments([record[1].pk])
    assert keys(language=text.language, country=("DE",)) == []
    assert keys(language="fr", country=("DE", "AT")) == [record[1].pk]
    SearchEntry.objects.all().delete()
    assert keys(language="fr") == keys() == []


def test_words_are_no_marks_and_marks_no_words(record):
    assert keys(country=("AT",)) != []
    assert keys(q="country0at") == keys(q="country") == keys(q="#country0at") == []


def test_a_withdrawn_text_takes_no_room_in_the_list(record, administrator):
    make_role(administrator, record[0].city, "approver")
    assert len(found_places(Search(q="every"), 20)) == 1
    withdraw(commitment=record[0], by=administrator, reason="The house was sold.")
    for wanted in (Search(q="every"), Search(), Search(country=("AT",)), Search(progress=("done",), q="every")):
        for by_name in (False, True):
            places = found_places(wanted, 20, by_name=by_name)
            assert len(rows_at(places, "en")) == len(places)
            assert record[0].pk not in [row.pk for row in rows_at(places, "en")]
