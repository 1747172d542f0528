"""A text of somebody without an account in words, for their own pages: what it is about, and how it stands."""

from typing import Any

from django.utils.translation import gettext as _

from core import local
from participation.models import LabelStatement, Statement

Row = dict[str, Any]


def about(statement: Any) -> Row:
    """Return what a text is about: its number, the address of the page, and words for links and the summary."""
    if isinstance(statement, LabelStatement):
        application = statement.application
        name = {"city": application.city.name}
        return {
            "code": application.reference,
            "url": statement.about_url,
            "what": _("the application of %(city)s for the label") % name,
            "link": _("Go to the application"),
            "proof": statement.url,
            "questions": [row.title for row in statement.criteria.order_by("position", "pk")],
            "language": application.scheme.language,
        }
    return {
        "code": statement.commitment.code,
        "url": statement.about_url,
        "what": _about_record(statement),
        "link": _("Go to the commitment"),
        "proof": statement.url or statement.file_name,
        "questions": [],
        "language": "",
    }


def _about_record(statement: Any) -> str:
    if statement.evidence:
        return _("the evidence “%(title)s”") % {"title": statement.evidence.title}
    return _("the progress report of %(date)s") % {"date": local.day(statement.report.as_of)}


def standing(statement: Statement, reply_days: int) -> tuple[str, str]:
    """Return the heading and the sentence of an author's own page.

    Args:
        statement: confirmed.
        reply_days: how long the city has to reply to counter-evidence.
    """
    on_label = isinstance(statement, LabelStatement)
    state: str = statement.state
    if state == "submitted":
        return _("Your text is being checked"), _("We write to you when it is public, or why it is not.")
    if state == "published":
        return _("Your text is public"), _read_by(on_label, reply_days)
    if state == "refused":
        return (
            _("Your text was not published"),
            _("The mail to you says why. You may write it again, in a way that keeps to the rules."),
        )
    if state == "lapsed":
        return _lapsed(on_label)
    return (
        _("You took your text back"),
        _("It is not shown any more. After seven days we forget it and your address."),
    )


def _read_by(on_label: bool, reply_days: int) -> str:
    if on_label:
        return _("The city and the panel that looks at the application read it, too.")
    return _("The city has %(days)s days to reply. We write to you when it does.") % {"days": reply_days}


def _lapsed(on_label: bool) -> tuple[str, str]:
    words = _(
        "Your text was not checked before that, so it is not published. After seven days we forget it and your address."
    )
    return (_("The city took its application back") if on_label else _("The city withdrew the commitment")), words


def taken_back(statement: Statement) -> str:
    """Say what taking a text back does."""
    if statement.state != "published":
        return _("It is not checked any more and never becomes public. You cannot undo this.")
    if isinstance(statement, LabelStatement):
        return _("It is no longer shown, neither in public nor to the panel. You cannot undo this.")
    return _("It is no longer shown, nor is the city’s reply. You cannot undo this.")
