"""/data/v1/places: the type-ahead of the picker."""

import pytest

from opendata.schemas import PlaceList
from tests.factories import make_place


def test_places_are_found_without_accents_and_by_their_local_name(get):
    make_place("Vienna", local_name="Wien", names=("Wien",), geonames_id=2761369, region="Vienna")

    for q in ("wie", "VIEN", "vienna"):
        reply = get("/v1/places", q=q)
        assert reply["results"] == [
            {
                "geonames_id": 2761369,
                "name": "Vienna",
                "name_local": "Wien",
                "region": "Vienna",
                "country": "AT",
                "label": "Vienna, Vienna, Austria",
            }
        ]
        PlaceList.model_validate(reply)


def test_the_list_is_bounded(get):
    for n in range(12):
        make_place(f"Neustadt {n}")

    assert len(get("/v1/places", q="neu")["results"]) == 8
    assert len(get("/v1/places", q="neu", limit=3)["results"]) == 3
    get("/v1/places", q="neu", limit=21, expect=422)


@pytest.mark.parametrize("q", ["", " ", "%", "_", "zzzz", "'; drop table", "\u202e", "x" * 100])
def test_odd_questions_find_nothing(get, q):
    make_place("Graz")

    assert get("/v1/places", q=q)["results"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_question_costs_at_most_two_queries(get, rows, django_assert_max_num_queries):
    for n in range(rows):
        make_place(f"Graz {n}")

    with django_assert_max_num_queries(2):
        assert len(get("/v1/places", q="graz")["results"]) == rows
