"""Every write of commitments, versions, reports and evidence. Keyword-only, atomic, with `by=`."""

from commitments.actions.assigning import assign
from commitments.actions.attaching import attach_evidence, keep_copy, name_copy
from commitments.actions.common import StaleEdit
from commitments.actions.compiled import move_sample_dates, publish_compiled
from commitments.actions.copying import TAKEN, amend, copy_forward
from commitments.actions.deciding import (
    claim,
    publish_report,
    publish_version,
    release,
    return_report,
    return_version,
)
from commitments.actions.digest import content_digest
from commitments.actions.drafts import (
    ask_sign_off,
    delete_draft,
    save_version,
    send_back,
    start_commitment,
)
from commitments.actions.ending import DeadlineSummary, lapse_returned, withdraw
from commitments.actions.evidence import add_evidence, edit_evidence, remove_evidence
from commitments.actions.indexing import index_city, index_commitments, index_everything
from commitments.actions.links import LinkSummary, check_links
from commitments.actions.mayor import (
    ask_mayor,
    confirm_mayor,
    link_to_sign,
    resend_mayor,
    revoke_mayor,
    sign_as_mayor,
    signing_obstacle,
    stop_mayor_links,
)
from commitments.actions.messages import answer_office, ask_city, note_reading, write_note
from commitments.actions.presence import note_presence
from commitments.actions.refusing import propose_refusal, refuse, reject_refusal
from commitments.actions.releasing import release_held
from commitments.actions.reminding import remind_cities, send_link_anew, send_mail_anew
from commitments.actions.reports import ask_to_close, delete_report, save_report, start_report
from commitments.actions.rhythm import confirm, extend_report, hold_overdue
from commitments.actions.rollups import rebuild_rollups, settle, settle_city
from commitments.actions.rows import save_indicators, save_milestones
from commitments.actions.scanning import scan_stored_file
from commitments.actions.sheets import SheetChange, apply_sheet_change, keep_sheet, note_sheet_export
from commitments.actions.submission import submit_report, submit_version
from commitments.actions.translating import publish_translation, save_translation, take_back_translation

__all__ = [
    "TAKEN",
    "DeadlineSummary",
    "LinkSummary",
    "SheetChange",
    "StaleEdit",
    "add_evidence",
    "amend",
    "answer_office",
    "apply_sheet_change",
    "ask_city",
    "ask_mayor",
    "ask_sign_off",
    "ask_to_close",
    "assign",
    "attach_evidence",
    "check_links",
    "claim",
    "confirm",
    "confirm_mayor",
    "content_digest",
    "copy_forward",
    "delete_draft",
    "delete_report",
    "edit_evidence",
    "extend_report",
    "hold_overdue",
    "index_city",
    "index_commitments",
    "index_everything",
    "keep_copy",
    "keep_sheet",
    "lapse_returned",
    "link_to_sign",
    "move_sample_dates",
    "name_copy",
    "note_presence",
    "note_reading",
    "note_sheet_export",
    "propose_refusal",
    "publish_compiled",
    "publish_report",
    "publish_translation",
    "publish_version",
    "rebuild_rollups",
    "refuse",
    "reject_refusal",
    "release",
    "release_held",
    "remind_cities",
    "remove_evidence",
    "resend_mayor",
    "return_report",
    "return_version",
    "revoke_mayor",
    "save_indicators",
    "save_milestones",
    "save_report",
    "save_translation",
    "save_version",
    "scan_stored_file",
    "send_back",
    "send_link_anew",
    "send_mail_anew",
    "settle",
    "settle_city",
    "sign_as_mayor",
    "signing_obstacle",
    "start_commitment",
    "start_report",
    "stop_mayor_links",
    "submit_report",
    "submit_version",
    "take_back_translation",
    "withdraw",
    "write_note",
]
