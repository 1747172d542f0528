"""The answer of every address to a GET, per person. Columns as in `table.py`; 404 hides, 403 refuses, 302 signs in."""

from tests.authorization.table import COLUMNS

DESK = """
desk:dashboard          | 302 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:settings           | 302 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:panel_me           | 302 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:panel_conflicts    | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_decline      | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:settings_calendar  | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:join               | 302 | 200 | 200 | 200 | 200 | 403 | 403 | 403
desk:join_place         | 302 | 200 | 200 | 200 | 200 | 403 | 403 | 403
desk:join_sent          | 302 | 200 | 404 | 404 | 404 | 404 | 404 | 404
desk:join_withdraw      | 302 | 200 | 404 | 404 | 404 | 404 | 404 | 404
desk:profile            | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 200
desk:profile_languages  | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 200
desk:profile_translation | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 200
desk:profile_take_back  | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 200
desk:members            | 302 | 404 | 200 | 404 | 200 | 404 | 200 | 200
desk:log                | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:invite             | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 200
desk:hand_over          | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 403
desk:pack               | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 403
desk:mandate            | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:mandate_new        | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:reaffirm_ask       | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:mandate_file       | 302 | 404 | 200 | 404 | 200 | 200 | 200 | 200
desk:mandate_act        | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:reaffirm           | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:invitation_resend  | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:invitation_revoke  | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:invitation         | 302 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:role_change        | 302 | 404 | 403 | 404 | 200 | 404 | 403 | 200
desk:role_remove        | 302 | 404 | 403 | 404 | 200 | 404 | 403 | 200
desk:commitments        | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:commitment_new     | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:sheet              | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:sheet_export       | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:sheet_import       | 302 | 404 | 200 | 404 | 404 | 404 | 404 | 404
desk:commitment         | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:step               | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:autosave           | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:check              | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:to_sign_off        | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:sign_off           | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:send_back          | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:mayor              | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:mayor_confirm      | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:mayor_again        | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:mayor_revoke       | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:sign               | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:sent               | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:delete_draft       | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:amend              | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:recommendation_add | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:copy_commitment    | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:withdraw           | 302 | 403 | 403 | 403 | 200 | 403 | 403 | 403
desk:languages          | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:translation        | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:translation_take_back | 302 | 403 | 403 | 403 | 200 | 403 | 403 | 403
desk:confirm            | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:confirm_link       | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:extend             | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:close              | 302 | 403 | 403 | 403 | 200 | 403 | 403 | 403
desk:evidence_add       | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:evidence_edit      | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:evidence_remove    | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:evidence           | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:evidence_attach    | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:evidence_copy      | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:evidence_file      | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:report_new         | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:report             | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:autosave_report_new| 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:autosave_report    | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:answer             | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:report_answer      | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:report_submit      | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:report_evidence_add| 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:report_delete      | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:statement_reply    | 302 | 403 | 200 | 403 | 200 | 403 | 403 | 403
desk:assessment         | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:assessment_powers  | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:assessment_report  | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:assessment_sheet   | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:assessment_export  | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:assessment_survey  | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:assessment_answer  | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:assessment_autosave| 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:label_apply        | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:label_statements   | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:label_submit       | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:label_withdraw     | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:label_more_time    | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:label_hearing      | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:label_give_back    | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:findings           | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:findings_send      | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:finding            | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:finding_autosave   | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel              | 302 | 200 | 200 | 200 | 200 | 200 | 200 | 200
desk:panel_case         | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_differences  | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_export       | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:panel_agree        | 302 | 405 | 405 | 405 | 405 | 405 | 405 | 405
desk:panel_text         | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_evidence     | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_answer       | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_answer_autosave | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_finding      | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_second_look  | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:panel_judgement_autosave | 302 | 404 | 404 | 404 | 404 | 404 | 404 | 404
desk:label_midterm_autosave | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:label_midterm      | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:concern            | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:appeals            | 302 | 404 | 200 | 404 | 200 | 404 | 404 | 404
desk:appeal_new         | 302 | 404 | 403 | 404 | 200 | 404 | 404 | 404
desk:appeal_hear        | 302 | 404 | 404 | 404 | 404 | 404 | 200 | 404
desk:concern_more_time  | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:label_renewal      | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:label_conditions   | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
desk:label_condition    | 302 | 404 | 403 | 404 | 403 | 404 | 404 | 404
"""

# The forms of residents and organisations: no account is needed, and nobody of a city or the office files here.
VOICES = """
voices:counter_evidence | 200 | 200 | 403 | 403 | 403 | 403 | 403 | 403
voices:counter_report   | 200 | 200 | 403 | 403 | 403 | 403 | 403 | 403
voices:check_label      | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:sent             | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:confirm          | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern          | 200 | 200 | 200 | 200 | 200 | 403 | 403 | 403
voices:concern_sent     | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern_confirm  | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern_own      | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern_withdraw | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern_appeal   | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern_support  | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:concern_support_confirm | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:survey           | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:survey_asked      | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:survey_answer     | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:window           | 200 | 200 | 403 | 403 | 403 | 403 | 403 | 403
voices:survey_sent      | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:own              | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:withdraw         | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:alerts           | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:alert_new        | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:alert_sent       | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:alert_confirm    | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:alert_stop       | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
voices:alerts_own       | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200
"""

ROUTES = {
    name.strip(): dict(zip(COLUMNS, map(int, answers.split("|")), strict=True))
    for name, _bar, answers in (line.partition("|") for line in (DESK + VOICES).split("\n") if "|" in line)
}

# A panel member is a resident with a seat in one case.
PANEL = {
    "desk:join_sent": 404,
    "desk:join_withdraw": 404,
    "desk:panel_case": 200,
    "desk:panel_conflicts": 200,
    "desk:panel_differences": 403,
    "desk:panel_text": 200,
    "desk:panel_evidence": 200,
    "desk:panel_answer": 200,
    "desk:panel_answer_autosave": 200,
    "desk:panel_judgement_autosave": 200,
    "desk:panel_finding": 403,
    "desk:panel_second_look": 403,
}
for _name, _answers in ROUTES.items():
    _answers["PM"] = PANEL.get(_name, _answers["resident"])

# Behind a secret link: the token in the address is the permission, and an unknown one is not found.
BY_TOKEN = (
    "desk:sign", "desk:confirm_link", "desk:reaffirm", "calendar", "voices:alert_confirm", "voices:alert_stop",
    "voices:alerts_own", "voices:survey_answer",
)  # fmt: skip

# Open to everybody, and never anything but reading.
OPEN = (
    "language_root", "health_live", "health_ready", "branding", "robots", "security_txt", "sitemap", "calendar",
    "feed_all", "feed_commitments", "feed_city", "feed_application", "feed_label",
    "opendata:start", "opendata:commitments_csv",
    "opendata:commitments_xlsx", "opendata:cities_csv", "opendata:cities_xlsx", "opendata:cities", "opendata:city",
    "opendata:commitments",
    "opendata:commitment", "opendata:version", "opendata:cite_txt", "opendata:cite_bib", "opendata:cite_ris",
    "opendata:cite_json", "opendata:places", "opendata:statistics", "opendata:statistics_csv", "opendata:figures",
    "opendata:figures_csv", "portal:home", "portal:mandate", "portal:cities", "portal:city", "portal:commitments",
    "portal:commitment", "portal:version", "portal:history", "portal:evidence", "portal:statement_proof",
    "portal:application", "opendata:application", "opendata:applications", "opendata:label",
    "portal:framework", "portal:element", "portal:rights", "portal:right", "portal:labels", "portal:label",
    "portal:certificate",
    "portal:process", "portal:gaps", "portal:instruments", "portal:instrument", "opendata:instrument_csv",
    "opendata:instrument_xlsx", "portal:compare", "portal:countries", "portal:country", "portal:statistics",
    "portal:appeal", "portal:concern", "portal:concern_proof",
    "portal:edition", "portal:decisions", "portal:decision_log", "opendata:decision_log", "opendata:decision_head",
    "opendata:decision_head_of", "portal:privacy", "portal:accessibility", "portal:about", "portal:open_data",
    "embed_badge", "embed_commitment", "embed_label", "opendata:city_schema", "opendata:commitment_schema",
    "opendata:version_also", "opendata:cite_txt_also", "opendata:cite_bib_also", "opendata:cite_ris_also",
    "opendata:cite_json_also", "portal:draw", "opendata:draws",
)  # fmt: skip

# The library pages of sign-in and of the API description: tested through what they do.
LIBRARY = (
    "did",  # ours, and 404 without a key: this and the next three see tests/labels/test_credentials.py
    "credential",
    "credential_jwt",
    "credential_status",
    "branding_logo",  # ours, and 404 without a logo: see tests/core/test_branding.py
    # Ours: the pages as files, at length, 404 without the extra; see tests/portal/test_pdf.py
    "portal:cities_pdf", "portal:city_pdf", "portal:commitments_pdf", "portal:commitment_pdf", "portal:version_pdf",
    "portal:instrument_pdf", "portal:certificate_pdf",
    "styleguide",  # ours, and 404 without DEBUG: see tests/hrcities/test_styleguide.py
    "theme",  # ours: a POST that sets one cookie, see tests/core/test_theme.py
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "account_reset_password_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "opendata:openapi-json",
    "opendata:api-root",
    "opendata:nowhere",
)  # fmt: skip
