"""The team: list, invite, send again, take back, change roles, remove, accept."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import end_role, invite
from cities.models import CityRole, Invitation
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_role, make_user
from tests.pages import read

pytestmark = pytest.mark.django_db
MEMBERS = "/en/desk/city/at-arden/members/"
INVITE = f"{MEMBERS}invite/"


@pytest.fixture
def invited(city, approver, resident):
    """An open invitation for the resident, with its token."""
    return invite(city=city, email=resident.email, role="editor", by=approver)


def test_everybody_of_the_city_is_listed_with_their_role(official, approver, client_of):
    page = text_of(client_of(official).get(MEMBERS))
    assert "Edda Official" in page
    assert "Pau Approver" in page
    assert "Approvers invite people and change roles." in page
    assert "Change role" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(approver, city, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_role(make_user(), city, "editor")
        invite(city=city, email=make_user().email, role="editor", by=approver)
    client = client_of(approver)
    client.get(MEMBERS)
    with django_assert_num_queries(6):
        client.get(MEMBERS)


def test_an_approver_invites_by_mail(approver, city, client_of, mailoutbox):
    client = client_of(approver)
    response = fill(client, INVITE, email="Nova@Arden.example", role="editor")
    assert response.url == MEMBERS
    assert Invitation.objects.get().email == "nova@arden.example"
    assert mailoutbox[0].to == ["nova@arden.example"]
    assert "We sent an invitation to nova@arden.example." in text_of(client.get(MEMBERS))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "", "role": "editor"}, "Enter an e-mail address."),
        ({"email": "nova@arden", "role": "editor"}, "Enter an e-mail address, such as"),
        ({"email": "nova@arden.example", "role": ""}, "Choose a role."),
        ({"email": "nova@arden.example", "role": "mayor"}, "Choose one of the options."),
        ({"email": "edda@arden.example", "role": "editor"}, "This person already acts for the city."),
        ({"email": "pau@arden.example", "role": "editor"}, "Nobody appoints themselves."),
    ],
)
def test_faults_of_an_invitation_are_told_in_words(approver, official, client_of, typed, words):
    page = text_of(fill(client_of(approver), INVITE, **typed))
    assert words in page
    assert typed["email"] in page
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_taken_back(approver, invited, client_of):
    invitation, _token = invited
    client = client_of(approver)
    before = invitation.token_hash
    client.post(reverse("desk:invitation_resend", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.token_hash != before
    client.post(reverse("desk:invitation_revoke", args=[invitation.pk]))
    client.post(reverse("desk:invitation_revoke", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert "Invitations</h2>" not in text_of(client.get(MEMBERS))


def test_a_role_is_changed(approver, official, city, client_of):
    held = CityRole.objects.get(user=official)
    client = client_of(approver)
    fill(client, reverse("desk:role_change", args=[held.pk]), role="approver")
    assert CityRole.objects.current().get(user=official).role == "approver"


def test_somebody_is_removed_after_one_question(approver, official, client_of):
    held = CityRole.objects.get(user=official)
    client, url = client_of(approver), reverse("desk:role_remove", args=[held.pk])
    assert "Remove Edda Official from the team?" in text_of(client.get(url))
    assert client.post(url).url == MEMBERS
    held.refresh_from_db()
    assert held.ended_at


def test_the_last_approver_stays(approver, client_of):
    held = CityRole.objects.get(user=approver)
    client = client_of(approver)
    response = client.post(reverse("desk:role_remove", args=[held.pk]), follow=True)
    assert "This is the last approver of the city." in text_of(response)
    held.refresh_from_db()
    assert held.ended_at is None


def test_an_approver_who_leaves_lands_on_the_tasks(approver, city, client_of):
    make_role(make_user(), city, "approver")
    held = CityRole.objects.get(user=approver)
    response = client_of(approver).post(reverse("desk:role_remove", args=[held.pk]))
    assert response.url == reverse("desk:dashboard")


def test_the_invited_person_reads_first_and_accepts_by_a_click(resident, invited, client_of):
    _invitation, token = invited
    client, url = client_of(resident), reverse("desk:invitation", args=[token])
    page = text_of(client.get(url))
    assert "Pau Approver invites you as an <b>editor</b> of Arden." in page
    assert not CityRole.objects.filter(user=resident).exists()
    response = client.post(url, follow=True)
    assert "Welcome. You act for Arden now." in text_of(response)
    assert CityRole.objects.get(user=resident).role == "editor"


def test_a_second_click_says_that_it_was_used(resident, invited, client_of):
    client, url = client_of(resident), reverse("desk:invitation", args=[invited[1]])
    client.post(url)
    response = client.post(url)
    assert response.status_code == 409
    assert "This invitation was used already." in text_of(response)


def test_another_account_is_told_to_change_the_account(official, invited, client_of):
    client, url = client_of(official), reverse("desk:invitation", args=[invited[1]])
    assert "was sent to another e-mail address than edda@arden.example" in text_of(client.get(url))
    assert client.post(url).status_code == 403
    assert invited[0].used_at is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_at": timezone.now() - dt.timedelta(days=1)}, "This invitation has expired."),
        ({"revoked_at": timezone.now()}, "The city took this invitation back."),
    ],
)
def test_an_invitation_that_is_over_says_why(resident, invited, client_of, change, words):
    Invitation.objects.update(**change)
    client, url = client_of(resident), reverse("desk:invitation", args=[invited[1]])
    assert words in text_of(client.get(url))
    assert client.post(url).status_code == 409
    assert not CityRole.objects.filter(user=resident).exists()


def test_an_unknown_token_is_not_found(resident, client_of):
    assert client_of(resident).get(reverse("desk:invitation", args=["x" * 43])).status_code == 404


def test_the_link_survives_the_sign_in(invited, visitor):
    url = reverse("desk:invitation", args=[invited[1]])
    assert visitor.get(url).url == f"{reverse('account_login')}?next={url}"


def test_a_decider_reads_and_an_administrator_manages(decider, administrator, official, client_of):
    assert "Change role" not in text_of(client_of(decider).get(MEMBERS))
    assert "Change role" in text_of(client_of(administrator).get(MEMBERS))


def test_an_approver_who_lost_the_role_a_moment_ago_changes_nothing(approver, official, city, client_of, monkeypatch):
    """The view looked before the lock; what counts is what stands behind it."""
    make_role(make_user(), city, "approver")
    held = CityRole.objects.get(user=official)

    def looked_earlier(user, pk):
        assert user.city_roles  # read for this request
        CityRole.objects.filter(user=approver).update(ended_at=timezone.now())
        return CityRole.objects.select_related("city", "user").get(pk=pk)

    monkeypatch.setattr("desk.views.members.role_to_manage", looked_earlier)
    assert client_of(approver).post(reverse("desk:role_remove", args=[held.pk])).status_code == 403
    held.refresh_from_db()
    assert held.ended_at is None


# --- Handing over, leaving, and who works on what -------------------------------------------------------


def test_an_approver_hands_over_in_one_page(approver, official, city, client_of):
    page = f"{MEMBERS}hand-over/"
    client = client_of(approver)
    held = CityRole.objects.get(user=official)
    assert "Choose what you hand over." in text_of(client.post(page, {"person": held.pk}))

    client.post(page, {"person": held.pk, "what": ["focal_point", "approver"]})

    now = {row.user: row.role for row in city.roles.current().select_related("user")}
    assert now == {official: "approver", approver: "editor"}
    assert client.get(page).status_code == 403


def test_alone_there_is_nobody_to_hand_over_to(approver, client_of):
    page = client_of(approver).get(f"{MEMBERS}hand-over/", follow=True)
    assert "Invite a colleague first" in text_of(page)


def test_the_team_sees_who_works_on_what_and_the_office_does_not(official, approver, city, decider, client_of):
    make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    assert "Rights desks" in text_of(client_of(approver).get(MEMBERS))
    assert "Rights desks" not in text_of(client_of(decider).get(MEMBERS))


def test_a_removed_member_is_out_with_the_next_request(official, approver, city, client_of):
    version = make_commitment(city=city, state="draft", author=official).versions.get()
    file = make_evidence(version=version, kind="file", visibility="confidential")
    client = client_of(official)
    code = version.commitment.code
    doors = [
        reverse("desk:commitment", args=[code]),
        reverse("desk:step", args=[code, "promise"]),
        reverse("desk:evidence_file", args=[file.public_id]),
        MEMBERS,
    ]
    form = form_of(client.get(doors[1]), with_field="title")
    assert [read(client, door) for door in doors] == [200, 200, 200, 200]

    end_role(city_role=CityRole.objects.get(user=official), by=approver)

    assert [read(client, door) for door in doors] == [404, 404, 404, 404]
    assert client.post(doors[1], form | {"title": "Too late"}).status_code == 404
    version.refresh_from_db()
    assert version.title != "Too late"
