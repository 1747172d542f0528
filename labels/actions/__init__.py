"""Every write of the label."""

from labels.actions.admissibility import (
    admit,
    drop_admissibility,
    find_inadmissible,
    propose_admissibility,
    return_for_changes,
)
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
from labels.actions.midterm import StaleMidterm, hold_labels, remind_midterm, save_midterm, send_midterm
from labels.actions.proposing import propose
from labels.actions.releasing import release_proposals
from labels.actions.reminding import remind_label_cities
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

__all__ = [
    "LoadedScheme",
    "StaleAnswer",
    "StaleEdit",
    "StaleMidterm",
    "admit",
    "answer_hearing",
    "ask_to_answer",
    "break_glass",
    "close_reply",
    "close_survey",
    "close_what_is_over",
    "close_window",
    "confirm_change",
    "copy_scheme",
    "drop_admissibility",
    "drop_change",
    "expire_labels",
    "extend_clock",
    "find_inadmissible",
    "finish_second_look",
    "grant",
    "hold_labels",
    "load_scheme",
    "log_act",
    "make_key",
    "make_scheme_current",
    "note_assessment_export",
    "open_survey",
    "propose",
    "propose_admissibility",
    "propose_change",
    "refuse",
    "register_key",
    "reject_proposal",
    "release_proposals",
    "remind_label_cities",
    "remind_midterm",
    "reply_to_survey",
    "return_for_changes",
    "revoke_key",
    "save_answer",
    "save_application",
    "save_midterm",
    "save_parts",
    "save_powers",
    "save_scheme",
    "save_usual_power",
    "send_findings",
    "send_midterm",
    "send_reply",
    "sign_first",
    "start_application",
    "start_assessment",
    "submit_application",
    "withdraw_application",
]
