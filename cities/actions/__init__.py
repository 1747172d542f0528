"""Every write of the cities app. All arguments are named, every change is atomic and in the audit chain."""

from cities.actions.compiled import list_compiled_city, mark_as_sample
from cities.actions.conflicts import declare_conflict, withdraw_conflict
from cities.actions.gazetteer import load_places
from cities.actions.handover import hand_over
from cities.actions.invitations import accept_invitation, invite, resend_invitation, revoke_invitation
from cities.actions.joining import ask_to_join, refuse_join, resend_join, return_join, withdraw_join
from cities.actions.members import end_role, set_role
from cities.actions.profile import StaleEdit, edit_identity, edit_profile
from cities.actions.verification import accept_join

__all__ = [
    "StaleEdit",
    "accept_invitation",
    "accept_join",
    "ask_to_join",
    "declare_conflict",
    "edit_identity",
    "edit_profile",
    "end_role",
    "hand_over",
    "invite",
    "list_compiled_city",
    "load_places",
    "mark_as_sample",
    "refuse_join",
    "resend_invitation",
    "resend_join",
    "return_join",
    "revoke_invitation",
    "set_role",
    "withdraw_conflict",
    "withdraw_join",
]
