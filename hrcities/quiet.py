"""What the page cache must know of the portal: which filters name a page, and which acts change no public page.

An act that is not listed here empties the cache. So a new one is safe by itself; list it only when it is frequent and
touches nothing that a reader without an account can see.
"""

# By namespace of the addresses. Free text (`q`, a city typed by hand) is not here: it would fill the cache.
KEYS: dict[str, frozenset[str]] = {
    "portal": frozenset(
        ["page", "sort", "country", "region", "status", "progress", "element", "right", "area", "group", "goal",
         "label", "year", "language", "kind", "text"]
    )
}  # fmt: skip

ACTS = frozenset(
    [
        # drafts of texts, reports and applications, and who signs them
        "start_assessment", "open_survey", "close_survey", "export_assessment", "extend_deadline", "copy_scheme",
        "save_usual_power",
        "start", "amend", "copy_forward", "delete_draft", "discard", "import_sheet", "start_report", "delete_report",
        "ask_sign_off", "send_back", "ask_mayor", "resend_mayor_link", "confirm_mayor_address", "revoke_mayor_link",
        # a translation that only the city's people read
        "save_translation", "save_profile_translation",
        # files that no published text names yet
        "add_evidence",
        # who may work for a city, and what people were told
        "invite", "resend_invitation", "revoke_invitation", "ask_to_join", "edit_join", "reset_second_factor",
        "send_mail_again", "renew_calendar", "stop_calendar",
        # conflicts, notes and the office's own views
        "declare_conflict", "withdraw_conflict", "countersign_conflict", "write_note", "save_view", "delete_view",
        # reading, taking away and being refused
        "refused", "open_evidence", "open_proof", "export_sheet", "take_pack",
        # what others say before they confirm it
        "file_statement", "send_link_again", "stop_alert",
    ]
)  # fmt: skip
