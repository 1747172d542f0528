"""/data/v1/cities: filters, pages, records."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.models import City, CityFact
from opendata.schemas import CityOut, CityPage
from tests.factories import make_city, make_label


def slugs(reply):
    return [row["slug"] for row in reply["results"]]


def test_a_city_says_what_it_is_and_where_the_entry_comes_from(get):
    make_city(
        "Graz",
        slug="at-graz",
        origin="compiled",
        membership="none",
        source_url="https://example.org/graz",
        joined_on=None,
    )

    row = get("/v1/cities")["results"][0]

    assert (row["slug"], row["name"], row["country"]) == ("at-graz", "Graz", "AT")
    assert row["origin"] == "compiled"
    assert row["origin_text"] == "compiled from public sources, not submitted by the city"
    assert row["source_url"] == "https://example.org/graz"
    assert row["membership_text"] == "Listed from public sources"
    assert row["url"] == "http://127.0.0.1:8000/en/cities/at-graz/"
    assert row["data_url"] == "http://127.0.0.1:8000/data/v1/cities/at-graz"
    assert row["label"] is None


def test_hidden_cities_are_not_there(get):
    make_city(slug="at-hidden", is_public=False)

    assert slugs(get("/v1/cities")) == []
    get("/v1/cities/at-hidden", expect=404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "SE"}, ["se-malmo"]),
        ({"country": "el"}, ["gr-athina"]),
        ({"membership": "interested"}, ["se-malmo"]),
        ({"q": "malmo"}, ["se-malmo"]),
        ({"q": "MALMÖ"}, ["se-malmo"]),
        ({"q": "Αθήνα"}, ["gr-athina"]),
        ({"q": "%"}, []),
        ({"country": "AT"}, []),
    ],
)
def test_filters(get, query, found):
    make_city("Malmö", slug="se-malmo", country="SE", membership="interested")
    make_city("Athens", slug="gr-athina", country="GR", local_name="Αθήνα")

    assert slugs(get("/v1/cities", **query)) == found


def test_updated_since_keeps_what_changed_at_or_after(get):
    now = timezone.now()
    old, new = make_city(), make_city()
    City.objects.filter(pk=old.pk).update(changed_at=now - dt.timedelta(days=9))

    assert slugs(get("/v1/cities", updated_since=(now - dt.timedelta(days=1)).isoformat())) == [new.slug]
    assert len(slugs(get("/v1/cities", updated_since=(now - dt.timedelta(days=30)).date().isoformat()))) == 2


@pytest.mark.parametrize("order", ["name", "changed", "-changed"])
def test_pages_follow_one_another_without_gap_or_repeat(get, order):
    moment = timezone.now()
    for n in range(7):
        city = make_city("Same name" if n % 2 else f"Name {n}")
        # Equal times too: the primary key decides.
        City.objects.filter(pk=city.pk).update(changed_at=moment - dt.timedelta(hours=n // 3))

    seen, cursor = [], ""
    while cursor is not None:
        reply = get("/v1/cities", order=order, limit=2, cursor=cursor)
        seen += slugs(reply)
        cursor = reply["next_cursor"]

    everything = get("/v1/cities", order=order)
    assert seen == slugs(everything)
    assert len(seen) == 7
    assert everything["next"] is None


def test_the_address_of_the_next_page_keeps_the_filters(get, client):
    for _ in range(3):
        make_city(country="SE")

    following = get("/v1/cities", country="SE", limit=2)["next"]

    assert following.startswith("http://127.0.0.1:8000/data/v1/cities?")
    assert len(client.get(following.removeprefix("http://127.0.0.1:8000")).json()["results"]) == 1


@pytest.mark.parametrize(("days", "status"), [(30, "valid"), (0, "valid"), (-1, "expired")])
def test_the_label_is_shown_with_what_it_is_today(get, city, days, status):
    today = timezone.localdate()
    label = make_label(
        city=city, granted_on=today - dt.timedelta(days=400), valid_until=today + dt.timedelta(days=days)
    )

    shown = get(f"/v1/cities/{city.slug}")["label"]

    assert (shown["code"], shown["status"]) == (label.code, status)
    assert shown["awarded_by"] == "the label programme"
    assert shown["url"].endswith(f"/en/labels/{label.code}/")


def test_switched_off_the_label_is_not_in_the_data(get, city, settings):
    make_label(city=city)
    settings.LABEL_ENABLED = False

    assert get(f"/v1/cities/{city.slug}")["label"] is None


def test_a_record_holds_what_public_sources_say(get, city):
    CityFact.objects.create(city=city, kind="network", title="A network of cities", since=2010)

    record = get(f"/v1/cities/{city.slug}")

    assert record["facts"] == [
        {"kind": "network", "title": "A network of cities", "since": 2010, "element": "", "note": "", "source_url": ""}
    ]
    assert record["commitments_url"].endswith(f"/data/v1/commitments?city={city.slug}")


def test_internal_columns_never_leave(get, city):
    City.objects.filter(pk=city.pk).update(email_domains=["arden.example"])

    assert "arden.example" not in str(get(f"/v1/cities/{city.slug}"))


def test_replies_are_what_the_schema_declares(get, city):
    make_label(city=city)
    CityFact.objects.create(city=city, kind="network", title="A network of cities")
    make_city("Bare", lat=None, lon=None, population=None, joined_on=None)

    CityPage.model_validate(get("/v1/cities"))
    CityOut.model_validate(get(f"/v1/cities/{city.slug}"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_two_queries_and_a_record_four(get, rows, django_assert_num_queries):
    for _ in range(rows):
        city = make_city()
        make_label(city=city)

    with django_assert_num_queries(2):
        get("/v1/cities")
    with django_assert_num_queries(4):
        get(f"/v1/cities/{city.slug}")
