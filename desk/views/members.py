"""The people of a city: who they are, invitations, roles."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cities.actions import (
    accept_invitation,
    end_role,
    hand_over,
    invite,
    resend_invitation,
    revoke_invitation,
    set_role,
)
from cities.models import City, Invitation
from cities.queries import confirmed_addresses, invitation_for, members_of, open_invitations
from cities.rules import acts_for, is_approver, may_manage_members
from desk.access import city_of_members, city_to_hand_over, city_to_manage, invitation_to_manage, role_to_manage
from desk.forms.city import HandOverForm, InviteForm, RoleForm
from desk.pages import add_faults, page, tell, warn
from desk.queries import with_drafts
from review.workflow import NotReady, Stale


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who acts for the city, and the invitations on their way."""
    city = city_of_members(request.user, slug)
    return page(
        request,
        "members",
        heading=_("Team"),
        eyebrow=city.name,
        lede=_("Editors write. Approvers sign off, send to the review office, invite and remove people."),
        city=city,
        here="members",
        members=with_drafts(city, members_of(city)),
        shows_drafts=acts_for(request.user, city),
        hands_over=is_approver(request.user, city),
        invitations=open_invitations(city),
        manages=may_manage_members(request.user, city),
        may_read_log=is_approver(request.user, city),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by e-mail."""
    city = city_to_manage(request.user, slug)
    form = InviteForm(request.POST) if request.method == "POST" else InviteForm()
    if form.is_bound and form.is_valid():
        try:
            invitation, _token = invite(city=city, by=request.user, **form.cleaned_data)
            words = _("We sent an invitation to %(email)s.") % {"email": invitation.email}
            return tell(request, words, reverse("desk:members", args=[slug]))
        except ValidationError as error:
            add_faults(form, error)
    return page(
        request,
        "form",
        heading=_("Invite a person"),
        eyebrow=city.name,
        lede=_("They get an e-mail with a link and act for the city as soon as they accept."),
        city=city,
        here="members",
        form=form,
        button=_("Send the invitation"),
        back=_back(city),
    )


@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again; the old link stops working."""
    invitation = invitation_to_manage(request.user, pk)
    words = _("We sent a new link to %(email)s. The old one no longer works.") % {"email": invitation.email}
    return _act(request, invitation.city, words, lambda: resend_invitation(invitation=invitation, by=request.user))


@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = invitation_to_manage(request.user, pk)
    words = _("The invitation to %(email)s is taken back.") % {"email": invitation.email}
    return _act(request, invitation.city, words, lambda: revoke_invitation(invitation=invitation, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def role_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an editor an approver, or the other way round."""
    held = role_to_manage(request.user, pk)
    form = RoleForm(request.POST) if request.method == "POST" else RoleForm(initial={"role": held.role})
    if form.is_bound and form.is_valid():
        words = _("The role of %(person)s is changed.") % {"person": held.user}
        role = form.cleaned_data["role"]
        return _act(request, held.city, words, lambda: set_role(city_role=held, role=role, by=request.user))
    return page(
        request,
        "form",
        heading=_("Change the role of %(person)s") % {"person": held.user},
        eyebrow=held.city.name,
        city=held.city,
        here="members",
        form=form,
        button=_("Save the role"),
        back=_back(held.city),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_posts(request: HttpRequest, slug: str) -> HttpResponse:
    """An approver leaves the focal point, the role or both to a colleague."""
    city = city_to_hand_over(request.user, slug)
    people = [role for role in members_of(city).filter(user__is_active=True) if role.user_id != request.user.pk]
    if not people:
        return warn(request, _("Nobody else acts for the city yet. Invite a colleague first."), _team(city))
    form = HandOverForm(request.POST, people=people) if request.method == "POST" else HandOverForm(people=people)
    if form.is_bound and form.is_valid():
        words = _("Handed over. Your colleague got an e-mail.")
        return _act(request, city, words, lambda: hand_over(by=request.user, **form.handed()))
    return page(
        request,
        "form",
        heading=_("Hand over"),
        eyebrow=city.name,
        lede=_("It counts at once. Invitations you sent stop working when you hand over your role."),
        city=city,
        here="members",
        form=form,
        button=_("Hand over"),
        back=_back(city),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's role, after one question."""
    held = role_to_manage(request.user, pk)
    if request.method == "POST":
        words = _("%(person)s no longer acts for %(city)s.") % {"person": held.user, "city": held.city}
        # Whoever leaves may no longer see the team.
        to = reverse("desk:dashboard") if held.user_id == request.user.pk else ""
        return _act(request, held.city, words, lambda: end_role(city_role=held, by=request.user), to)
    return page(
        request,
        "confirm",
        heading=_("Remove %(person)s from the team?") % {"person": held.user},
        eyebrow=held.city.name,
        text=_("They can no longer see drafts or act for the city. What they wrote stays. They get an e-mail."),
        city=held.city,
        here="members",
        button=_("Remove from the team"),
        back=_back(held.city),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation: it shows, and only a click accepts."""
    found = invitation_for(token)
    obstacle = _obstacle(request, found)
    if request.method == "POST":
        try:
            role = accept_invitation(token=token, by=request.user)
            words = _("Welcome. You act for %(city)s now.") % {"city": role.city}
            return tell(request, words, reverse("desk:dashboard"))
        except Stale as stale:
            obstacle = obstacle or str(stale)
    return page(
        request,
        "invitation",
        heading=_("You are invited to act for %(city)s") % {"city": found.city},
        here="tasks",
        invitation=found,
        obstacle=obstacle,
        status=409 if request.method == "POST" else 200,
    )


def _obstacle(request: HttpRequest, found: Invitation) -> str:
    """Say in words why this person cannot accept; empty when nothing stands against it."""
    if found.email.lower() not in confirmed_addresses(request.user):
        words = _("This invitation was sent to another e-mail address than %(email)s. Sign in with that address.")
        return words % {"email": request.user.email}
    if found.used_at:
        return _("This invitation was used already. If that was you, go to your tasks.")
    if found.revoked_at:
        return _("The city took this invitation back. Ask it for a new one.")
    if not found.is_valid:
        return _("This invitation has expired. Ask the city to send it again.")
    return ""


def _act(request: HttpRequest, city: City, words: str, act: Callable[[], object], to: str = "") -> HttpResponse:
    """Do one thing to the team and say what happened, or why not."""
    here = _team(city)
    try:
        act()
    except (Stale, NotReady) as refusal:
        return warn(request, refusal, here)
    return tell(request, words, to or here)


def _back(city: City) -> tuple[str, str]:
    return _team(city), _("Back to the team")


def _team(city: City) -> str:
    return reverse("desk:members", args=[city.slug])
