"""In words, who may make a step of the process: one line for each rule that a table of steps names."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

import cities.rules
import commitments.rules
import labels.rules
import labels.rules.cases
import labels.rules.conditions
import labels.rules.life
import participation.rules

WHO: dict[Callable[..., bool], Any] = {
    cities.rules.may_decide_join: _("an administrator who did not send the request"),
    cities.rules.may_withdraw_join: _("whoever sent the request"),
    commitments.rules.may_ask_sign_off: _("an editor or approver of the city"),
    commitments.rules.may_send_back: _("an editor or approver of the city"),
    commitments.rules.may_discard: _("an editor or approver of the city"),
    commitments.rules.may_submit_report: _("an editor or approver of the city"),
    commitments.rules.may_submit: _("an approver who wrote none of it; a mere correction needs no sign-off"),
    commitments.rules.by_link_only: _("the mayor, with a link that works once"),
    commitments.rules.may_claim: _("a reviewer without conflict of interest"),
    commitments.rules.may_assign: _("a decider without conflict of interest"),
    commitments.rules.may_release: _("the reviewer who took it, or a decider"),
    commitments.rules.may_decide: _("the reviewer who took it, or a decider"),
    commitments.rules.may_second_refusal: _("a second reviewer or decider, never the one who proposed it"),
    commitments.rules.may_reject_refusal: _("a second reviewer or decider, or the one who proposed it"),
    commitments.rules.may_withdraw: _("an approver of the city"),
    commitments.rules.never: _("the portal, by itself"),
    labels.rules.may_submit: _("an approver of the city"),
    labels.rules.conditions.may_report_condition: _("an approver of the city"),
    labels.rules.conditions.may_confirm_first: _("a reviewer or decider without conflict of interest"),
    labels.rules.conditions.may_confirm_second: _("a second person of the office"),
    labels.rules.conditions.may_ask_again: _("a reviewer or decider without conflict of interest"),
    labels.rules.cases.may_handle: _("a reviewer or decider without conflict of interest"),
    labels.rules.cases.may_admit: _("a second person of the office"),
    labels.rules.cases.may_find_inadmissible: _("a second person of the office"),
    labels.rules.cases.may_drop_admissibility: _("a second person of the office, or the one who proposed it"),
    labels.rules.cases.may_close_window: _("the portal, by itself"),
    labels.rules.cases.may_close_reply: _("the portal, by itself"),
    labels.rules.cases.may_sign_first: _("a decider who is new to the case"),
    labels.rules.cases.may_grant: _("a second decider who is new to the case"),
    labels.rules.cases.may_refuse: _("a second decider who is new to the case"),
    labels.rules.cases.may_reject_proposal: _("a decider without conflict of interest, or the one who proposed it"),
    labels.rules.cases.may_reopen_admissibility: _("a decider without conflict of interest"),
    labels.rules.may_propose_reinstate: _("a decider without conflict of interest"),
    labels.rules.may_propose_against_label: _("a decider without conflict of interest, who did not decide to grant it"),
    labels.rules.may_suspend: _("a second decider, new to the label as well"),
    labels.rules.may_revoke: _("a second decider, new to the label as well, after the city was heard"),
    labels.rules.may_reinstate: _("a second decider, never the one who proposed it"),
    labels.rules.may_ask_withdrawal: _("an approver of the city"),
    labels.rules.may_withdraw_label: _("another approver of the city, or a decider"),
    labels.rules.may_drop_change: _("a decider; the city for what it asked itself"),
    labels.rules.never: _("the portal, by itself"),
    participation.rules.by_mail_only: _("its author, by a link that only their mailbox knows"),
    participation.rules.may_moderate: _("a reviewer or decider without conflict of interest"),
}
