import pytest
from django.core.exceptions import ValidationError

from cities.actions import StaleEdit, edit_identity, edit_profile
from cities.models import City
from core import audit
from core.models import AuditEvent
from review.workflow import NotAllowed, Stale
from tests.factories import make_place
from tests.races import run_at_once

pytestmark = pytest.mark.django_db

TEXTS = {
    "language": "de",
    "about": "We promise and report.",
    "website": "https://www.arden.example",
    "office": "Equality unit",
    "contact_email": "rights@arden.example",
    "complaints_url": "https://www.arden.example/complaints",
}

EMPTY = dict.fromkeys(TEXTS, "") | {"language": "de"}


def saved(city, by, *, revision=None, **changes):
    return edit_profile(city=city, by=by, revision=city.revision if revision is None else revision, **TEXTS | changes)


@pytest.mark.parametrize("who", ["official", "approver", "administrator"])
def test_the_citys_people_and_administrators_edit_the_profile(request, city, who):
    changed = city.changed_at

    city = saved(city, request.getfixturevalue(who))

    city.refresh_from_db()
    assert {name: getattr(city, name) for name in TEXTS} == TEXTS
    assert city.revision == 2
    assert city.changed_at > changed


@pytest.mark.parametrize("who", ["other_official", "resident", "reviewer", "decider"])
def test_nobody_else_does(request, city, who):
    with pytest.raises(NotAllowed):
        saved(city, request.getfixturevalue(who))


def test_only_what_changed_is_logged(city, official):
    city = saved(city, official)
    saved(city, official, office="New unit")

    event = AuditEvent.objects.filter(action="edit_profile").first()
    assert event.data == {"before": {"office": "Equality unit"}, "after": {"office": "New unit"}}
    assert event.scope == f"cities.city:{city.pk}"


def test_saving_without_a_change_writes_nothing(city, official):
    city = saved(city, official)
    changed = city.changed_at
    city = saved(city, official)

    assert (city.revision, city.changed_at) == (2, changed)
    assert AuditEvent.objects.filter(action="edit_profile").count() == 1


def test_a_stale_save_overwrites_nothing_and_carries_what_is_there(city, official, approver):
    old = City.objects.get(pk=city.pk)
    saved(city, approver, about="The approver's text.")

    with pytest.raises(StaleEdit) as error:
        saved(old, official, about="The editor's text.")
    assert error.value.current.about == "The approver's text."
    assert error.value.current.revision == 2
    city.refresh_from_db()
    assert city.about == "The approver's text."


def test_a_wrong_revision_is_stale_even_without_a_change(city, official):
    with pytest.raises(Stale):
        edit_profile(city=city, by=official, revision=99, **EMPTY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("website", "http://127.0.0.1/"),
        ("complaints_url", "https://user:password@arden.example/"),
        ("contact_email", "rights@ardеn.example"),
        ("office", "x" * 201),
        ("about", "x" * 3001),
        ("language", ""),
        ("language", "xx"),
        ("about", "a\x00b"),
        ("office", "\ud800"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(city, official, field, value):
    with pytest.raises(ValidationError) as error:
        saved(city, official, **{field: value})
    assert list(error.value.message_dict) == [field]
    assert not AuditEvent.objects.filter(action="edit_profile").exists()


def test_everything_may_be_empty(city, official):
    assert saved(city, official, **EMPTY).about == ""


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_from_the_same_page_one_wins(city, approver):
    outcomes = run_at_once(
        *[lambda n=n: saved(City.objects.get(pk=city.pk), approver, revision=1, about=f"Text {n}") for n in range(12)]
    )

    assert sum(isinstance(outcome, City) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes if not isinstance(outcome, City)} == {StaleEdit}
    city.refresh_from_db()
    assert city.revision == 2
    assert list(audit.verify()) == []


# --- Name, country, codes, domains --------------------------------------------------------------------


def renamed(city, by, **changes):
    values = {
        "revision": city.revision,
        "name": "Arden",
        "local_name": "",
        "country": "AT",
        "region": "Styria",
        "place": None,
        "email_domains": [],
    }
    return edit_identity(city=city, by=by, **values | changes)


def test_an_administrator_changes_what_names_a_city_but_not_its_address(city, administrator):
    place = make_place("Ardenne")
    city = renamed(city, administrator, name="Ardenne", country="BE", place=place, email_domains=["@Arden.be"])

    city.refresh_from_db()
    assert (city.name, city.country, city.place, city.email_domains) == ("Ardenne", "BE", place, ["arden.be"])
    assert city.slug == "at-arden"
    event = AuditEvent.objects.get(action="edit_identity")
    assert event.data["before"] == {"name": "Arden", "country": "AT", "place": None, "email_domains": []}
    assert event.data["after"]["place"] == place.pk


@pytest.mark.parametrize("who", ["official", "approver", "reviewer", "decider", "resident"])
def test_nobody_else_changes_it(request, city, who):
    with pytest.raises(NotAllowed):
        renamed(city, request.getfixturevalue(who), name="Mine")


def test_two_cities_do_not_share_a_place(city, other_city, administrator):
    place = make_place()
    renamed(city, administrator, place=place)

    with pytest.raises(ValidationError) as error:
        renamed(other_city, administrator, place=place)
    assert list(error.value.message_dict) == ["place"]


@pytest.mark.parametrize("changes", [{"name": ""}, {"country": "ZZ"}, {"email_domains": ["gmail.com"]}])
def test_wrong_values_are_refused(city, administrator, changes):
    with pytest.raises(ValidationError):
        renamed(city, administrator, **changes)


def test_a_stale_change_is_refused(city, administrator):
    with pytest.raises(StaleEdit):
        renamed(city, administrator, revision=0, name="Other")
