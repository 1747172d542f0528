"""Every write of the cities app. All arguments are named, every change is atomic and in the audit chain."""

from cities.actions.approvers import note_lost_approvers
from cities.actions.clock import mandate_notices
from cities.actions.compiled import list_compiled_city, mark_as_sample
from cities.actions.conflicts import (
    countersign_conflict,
    declare_conflict,
    require_countersigned,
    withdraw_conflict,
)
from cities.actions.gazetteer import load_places
from cities.actions.handover import hand_over, note_pack
from cities.actions.invitations import accept_invitation, invite, resend_invitation, revoke_invitation
from cities.actions.joining import ask_to_join, refuse_join, resend_join, return_join, withdraw_join
from cities.actions.mandates import (
    accept_mandate,
    hand_in_mandate,
    refuse_mandate,
    show_mandate,
    withdraw_mandate,
)
from cities.actions.members import end_role, set_role
from cities.actions.profile import StaleEdit, edit_identity, edit_profile
from cities.actions.reaffirming import (
    ask_to_reaffirm,
    confirm_reaffirm,
    link_to_reaffirm,
    reaffirm,
    reaffirm_obstacle,
    resend_reaffirm,
)
from cities.actions.recommendations import add_recommendation, import_recommendations
from cities.actions.scanning import scan_document
from cities.actions.translating import (
    OriginalChanged,
    publish_profile_translation,
    save_profile_translation,
    take_back_profile_translation,
)
from cities.actions.verification import accept_join

__all__ = [
    "OriginalChanged",
    "StaleEdit",
    "accept_invitation",
    "accept_join",
    "accept_mandate",
    "add_recommendation",
    "ask_to_join",
    "ask_to_reaffirm",
    "confirm_reaffirm",
    "countersign_conflict",
    "declare_conflict",
    "edit_identity",
    "edit_profile",
    "end_role",
    "hand_in_mandate",
    "hand_over",
    "import_recommendations",
    "invite",
    "link_to_reaffirm",
    "list_compiled_city",
    "load_places",
    "mandate_notices",
    "mark_as_sample",
    "note_lost_approvers",
    "note_pack",
    "publish_profile_translation",
    "reaffirm",
    "reaffirm_obstacle",
    "refuse_join",
    "refuse_mandate",
    "require_countersigned",
    "resend_invitation",
    "resend_join",
    "resend_reaffirm",
    "return_join",
    "revoke_invitation",
    "save_profile_translation",
    "scan_document",
    "set_role",
    "show_mandate",
    "take_back_profile_translation",
    "withdraw_conflict",
    "withdraw_join",
    "withdraw_mandate",
]
