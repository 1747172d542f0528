import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import invite
from cities.models import CityRole, Conflict, Invitation
from tests.factories import make_conflict, make_role, make_user

pytestmark = pytest.mark.django_db

ROLES = reverse("admin:cities_cityrole_changelist")
INVITATIONS = reverse("admin:cities_invitation_changelist")
CONFLICTS = reverse("admin:cities_conflict_changelist")
DECLARE = reverse("admin:cities_conflict_add")


def words(response):
    return response.content.decode()


# --- Roles and invitations ----------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("decider", 200), ("reviewer", 403)])
def test_who_reads_the_roles(request, client_of, official, who, status):
    response = client_of(request.getfixturevalue(who)).get(ROLES)

    assert response.status_code == status
    assert ("Edda Official" in words(response)) is (status == 200)


def test_ended_roles_are_shown_when_asked_for(client_of, administrator, city):
    make_role(make_user("Former Official"), city, ended_at=timezone.now())
    client = client_of(administrator)

    assert "Former Official" not in words(client.get(ROLES))
    assert "Former Official" in words(client.get(ROLES, {"show": "all"}))


def test_a_hard_conflict_hides_the_people_of_that_city(client_of, decider, official, other_official, city):
    make_conflict(decider, city)

    text = words(client_of(decider).get(ROLES))
    assert "Edda Official" not in text
    assert "Bela Official" in text


def test_roles_are_read_only(client_of, administrator, official):
    role = CityRole.objects.get(user=official)
    client = client_of(administrator)
    url = reverse("admin:cities_cityrole_change", args=[role.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"role": "approver"}).status_code == 403
    role.refresh_from_db()
    assert role.role == "editor"


def test_invitations_are_read_without_the_hash_of_the_token(client_of, administrator, decider, city, approver):
    invitation, _token = invite(city=city, email="gil@arden.example", role="editor", by=approver)
    client = client_of(administrator)
    page = reverse("admin:cities_invitation_change", args=[invitation.pk])

    assert "gil@arden.example" in words(client.get(INVITATIONS))
    assert invitation.token_hash not in words(client.get(page))
    assert client.post(page, {"role": "approver"}).status_code == 403
    assert client_of(decider).get(INVITATIONS).status_code == 403
    assert Invitation.objects.get().role == "editor"


@pytest.fixture(params=[1, 3])
def rows(request, city, approver):
    """One role and invitation, or three."""
    for number in range(request.param):
        make_role(make_user(), city)
        invite(city=city, email=f"g{number}@arden.example", role="editor", by=approver)


@pytest.mark.usefixtures("rows")
def test_lists_cost_the_same_for_one_row_and_three(client_of, administrator, django_assert_num_queries):
    client = client_of(administrator)
    client.get(ROLES)

    with django_assert_num_queries(4):
        client.get(ROLES)
    with django_assert_num_queries(4):
        client.get(INVITATIONS)


# --- Conflicts ----------------------------------------------------------------------------------------


def declare(client, where, **changes):
    return client.post(DECLARE, {"city": str(where.pk), "kind": "hard", "reason": "My sister works there.", **changes})


@pytest.mark.parametrize("who", ["reviewer", "decider"])
def test_a_person_of_the_office_declares_for_themselves(request, client_of, city, who):
    person = request.getfixturevalue(who)

    assert declare(client_of(person), city, user=str(city.pk)).status_code == 302
    conflict = Conflict.objects.get()
    assert (conflict.user, conflict.city, conflict.kind) == (person, city, "hard")
    assert "My sister works there." in words(client_of(person).get(CONFLICTS))


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"kind": "none"}, {"city": "0"}, {"city": "9" * 40}, {"city": "x"}, {"reason": "\u200b"}],
)
def test_wrong_answers_change_nothing(client_of, reviewer, city, changes):
    response = declare(client_of(reviewer), city, **changes)

    assert response.status_code in (200, 302)
    assert not Conflict.objects.exists()


def test_the_same_again_is_told(client_of, reviewer, city):
    declare(client_of(reviewer), city)

    response = declare(client_of(reviewer), city)
    assert response.status_code == 302
    client = client_of(reviewer)
    response = client.post(DECLARE, {"city": str(city.pk), "kind": "hard", "reason": "Again."}, follow=True)
    assert "You have declared this already." in words(response)
    assert Conflict.objects.count() == 1


def test_declarations_of_others_are_not_shown(client_of, reviewer, other_reviewer, city):
    conflict = make_conflict(other_reviewer, city, reason="Private matter")
    client = client_of(reviewer)

    assert "Private matter" not in words(client.get(CONFLICTS))
    assert client.get(reverse("admin:cities_conflict_change", args=[conflict.pk])).status_code in (302, 404)
    client.post(CONFLICTS, {"action": "withdraw", "_selected_action": [conflict.pk]})
    conflict.refresh_from_db()
    assert conflict.withdrawn_at is None


def test_an_own_declaration_is_withdrawn(client_of, reviewer, city):
    conflict = make_conflict(reviewer, city)
    chosen = {"action": "withdraw", "_selected_action": [conflict.pk]}

    response = client_of(reviewer).post(CONFLICTS, chosen, follow=True)

    assert "1 declaration is withdrawn." in words(response)
    conflict.refresh_from_db()
    assert conflict.withdrawn_at


def test_administrators_declare_none(client_of, administrator, city):
    client = client_of(administrator)

    assert client.get(CONFLICTS).status_code == 403
    assert declare(client, city).status_code == 403


def test_a_declaration_is_neither_edited_nor_deleted(client_of, reviewer, city):
    conflict = make_conflict(reviewer, city)
    client = client_of(reviewer)

    assert client.post(reverse("admin:cities_conflict_change", args=[conflict.pk]), {"kind": "soft"}).status_code == 403
    assert client.post(reverse("admin:cities_conflict_delete", args=[conflict.pk]), {"post": "yes"}).status_code == 403
    conflict.refresh_from_db()
    assert conflict.kind == "hard"
