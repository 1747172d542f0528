"""Every write of what others say about the record. Keyword-only, atomic, with `by=`."""

from participation.actions.filing import (
    Filed,
    Over,
    confirm,
    file_counter_evidence,
    send_link_again,
    unconfirmed,
    withdraw_statement,
)
from participation.actions.moderation import lapse_statements, publish_statement, refuse_statement
from participation.actions.replying import reply
from participation.actions.retention import Forgotten, forget_people
from participation.actions.scanning import scan_proof

__all__ = [
    "Filed",
    "Forgotten",
    "Over",
    "confirm",
    "file_counter_evidence",
    "forget_people",
    "lapse_statements",
    "publish_statement",
    "refuse_statement",
    "reply",
    "scan_proof",
    "send_link_again",
    "unconfirmed",
    "withdraw_statement",
]
