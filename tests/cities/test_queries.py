import pytest
from django.utils import timezone

from cities import queries
from cities.actions import invite
from cities.models import JoinRequest, Place
from cities.queries import documents
from core.access import Hidden
from review.queries import visible_items
from tests.factories import make_city, make_conflict, make_join_request, make_place, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def vienna():
    return make_place("Vienna", local_name="Wien", names=("Bécs", "Βιέννη"), population=1_900_000)


def names(q, **options):
    return [place.name for place in queries.find_places(q, **options)]


# --- The picker ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "q", ["Vienna", "wien", "WIEN", "  Wien ", "wi", "Becs", "bécs", "βιεννη", "Βιέ", "Wien, Austria"]
)
def test_a_place_is_found_by_any_name(vienna, q):
    assert names(q) == ["Vienna"]


def test_the_country_is_shown(vienna):
    assert queries.find_places("wien")[0].country_name == "Austria"


def test_larger_places_come_first_but_an_exact_name_before_them():
    make_place("Lundo", population=900)
    make_place("Lund", population=100)
    make_place("Lundby", population=500)
    make_place("London", population=9_000_000, names=("Lund", "Lunden"))

    assert names("Lund") == ["Lund", "Lundo", "Lundby", "London"]


def test_the_middle_of_a_name_is_searched_only_when_nothing_starts_so():
    make_place("Wiener Neustadt")
    make_place("Neustadt")

    assert names("neustadt") == ["Neustadt"]
    assert sorted(names("eustad")) == ["Neustadt", "Wiener Neustadt"]


def test_parts_of_larger_places_are_left_out(vienna):
    make_place("Wieden", part_of_id=vienna.pk)

    assert names("wie") == ["Vienna"]


def test_the_answer_is_bounded():
    for number in range(60):
        make_place(f"Neustadt {number}")

    assert len(names("neu")) == 8
    assert len(names("neu", limit=3)) == 3
    assert len(names("neu", limit=10_000)) == 50
    assert len(names("neu", limit=-1)) == 1


@pytest.mark.parametrize(
    "q", ["", " ", "w", "%", "__", "\x00", "\ud800", "wi\x00", "a" * 100_000, "'; DROP TABLE", "\\", "🏙️🏙️🏙️", "-", "١٢٣"]
)
def test_hostile_words_find_nothing_and_break_nothing(vienna, q):
    assert names(q) in ([], ["Vienna"])


def test_signs_of_the_database_are_no_wildcards():
    make_place("Graz")

    assert names("gr%z") == names("gr_z") == names("g\\az") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_hit_costs_one_query_and_a_miss_two(django_assert_num_queries, rows):
    for number in range(rows):
        make_place(f"Graz {number}", names=("Gradec",))

    with django_assert_num_queries(1):
        assert len(names("gra")) == rows
    with django_assert_num_queries(2):
        assert names("zzz") == []
    with django_assert_num_queries(0):
        assert names("g") == []


def test_the_administration_searches_the_same_names(vienna):
    assert list(queries.places_named(Place.objects.all(), "Bec")) == [vienna]
    assert not queries.places_named(Place.objects.all(), "---").exists()


def test_a_place_to_join_for(vienna):
    part = make_place("Wieden", part_of_id=vienna.pk)

    assert queries.place_for_join(vienna.pk) == vienna
    assert queries.place_for_join(part.pk) is None
    assert queries.place_for_join(10**30) is None


# --- The desk -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["official", "approver", "administrator"])
def test_a_citys_desk_opens_for_its_people_and_administrators(request, city, who):
    assert queries.city_for_desk(request.getfixturevalue(who), city.slug) == city


@pytest.mark.parametrize("who", ["other_official", "resident", "reviewer", "decider"])
@pytest.mark.parametrize("slug", ["at-arden", "at-nowhere"])
def test_for_others_it_is_as_if_it_did_not_exist(request, city, who, slug):
    with pytest.raises(Hidden):
        queries.city_for_desk(request.getfixturevalue(who), slug)


def test_the_cities_of_a_person(official, city, other_city):
    make_role(official, other_city, ended_at=timezone.now())

    assert list(queries.cities_of(official)) == [city]


@pytest.mark.parametrize("rows", [1, 3])
def test_members_and_invitations_cost_two_queries(django_assert_num_queries, city, approver, rows):
    for number in range(rows):
        make_role(make_user(f"Member {number}"), city, given_by=approver)
        invite(city=city, email=f"guest{number}@arden.example", role="editor", by=approver)
    make_role(make_user("Former"), city, ended_at=timezone.now())

    with django_assert_num_queries(2):
        members = [f"{role.user} {role.given_by}" for role in queries.members_of(city)]
        invitations = [f"{row.email} {row.invited_by}" for row in queries.open_invitations(city)]
    assert len(members) == rows + 1
    assert members[0].startswith("Pau Approver")
    assert len(invitations) == rows


def test_a_used_or_revoked_invitation_is_not_open(city, approver):
    for number, field in enumerate(["used_at", "revoked_at"]):
        invitation, _token = invite(city=city, email=f"g{number}@arden.example", role="editor", by=approver)
        setattr(invitation, field, timezone.now())
        invitation.save()

    assert not queries.open_invitations(city).exists()


def test_the_link_of_an_invitation_opens_it(city, approver):
    invitation, token = invite(city=city, email="g@arden.example", role="editor", by=approver)

    assert queries.invitation_for(token) == invitation
    for wrong in ("", "x", invitation.token_hash, "\x00", "\ud800"):
        with pytest.raises(Hidden):
            queries.invitation_for(wrong)


# --- Requests to join ---------------------------------------------------------------------------------


def visible(user):
    return queries.visible_join_requests(JoinRequest.objects.order_by("pk"), user)


@pytest.mark.parametrize("who", ["resident", "official", "approver"])
def test_the_list_is_empty_for_others(request, who):
    make_join_request(make_user())

    assert not visible(request.getfixturevalue(who)).exists()


def test_a_hard_conflict_hides_requests_for_that_city_and_its_place(reviewer):
    place = make_place("Graz")
    city = make_city(place=place)
    make_join_request(make_user(), place=place)
    make_join_request(make_user(), city=city)
    other = make_join_request(make_user())
    assert visible(reviewer).count() == visible_items(reviewer).count() == 3

    make_conflict(reviewer, city)

    assert list(visible(reviewer)) == [other]
    assert [item.object_id for item in visible_items(reviewer)] == [other.pk]


def test_a_soft_conflict_hides_nothing(reviewer):
    place = make_place("Graz")
    make_join_request(make_user(), place=place)
    make_conflict(reviewer, make_city(place=place), kind="soft")

    assert visible(reviewer).count() == 1


def test_the_page_of_a_request_is_the_applicants(resident, official, administrator):
    asked = make_join_request(resident)

    assert queries.join_request_for_desk(resident, asked.pk) == asked
    for person in (official, administrator):
        with pytest.raises(Hidden):
            queries.join_request_for_desk(person, asked.pk)
    with pytest.raises(Hidden):
        queries.join_request_for_desk(resident, 10**30)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("administrator", True), ("reviewer", True), ("decider", True), ("official", False), ("other_official", False)],
)
def test_who_reads_the_document_of_a_request(request, resident, who, sees):
    asked = make_join_request(resident)
    person = request.getfixturevalue(who)

    if sees:
        assert documents.join_request_with_document(person, asked.pk) == asked
    else:
        with pytest.raises(Hidden):
            documents.join_request_with_document(person, asked.pk)


# --- Conflicts ----------------------------------------------------------------------------------------


def test_open_declarations_of_a_person(reviewer, other_reviewer, city, other_city):
    mine = make_conflict(reviewer, city)
    make_conflict(other_reviewer, city)
    withdrawn = make_conflict(reviewer, other_city)
    withdrawn.withdrawn_at = timezone.now()
    withdrawn.save()

    assert list(queries.conflicts_of(reviewer)) == [mine]
