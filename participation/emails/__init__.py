"""The mails of the participation app, one function each. Texts: templates/emails/. No person of the office is named."""

from participation.emails.statements import (
    confirm,
    decided,
    elsewhere,
    lapsed,
    mail_key,
    received,
    replied,
    to_answer,
    to_know,
)

__all__ = ["confirm", "decided", "elsewhere", "lapsed", "mail_key", "received", "replied", "to_answer", "to_know"]
