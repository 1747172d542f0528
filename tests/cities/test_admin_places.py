import pytest
from django.urls import reverse

from cities.models import City, CityFact, Place
from core.models import AuditEvent
from tests.factories import make_city, make_place

pytestmark = pytest.mark.django_db


def change(row):
    return reverse(f"admin:cities_{row._meta.model_name}_change", args=[row.pk])


def words(response):
    return response.content.decode()


def typed(client, city, **changes):
    """Save the form as a browser would, with some answers changed."""
    form = client.get(change(city)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in (values | changes).items() if value is not None}
    return client.post(change(city), values)


# --- Places -------------------------------------------------------------------------------------------


def test_the_gazetteer_is_searched_by_any_name_and_never_changed(client_of, administrator):
    vienna = make_place("Vienna", local_name="Wien", names=("Bécs",))
    make_place("Graz")
    client = client_of(administrator)

    text = words(client.get(reverse("admin:cities_place_changelist"), {"q": "becs"}))
    assert "Vienna" in text
    assert "Graz" not in text
    assert client.get(change(vienna)).status_code == 200
    assert client.post(change(vienna), {"name": "X"}).status_code == 403
    assert client.get(reverse("admin:cities_place_add")).status_code == 403
    assert Place.objects.filter(name="Vienna").exists()


@pytest.mark.parametrize("q", ["%", "'", "9" * 5000, "---", "w", "💥"])
def test_hostile_words_never_break_the_search(client_of, administrator, q):
    make_place("Graz")

    assert client_of(administrator).get(reverse("admin:cities_place_changelist"), {"q": q}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("make", [make_place, make_city])
def test_lists_cost_the_same_for_one_row_and_three(client_of, administrator, django_assert_num_queries, make, rows):
    made = [make() for _number in range(rows)]
    listed = reverse(f"admin:cities_{made[0]._meta.model_name}_changelist")
    client = client_of(administrator)
    client.get(listed)

    with django_assert_num_queries(5):
        client.get(listed)


# --- Cities -------------------------------------------------------------------------------------------


def test_an_administrator_keeps_name_country_place_and_domains(client_of, administrator, city):
    place = make_place("Arden")
    response = typed(
        client_of(administrator),
        city,
        name="Ardenne",
        country="BE",
        place=str(place.pk),
        email_domains="@Arden.be\n\n arden.example ",
    )

    assert response.status_code == 302
    city.refresh_from_db()
    assert (city.name, city.country, city.place) == ("Ardenne", "BE", place)
    assert city.email_domains == ["arden.be", "arden.example"]
    event = AuditEvent.objects.get(action="edit_identity")
    assert event.data["before"]["name"] == "Arden"


def test_membership_and_address_are_not_in_the_form(client_of, administrator, city):
    typed(client_of(administrator), city, membership="none", slug="x", origin="sample", name="Ardenne")

    city.refresh_from_db()
    assert (city.name, city.membership, city.slug, city.origin) == ("Ardenne", "committed", "at-arden", "city")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"name": ""}, "required"),
        ({"name": "\u200b"}, "Write the city&#x27;s name."),
        ({"country": "ZZ"}, "ZZ is not one of the available choices"),
        ({"place": "0"}, "valid"),
        ({"place": "9" * 40}, "valid"),
        ({"email_domains": "gmail.com"}, "public mail provider"),
        ({"email_domains": "grаz.at"}, "mixes alphabets"),
    ],
)
def test_wrong_answers_are_told_and_kept(client_of, administrator, city, answer, told):
    response = typed(client_of(administrator), city, **answer)

    assert response.status_code == 200
    assert told in words(response)
    city.refresh_from_db()
    assert city.revision == 1


def test_two_cities_do_not_share_a_place(client_of, administrator, city):
    place = make_place()
    make_city(place=place)

    response = typed(client_of(administrator), city, place=str(place.pk))
    assert response.status_code == 200
    assert "already exists" in words(response)


def test_an_old_page_overwrites_nothing(client_of, administrator, city):
    client = client_of(administrator)
    City.objects.filter(pk=city.pk).update(revision=5)

    response = typed(client, city, name="Mine", opened_at="1")
    assert "Somebody else changed this city" in words(response)
    city.refresh_from_db()
    assert city.name == "Arden"


@pytest.mark.parametrize("who", ["reviewer", "decider"])
def test_other_staff_look_only(request, client_of, city, who):
    CityFact.objects.create(city=city, kind="network", title="Network of cities", source_url="https://example.org/")
    client = client_of(request.getfixturevalue(who))

    assert "Network of cities" in words(client.get(change(city)))
    assert client.post(change(city), {"name": "Mine"}).status_code == 403


def test_cities_are_neither_added_nor_deleted_here(client_of, administrator, city):
    client = client_of(administrator)

    assert client.get(reverse("admin:cities_city_add")).status_code == 403
    assert client.post(reverse("admin:cities_city_delete", args=[city.pk]), {"post": "yes"}).status_code == 403
    assert City.objects.filter(pk=city.pk).exists()
