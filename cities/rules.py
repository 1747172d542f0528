"""Who may act for a city. Duck-typed: a user carries `city_roles` (city id -> role), read once per request."""

from typing import Any

from accounts.rules import is_administrator, is_decider, is_office, is_resident, is_reviewer

EDITOR, APPROVER = "editor", "approver"


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
    """Whether a hard conflict hides `city`'s cases from `user`: an own role there, or a declared conflict."""
    return city.pk in user.city_roles or city.pk in user.conflict_city_ids


def may_check(user: Any, city: Any) -> bool:
    """Whether `user` is a reviewer or decider without a hard conflict with `city`."""
    return (is_reviewer(user) or is_decider(user)) and not has_hard_conflict(user, city)


def may_verify_joins(user: Any) -> bool:
    """Administrators verify requests to join."""
    return is_administrator(user)


def may_ask_to_join(user: Any) -> bool:
    """Everybody with a confirmed e-mail address may ask to join for a place."""
    return is_resident(user)


def may_edit_profile(user: Any, city: Any) -> bool:
    """Editors and approvers edit their city's profile; administrators as well."""
    return acts_for(user, city) or is_administrator(user)


def may_publish_profile(user: Any, city: Any) -> bool:
    """The profile text is public at once, so an approver or administrator saves it."""
    return is_approver(user, city) or is_administrator(user)


def may_see_members(user: Any, city: Any) -> bool:
    """Members, reviewers' deciders and administrators see who acts for a city."""
    return acts_for(user, city) or is_administrator(user) or (is_decider(user) and not has_hard_conflict(user, city))


def may_manage_members(user: Any, city: Any) -> bool:
    """Approvers invite, appoint and remove; administrators as well."""
    return is_approver(user, city) or is_administrator(user)


def may_decide_join(user: Any, join_request: Any) -> bool:
    """An administrator who did not file the request decides it."""
    return is_administrator(user) and join_request.applicant_id != user.pk


def may_withdraw_join(user: Any, join_request: Any) -> bool:
    """Whoever filed a request may take it back."""
    return join_request.applicant_id == user.pk


def may_declare_conflict(user: Any) -> bool:
    """Everybody in the office declares their own conflicts."""
    return is_office(user)


def missing_for_submit(join_request: Any) -> list[str]:
    """Return what a request to join still lacks, as codes the action turns into words."""
    needed = ("place_name", "work_email", "job_title", "mandate_file", "mandate_start", "mandate_end")
    return [name for name in needed if not getattr(join_request, name)]
