"""Every write of the label."""

from labels.actions.admissibility import (
    admit,
    drop_admissibility,
    find_inadmissible,
    propose_admissibility,
    return_for_changes,
)
from labels.actions.appeal_outcomes import outcomes_for
from labels.actions.appeals import lodge_appeal, name_judges, vote_on_appeal
from labels.actions.applications import (
    StaleEdit,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from labels.actions.assessments import (
    StaleAnswer,
    note_assessment_export,
    save_answer,
    save_powers,
    start_assessment,
)
from labels.actions.clocks import extend_clock
from labels.actions.concern_ends import forget_filers, move_concerns_on
from labels.actions.concern_filing import confirm_filed, file_concern, unconfirmed_concern, withdraw_concern
from labels.actions.concern_plans import agree_plan, propose_plan, report_on_plan, return_plan
from labels.actions.concern_scanning import scan_concern, scan_concern_now
from labels.actions.concern_support import ask_support, support_concern, unconfirmed_support
from labels.actions.concerns import (
    accept_concern,
    answer_concern,
    extend_answer,
    find_unfounded,
    not_accept_concern,
    propose_suspension,
    solve_concern,
)
from labels.actions.conditions import (
    ask_condition_again,
    confirm_condition,
    confirm_condition_first,
    note_late_conditions,
    release_confirmations,
    report_condition,
)
from labels.actions.decisions import grant, refuse, reject_proposal, sign_first
from labels.actions.keys import make_key, register_key, revoke_key
from labels.actions.life import (
    answer_hearing,
    break_glass,
    confirm_change,
    drop_change,
    expire_labels,
    propose_change,
)
from labels.actions.loading import LoadedScheme, load_scheme
from labels.actions.log import log_act
from labels.actions.midterm import StaleMidterm, hold_labels, save_midterm, send_midterm
from labels.actions.proposing import propose
from labels.actions.releasing import release_proposals
from labels.actions.reminding import remind_labels
from labels.actions.renewal import end_late_renewals, open_renewals, start_renewal
from labels.actions.schemes import copy_scheme, make_scheme_current, save_parts, save_scheme, save_usual_power
from labels.actions.steps import (
    close_reply,
    close_what_is_over,
    close_window,
    finish_second_look,
    send_findings,
    send_reply,
)
from labels.actions.surveys import ask_to_answer, close_survey, open_survey, reply_to_survey
from labels.actions.usual_powers import load_usual_powers

__all__ = [
    "LoadedScheme",
    "StaleAnswer",
    "StaleEdit",
    "StaleMidterm",
    "accept_concern",
    "admit",
    "agree_plan",
    "answer_concern",
    "answer_hearing",
    "ask_condition_again",
    "ask_support",
    "ask_to_answer",
    "break_glass",
    "close_reply",
    "close_survey",
    "close_what_is_over",
    "close_window",
    "confirm_change",
    "confirm_condition",
    "confirm_condition_first",
    "confirm_filed",
    "copy_scheme",
    "drop_admissibility",
    "drop_change",
    "end_late_renewals",
    "expire_labels",
    "extend_answer",
    "extend_clock",
    "file_concern",
    "find_inadmissible",
    "find_unfounded",
    "finish_second_look",
    "forget_filers",
    "grant",
    "hold_labels",
    "load_scheme",
    "load_usual_powers",
    "lodge_appeal",
    "log_act",
    "make_key",
    "make_scheme_current",
    "move_concerns_on",
    "name_judges",
    "not_accept_concern",
    "note_assessment_export",
    "note_late_conditions",
    "open_renewals",
    "open_survey",
    "outcomes_for",
    "propose",
    "propose_admissibility",
    "propose_change",
    "propose_plan",
    "propose_suspension",
    "refuse",
    "register_key",
    "reject_proposal",
    "release_confirmations",
    "release_proposals",
    "remind_labels",
    "reply_to_survey",
    "report_condition",
    "report_on_plan",
    "return_for_changes",
    "return_plan",
    "revoke_key",
    "save_answer",
    "save_application",
    "save_midterm",
    "save_parts",
    "save_powers",
    "save_scheme",
    "save_usual_power",
    "scan_concern",
    "scan_concern_now",
    "send_findings",
    "send_midterm",
    "send_reply",
    "sign_first",
    "solve_concern",
    "start_application",
    "start_assessment",
    "start_renewal",
    "submit_application",
    "support_concern",
    "unconfirmed_concern",
    "unconfirmed_support",
    "vote_on_appeal",
    "withdraw_application",
    "withdraw_concern",
]
