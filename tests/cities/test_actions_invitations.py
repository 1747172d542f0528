import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from cities.actions import accept_invitation, end_role, invite, resend_invitation, revoke_invitation
from cities.models import CityRole, Invitation
from cities.rules import role_in
from core.access import Hidden, Refused
from core.models import AuditEvent, OutboxMail
from core.tokens import hash_token
from review.models import Deadline
from review.workflow import NotAllowed, Stale
from tests.factories import make_role, make_user
from tests.mails import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    """The person who is invited; has an account already."""
    return make_user("Gil Guest", email="gil@arden.example")


@pytest.fixture
def invited(city, approver):
    """An open invitation of `guest` as editor, and its token."""
    return invite(city=city, email="gil@arden.example", role="editor", by=approver)


# --- Inviting -----------------------------------------------------------------------------------------


def test_the_token_is_in_the_mail_and_only_its_hash_in_the_table(invited, city):
    invitation, token = invited

    assert invitation.token_hash == hash_token(token)
    assert token not in str(Invitation.objects.values().get())
    mail = OutboxMail.objects.get(name="invitation")
    assert mail.recipients == ["gil@arden.example"]
    assert f"/desk/invitations/{token}/" in as_read(mail)
    assert f"/desk/invitations/{token}/" in as_read(mail, "html")
    assert token not in mail.text + mail.html
    assert city.name in mail.subject


def test_the_token_is_not_in_the_log(invited, city):
    event = AuditEvent.objects.get(action="invite")

    assert event.scope == f"cities.city:{city.pk}"
    assert event.data == {"email": "gil@arden.example", "role": "editor"}


def test_an_invitation_lasts_as_long_as_its_deadline_says(city, approver):
    Deadline.objects.create(key="invitation", days=3)
    invitation, _token = invite(city=city, email="a@arden.example", role="editor", by=approver)

    left = invitation.expires_at - timezone.now()
    assert dt.timedelta(days=2, hours=23) < left <= dt.timedelta(days=3)


@pytest.mark.parametrize("who", ["approver", "administrator"])
@pytest.mark.parametrize("role", ["editor", "approver"])
def test_approvers_and_administrators_invite(request, city, who, role):
    invitation, _token = invite(city=city, email="a@arden.example", role=role, by=request.getfixturevalue(who))

    assert invitation.role == role


@pytest.mark.parametrize("who", ["official", "other_official", "resident", "reviewer", "decider"])
def test_nobody_else_invites(request, city, who):
    with pytest.raises(NotAllowed):
        invite(city=city, email="a@arden.example", role="editor", by=request.getfixturevalue(who))


def test_an_approver_of_another_city_does_not(city, other_city, resident):
    make_role(resident, other_city, "approver")

    with pytest.raises(NotAllowed):
        invite(city=city, email="a@arden.example", role="editor", by=resident)


def test_nobody_invites_themselves(city, approver):
    EmailAddress.objects.create(user=approver, email="Second@arden.example", verified=True)

    for email in (approver.email, approver.email.upper(), "second@ARDEN.example"):
        with pytest.raises(ValidationError, match="Nobody appoints themselves"):
            invite(city=city, email=email, role="approver", by=approver)


def test_a_member_is_not_invited_again(city, approver, official):
    with pytest.raises(ValidationError, match="already acts"):
        invite(city=city, email=official.email.upper(), role="approver", by=approver)


@pytest.mark.parametrize("email", ["", "gil", "gil@ardеn.example", "a\x00@b.at", "gil@\ud800.at", None, "x" * 5000])
def test_a_wrong_address_is_refused(city, approver, email):
    with pytest.raises(ValidationError) as error:
        invite(city=city, email=email, role="editor", by=approver)
    assert list(error.value.message_dict) == ["email"]


@pytest.mark.parametrize("role", ["", "administrator", "Editor", None, "\x00"])
def test_a_wrong_role_is_refused(city, approver, role):
    with pytest.raises(ValidationError) as error:
        invite(city=city, email="a@arden.example", role=role, by=approver)
    assert list(error.value.message_dict) == ["role"]


def test_one_open_invitation_for_an_address(invited, city, approver):
    with pytest.raises(ValidationError, match="already has an open invitation"):
        invite(city=city, email="GIL@arden.example", role="approver", by=approver)
    assert Invitation.objects.count() == 1


def test_an_expired_invitation_makes_room(invited, city, approver):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    invite(city=city, email="gil@arden.example", role="editor", by=approver)
    assert Invitation.objects.open().count() == 1


# --- Accepting ----------------------------------------------------------------------------------------


def test_the_invited_person_gets_the_role(invited, guest, city, approver):
    _invitation, token = invited

    role = accept_invitation(token=token, by=guest)

    assert (role.city, role.user, role.role, role.given_by) == (city, guest, "editor", approver)
    assert role_in(guest, city) == "editor"
    assert Invitation.objects.get().used_at
    event = AuditEvent.objects.get(action="accept_invitation")
    assert event.scope == f"cities.city:{city.pk}"


def test_an_invitation_works_once(invited, guest):
    _invitation, token = invited
    accept_invitation(token=token, by=guest)

    with pytest.raises(Stale):
        accept_invitation(token=token, by=guest)
    assert CityRole.objects.filter(user=guest).count() == 1


@pytest.mark.parametrize("token", ["", "wrong", "x" * 5000, "\x00", "\ud800"])
def test_an_unknown_token_is_hidden(invited, guest, token):
    with pytest.raises(Hidden):
        accept_invitation(token=token, by=guest)


def test_the_hash_is_no_token(invited, guest):
    invitation, _token = invited

    with pytest.raises(Hidden):
        accept_invitation(token=invitation.token_hash, by=guest)


def test_an_expired_invitation_does_not_work(invited, guest):
    Invitation.objects.update(expires_at=timezone.now())

    with pytest.raises(Stale):
        accept_invitation(token=invited[1], by=guest)
    assert not CityRole.objects.filter(user=guest).exists()


def test_a_revoked_invitation_does_not_work(invited, guest, approver):
    revoke_invitation(invitation=invited[0], by=approver)

    with pytest.raises(Stale):
        accept_invitation(token=invited[1], by=guest)


def test_another_person_with_the_link_gets_nothing(invited, resident):
    with pytest.raises(Refused, match="another e-mail address"):
        accept_invitation(token=invited[1], by=resident)
    assert Invitation.objects.get().used_at is None


def test_an_address_that_is_not_confirmed_does_not_count(invited, resident):
    EmailAddress.objects.create(user=resident, email="gil@arden.example", verified=False)

    with pytest.raises(Refused):
        accept_invitation(token=invited[1], by=resident)


def test_a_second_confirmed_address_counts(invited, resident):
    EmailAddress.objects.create(user=resident, email="Gil@Arden.example", verified=True)

    assert accept_invitation(token=invited[1], by=resident).user == resident


def test_an_account_that_is_switched_off_gets_nothing(invited, guest):
    guest.is_active = False

    with pytest.raises(Refused):
        accept_invitation(token=invited[1], by=guest)


def test_an_editor_invited_as_approver_is_promoted_and_the_old_role_stays(city, approver, guest):
    _invitation, token = invite(city=city, email=guest.email, role="approver", by=approver)
    old = make_role(guest, city, "editor", is_focal_point=True)

    role = accept_invitation(token=token, by=guest)

    old.refresh_from_db()
    assert (role.role, role.is_focal_point, old.role) == ("approver", True, "editor")
    assert old.ended_at


def test_an_approver_is_never_demoted_by_an_invitation(invited, guest, city):
    held = make_role(guest, city, "approver")

    assert accept_invitation(token=invited[1], by=guest) == held


# --- Taking back, sending again -----------------------------------------------------------------------


def test_the_old_link_dies_when_a_new_one_is_sent(invited, guest, approver):
    invitation, old = invited
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))

    again, token = resend_invitation(invitation=invitation, by=approver)

    assert again.pk == invitation.pk
    assert OutboxMail.objects.filter(name="invitation").count() == 2
    with pytest.raises(Hidden):
        accept_invitation(token=old, by=guest)
    assert accept_invitation(token=token, by=guest)


@pytest.mark.parametrize("act", [resend_invitation, revoke_invitation])
def test_only_those_who_invite_take_back_and_send_again(invited, official, other_official, act):
    for person in (official, other_official):
        with pytest.raises(NotAllowed):
            act(invitation=invited[0], by=person)


@pytest.mark.parametrize("act", [resend_invitation, revoke_invitation])
@pytest.mark.parametrize("field", ["used_at", "revoked_at"])
def test_what_is_over_is_over(invited, approver, act, field):
    Invitation.objects.update(**{field: timezone.now()})

    with pytest.raises(Stale):
        act(invitation=invited[0], by=approver)


def test_taking_back_is_logged(invited, city, approver):
    revoke_invitation(invitation=invited[0], by=approver)

    assert AuditEvent.objects.get(action="revoke_invitation").scope == f"cities.city:{city.pk}"
    assert Invitation.objects.get().revoked_at


def test_invitations_of_a_person_whose_role_ends_stop_working(invited, city, approver, administrator, guest):
    second = make_role(make_user(), city, "approver")
    kept, _token = invite(city=city, email="b@arden.example", role="editor", by=second.user)

    end_role(city_role=CityRole.objects.get(user=approver), by=second.user)

    with pytest.raises(Stale):
        accept_invitation(token=invited[1], by=guest)
    kept.refresh_from_db()
    assert kept.is_valid
