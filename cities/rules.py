"""Who may act for a city. Duck-typed: a user carries `city_roles` (city id -> role), read once per request."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules import is_administrator, is_decider, is_office, is_panel_member, is_resident, is_reviewer
from core import clamd, local

EDITOR, APPROVER = "editor", "approver"
# Acts inside the office about one city. The city's own log never shows them, however old the line is.
OFFICE_ONLY = ("declare_conflict", "withdraw_conflict", "countersign_conflict")


def role_in(user: Any, city: Any) -> str:
    """Return the role of `user` in `city`: "editor", "approver" or ""."""
    if not (user.is_authenticated and user.is_active):
        return ""
    return user.city_roles.get(city.pk, "")


def acts_for(user: Any, city: Any) -> bool:
    """Whether `user` is an editor or approver of `city`."""
    return bool(role_in(user, city))


def is_approver(user: Any, city: Any) -> bool:
    """Whether `user` is an approver of `city`."""
    return role_in(user, city) == APPROVER


def is_approver_anywhere(user: Any) -> bool:
    """Whether `user` is an approver of any city; these people need a second factor."""
    return bool(user.is_authenticated and user.is_active and APPROVER in user.city_roles.values())


def has_hard_conflict(user: Any, city: Any) -> bool:
    """Whether a hard conflict hides `city`'s cases from `user`: declared, a role now or lately, its e-mail domain."""
    return city.pk in user.city_roles or city.pk in user.conflict_city_ids or has_its_domain(user, city)


def has_its_domain(user: Any, city: Any) -> bool:
    """Whether the address of `user` is one of the city's own."""
    domain = user.email.rpartition("@")[2].lower()
    return any(domain == known or domain.endswith(f".{known}") for known in city.email_domains)


def has_open_soft_conflict(user: Any, city: Any) -> bool:
    """Whether `user` declared a soft conflict with `city` that no decider has countersigned yet."""
    return city.pk in user.open_soft_city_ids


def may_check(user: Any, city: Any) -> bool:
    """Whether `user` is a reviewer or decider without a hard conflict with `city`."""
    return (is_reviewer(user) or is_decider(user)) and not has_hard_conflict(user, city)


def may_judge(user: Any, city: Any) -> bool:
    """As `may_check`, and every soft conflict is countersigned: who may decide about a case of `city`."""
    return may_check(user, city) and not has_open_soft_conflict(user, city)


def may_countersign(user: Any, conflict: Any) -> bool:
    """A decider who did not declare it, and is not in conflict with the city, countersigns a soft conflict."""
    return (
        is_decider(user)
        and conflict.user_id != user.pk
        and conflict.kind == "soft"
        and not has_hard_conflict(user, conflict.city)
    )


def may_verify_joins(user: Any) -> bool:
    """The office verifies requests to join."""
    return is_office(user)


def may_ask_to_join(user: Any) -> bool:
    """Everybody with a confirmed e-mail address may ask to join for a place, except the office that verifies it."""
    return is_resident(user) and not is_office(user)


def may_edit_profile(user: Any, city: Any) -> bool:
    """Editors and approvers edit their city's profile; administrators as well."""
    return acts_for(user, city) or is_administrator(user)


def may_publish_profile_translation(user: Any, city: Any) -> bool:
    """Approvers publish translations of their city's profile and take them back; administrators as well."""
    return is_approver(user, city) or is_administrator(user)


def may_see_members(user: Any, city: Any) -> bool:
    """Members, deciders without conflict and administrators see who acts for a city."""
    return acts_for(user, city) or is_administrator(user) or (is_decider(user) and not has_hard_conflict(user, city))


def may_list_members(user: Any) -> bool:
    """Deciders and administrators see who acts for the cities."""
    return is_decider(user) or is_administrator(user)


def may_read_mandate(user: Any, mandate: Any) -> bool:
    """The document of a mandate: the city's people, and the office without a hard conflict."""
    return acts_for(user, mandate.city) or (is_office(user) and not has_hard_conflict(user, mandate.city))


def may_manage_members(user: Any, city: Any) -> bool:
    """Approvers invite, appoint and remove; administrators as well."""
    return is_approver(user, city) or is_administrator(user)


def may_hand_in_mandate(user: Any, city: Any) -> bool:
    """An approver hands in the city's mandate, asks the mayor to re-affirm, and says whether the document is public."""
    return is_approver(user, city)


def may_decide_mandate(user: Any, mandate: Any) -> bool:
    """Somebody of the office verifies a mandate that a city hands in; a soft conflict is countersigned before."""
    return may_hold_mandate(user, mandate) and not has_open_soft_conflict(user, mandate.city)


def may_hold_mandate(user: Any, mandate: Any) -> bool:
    """Somebody of the office without a hard conflict may hold a mandate; a soft one is countersigned first."""
    return is_office(user) and not has_hard_conflict(user, mandate.city)


def may_withdraw_mandate(user: Any, mandate: Any) -> bool:
    """An approver of the city takes back what is not decided yet."""
    return is_approver(user, mandate.city)


def by_mayor_only(user: Any, mandate: Any) -> bool:
    """No account: the mayor re-affirms with a link that works once."""
    return False


def missing_mandate(city: Any) -> list[str]:
    """Say what the city lacks before it can send anything: a mandate, and one that is in force; and how to go on.

    This one rule stops texts, progress reports, applications for the label and links for the mayor to sign off. What
    is public stays; drafts, confirmations, replies, withdrawals and re-affirming go on.
    """
    if city.membership == "interested":
        words = _("%(city)s is an interested city so far. Hand in the council's decision; then it can send texts.")
        return [words % {"city": city}]
    if city.mandate_until and city.mandate_until < timezone.localdate():
        words = _(
            "The mandate of %(city)s ended on %(date)s. It must be re-affirmed before the city sends anything: "
            "an approver does that at the desk, under Team, Mandate."
        )
        return [words % {"city": city, "date": local.day(city.mandate_until)}]
    return []


def unscanned_document(obj: Any) -> list[str]:
    """Say what the virus scan holds against the document of a request to join or a mandate, before it is accepted."""
    if obj.scan_state == "infected":
        return [
            _("A virus was found in the document. Send it back, or do not accept it: the city hands in a clean one.")
        ]
    if not clamd.waits(obj.scan_state) or not document_name(obj):
        return []
    if obj.scan_state == "error":
        return [_("The virus scan of the document failed. The portal tries again by itself, at least once a day.")]
    return [_("The document is not scanned for viruses yet. The portal scans it by itself, in minutes as a rule.")]


def document_name(obj: Any) -> str:
    """Return the stored name of the document of a request to join or a mandate; empty without one."""
    return str(getattr(obj, "mandate_file", "") or getattr(obj, "file", "") or "")


def may_confirm_mayor(user: Any, city: Any, link: Any) -> bool:
    """A second approver confirms a mayor's address outside the city's domains, never whoever entered it."""
    return is_approver(user, city) and user.pk != link.asked_by_id


def may_edit_identity(user: Any) -> bool:
    """Name, country, codes and e-mail domains of a city are changed by administrators only."""
    return is_administrator(user)


def may_see_join(user: Any, join_request: Any) -> bool:
    """Whoever filed a request sees it; so does the office, without a hard conflict with the city concerned."""
    return join_request.applicant_id == user.pk or (may_verify_joins(user) and not _conflicts(user, join_request))


def may_decide_join(user: Any, join_request: Any) -> bool:
    """Somebody of the office decides who neither filed the request nor has a conflict with the city concerned."""
    if not may_hold_join(user, join_request):
        return False
    return not any(has_open_soft_conflict(user, city) for city in join_request.concerned_cities)


def may_hold_join(user: Any, join_request: Any) -> bool:
    """Whoever may decide a request may hold it; a soft conflict is countersigned before they decide."""
    if join_request.applicant_id == user.pk:
        return False
    return may_verify_joins(user) and not _conflicts(user, join_request)


def may_withdraw_join(user: Any, join_request: Any) -> bool:
    """Whoever filed a request may take it back, or send it again after questions."""
    return bool(user.is_active and join_request.applicant_id == user.pk)


def may_declare_conflict(user: Any) -> bool:
    """Reviewers, deciders and panel members declare their own conflicts."""
    return is_reviewer(user) or is_decider(user) or is_panel_member(user)


def _conflicts(user: Any, join_request: Any) -> bool:
    return any(has_hard_conflict(user, city) for city in join_request.concerned_cities)
