"""Every write of what others say about the record. Keyword-only, atomic, with `by=`."""

from participation.actions.filing import Filed, confirm, file_counter_evidence, unconfirmed, withdraw_statement
from participation.actions.moderation import publish_statement, refuse_statement
from participation.actions.replying import reply
from participation.actions.retention import Forgotten, forget_people

__all__ = [
    "Filed",
    "Forgotten",
    "confirm",
    "file_counter_evidence",
    "forget_people",
    "publish_statement",
    "refuse_statement",
    "reply",
    "unconfirmed",
    "withdraw_statement",
]
