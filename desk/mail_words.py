"""Which mail comes at once, whatever a person chose, and which waits for their digest; shown on their settings page.

The apps' `emails.py` decide (`CAN_WAIT`, and `core.reminders.URGENT` for reminders); here are the words. Tests hold the
two together, and that no mail is missing.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

Lines = tuple[tuple[frozenset[str], Any], ...]

REMINDERS = frozenset({"report_due", "milestone_due", "answer_due", "draft_waits"})

MAY_WAIT: Lines = (
    (frozenset({"submission_received"}), _("The receipt for a text or report that your city sent")),
    (frozenset({"submission_published"}), _("A text or report of your city is public")),
    (frozenset({"answer_extended"}), _("Your city has more time to answer the office")),
    (frozenset({"commitment_withdrawn"}), _("A commitment of your city was withdrawn")),
    (frozenset({"mandate_received", "mandate_accepted"}), _("Your city's mandate arrived, or is on file")),
    (REMINDERS, _("Reminders of dates more than a week away or a month past, and of drafts that nobody touches")),
)

AT_ONCE: Lines = (
    (
        frozenset({"report_due", "milestone_due", "answer_due", "confirmation_due", "commitment_on_hold"}),
        _("What is due within a week, or just late; the yearly question whether all is still right"),
    ),
    (
        frozenset({"sign_off_asked", "sent_back", "mayor_address_asked", "sign_off_receipt", "sign_off_stopped"}),
        _("A text waits for your sign-off, was sent back, or was signed by the mayor"),
    ),
    (
        frozenset({"submission_returned", "submission_refused", "submission_lapsed", "office_question", "city_answer"}),
        _("The office returns or refuses a text, or asks something; a city answers"),
    ),
    (
        frozenset({"statement_to_answer", "label_statement_to_know"}),
        _("Somebody says otherwise about your city's evidence, or speaks on its application for the label"),
    ),
    (
        frozenset({"evidence_infected", "links_dead", "mandate_infected", "join_infected"}),
        _("A virus was found in a document, or links do not answer"),
    ),
    (frozenset({"mandate_ends", "mandate_ended", "mandate_refused"}), _("Your city's mandate ends, or is refused")),
    (
        frozenset({"invitation", "handed_over", "role_ended", "approver_lost_city", "approver_lost_office"}),
        _("Your role or your team changes"),
    ),
    (
        frozenset({"join_received", "join_questions", "join_accepted", "join_refused"}),
        _("Your request to join"),
    ),
    (
        frozenset(
            {
                "label_receipt",
                "label_midterm_due",
                "label_condition",
                "label_condition_due",
                "label_renewal_open",
                "label_ends",
                "label_returned",
                "label_deadline",
                "label_admitted",
                "label_decision",
                "label_window_closed",
                "label_proposal_returned",
                "label_changed",
                "label_hearing",
                "concern_news",
                "concern_due",
                "appeal_news",
                "appeal_possible",
            }
        ),
        _("The label of your city"),
    ),
    (
        frozenset({"label_findings", "label_replies", "label_reply_over", "label_second_look"}),
        _("What the panel finds about your city, or about the city you judge"),
    ),
    (
        frozenset({"panel_answers_in", "panel_findings_sent", "panel_deadline"}),
        _("For a panel: all answers are in, the findings went out, a date is near or past"),
    ),
    (
        frozenset({"panel_offer_received", "panel_offer_answered"}),
        _("Your offer to sit in panels; for administrators, the offers of others"),
    ),
    (
        frozenset({"panel_declare", "panel_drawn", "panel_left", "panel_not_needed"}),
        _("For members of panels: cases to declare conflicts about, and your seats"),
    ),
    (frozenset({"appeal_named", "appeal_due"}), _("You are one of three people who hear an appeal, or name them")),
    (frozenset({"panel_seat_free"}), _("For the office: a seat of a panel that stays free")),
    (frozenset({"assigned", "checks_due"}), _("For the office: cases that are yours or due")),
)
