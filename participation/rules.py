"""Who may say something about the record, who checks it, who answers. Duck-typed."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import is_administrator, is_decider, is_office, is_reviewer
from cities.domains import domain_of
from cities.rules import acts_for, may_check, may_judge
from core import clamd
from labels.rules import switched_off


def may_make_statement(user: Any) -> bool:
    """Residents and organisations, with or without an account; nobody who acts for a city or works for the office."""
    return not (is_office(user) or (user.is_authenticated and user.city_roles))


def may_speak_on(user: Any, application: Any) -> bool:
    """As above, and nobody who sits in the panel of this application: its members judge what others say."""
    if not may_make_statement(user):
        return False
    return not (user.is_authenticated and application.panel.filter(state="seated", member__user_id=user.pk).exists())


def speaks_for(email: str, city: Any) -> bool:
    """Whether an address lies in a domain that the office recorded for `city`: its people answer, they do not ask."""
    domain = domain_of(email)
    return any(domain == own or domain.endswith(f".{own}") for own in city.email_domains)


def may_see_statements(user: Any) -> bool:
    """Reviewers and deciders see what waits for moderation."""
    return is_reviewer(user) or is_decider(user)


def may_hold_statement(user: Any, statement: Any) -> bool:
    """A reviewer or decider without hard conflict with the city holds what waits."""
    return may_check(user, statement.city)


def may_moderate(user: Any, statement: Any) -> bool:
    """A reviewer or decider without conflict with the city publishes or refuses; a soft one is countersigned first."""
    return may_judge(user, statement.city)


def unscanned_proof(statement: Any) -> list[str]:
    """Say what the virus scan holds against the file of a text before it is published.

    Where no scanner is set up nothing waits: the file is only ever a download.
    """
    if statement.proof != "file":
        return []
    if statement.scan_state == "infected":
        return [_("A virus was found in the file. Refuse the text: its author may write again with a clean one.")]
    if not clamd.waits(statement.scan_state):
        return []
    if statement.scan_state == "error":
        return [_("The virus scan of the file failed. The portal tries again by itself, at least once a day.")]
    return [_("The file is not scanned for viruses yet. The portal scans it by itself, in minutes as a rule.")]


def may_reply(user: Any, statement: Any) -> bool:
    """Editors and approvers reply for their city."""
    return acts_for(user, statement.city)


def case_is_over(statement: Any) -> list[str]:
    """Say why nothing is added to the page of a label application: its city took it back, or the label is off."""
    if statement.application.state == "withdrawn":
        return [_("The city took its application back, so nothing is added to its page.")]
    return switched_off()


def by_mail_only(user: Any, statement: Any) -> bool:
    """Nobody by account: the author acts through a link that only their mailbox knows."""
    return False


def may_see_alerts(user: Any) -> bool:
    """Administrators see what is followed, without addresses, and stop an alert when its owner asks for it."""
    return is_administrator(user)
