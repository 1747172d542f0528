"""Every write of what others say about the record. Keyword-only, atomic, with `by=`."""

from participation.actions.alerting import (
    ask_for_alert,
    asked_alert,
    change_alert,
    confirm_alert,
    renew_list,
    send_list,
    stop_alert,
)
from participation.actions.confirming import Over, confirm, send_link_again, unconfirmed, withdraw_statement
from participation.actions.filing import file_counter_evidence, file_label_statement
from participation.actions.keeping import Filed
from participation.actions.moderation import lapse_statements, publish_statement, refuse_statement
from participation.actions.replying import reply
from participation.actions.retention import Forgotten, forget_people
from participation.actions.scanning import scan_proof
from participation.actions.sending import send_alerts

__all__ = [
    "Filed",
    "Forgotten",
    "Over",
    "ask_for_alert",
    "asked_alert",
    "change_alert",
    "confirm",
    "confirm_alert",
    "file_counter_evidence",
    "file_label_statement",
    "forget_people",
    "lapse_statements",
    "publish_statement",
    "refuse_statement",
    "renew_list",
    "reply",
    "scan_proof",
    "send_alerts",
    "send_link_again",
    "send_list",
    "stop_alert",
    "unconfirmed",
    "withdraw_statement",
]
