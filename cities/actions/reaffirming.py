"""After an election: the new mayor re-affirms by a link that works once, and the mandate goes on file."""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.actions import mayor_links
from cities.actions.mandates import clean_new_mandate, lock_city, open_mandate, put_on_file
from cities.models import City, Mandate, ReaffirmLink
from cities.rules import may_hand_in_mandate, missing_mandate
from cities.workflow import MANDATE
from core.access import Hidden
from core.tokens import hash_token
from review.workflow import NotAllowed, NotReady, Stale


@transaction.atomic
def ask_to_reaffirm(
    *,
    city: City,
    by: User,
    name: str,
    email: str,
    title: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
) -> ReaffirmLink:
    """Ask the new mayor to re-affirm what the city promised, for a new term.

    Args:
        city: a committed city.
        by: one of its approvers.
        name: the mayor's name.
        email: the mayor's official address; any other waits for a second approver's word.
        title: what gives the mandate, such as the election.
        starts_on: first day of the term.
        ends_on: last day of the term.

    Returns: the link. Its token stands in the mail only.
    Raises: NotAllowed; NotReady for an interested city; ValidationError by field name.
    """
    kind = Mandate.Kind.STATEMENT
    if city.membership == City.Membership.INTERESTED:
        raise NotReady(missing_mandate(city))
    values = clean_new_mandate(
        city=city, by=by, kind=kind, title=title, starts_on=starts_on, ends_on=ends_on, decided_on=None
    )
    person = mayor_links.clean_mayor(city=city, name=name, email=email, writers=(by,))
    mandate = open_mandate(city, by, values | {"state": Mandate.State.ASKED})
    link = ReaffirmLink.objects.create(mandate=mandate, asked_by=by, digest=mandate_digest(mandate=mandate), **person)
    if link.is_official:
        emails.reaffirm_link(link, mayor_links.send_out(link))
    return link


@transaction.atomic
def confirm_reaffirm(*, link: ReaffirmLink, by: User) -> ReaffirmLink:
    """Confirm that an address outside the official domains is the mayor's; the link is sent now.

    Args:
        link: a link that waits for it.
        by: an approver who did not ask for it.

    Returns: the link.
    Raises: NotAllowed, Stale.
    """
    token = mayor_links.confirm_address(link, link.mandate.city, by=by)
    emails.reaffirm_link(link, token)
    return link


@transaction.atomic
def resend_reaffirm(*, link: ReaffirmLink, by: User) -> ReaffirmLink:
    """Send the new mayor a new link; the one before opens nothing any more.

    Args:
        link: an open link that was sent.
        by: an approver of the city.

    Returns: the link.
    Raises: NotAllowed, Stale.
    """
    if not may_hand_in_mandate(by, link.mandate.city):
        raise NotAllowed(_("Approvers of the city hand in its mandate."))
    emails.reaffirm_link(link, mayor_links.send_again(link, link.mandate.city, by=by))
    return link


def link_to_reaffirm(*, token: str) -> ReaffirmLink:
    """Return the link that a token opens, with mandate and city, used or not.

    Args:
        token: from the address in the mail.

    Raises: Hidden for an unknown token.
    """
    rows = ReaffirmLink.objects.select_related("mandate__city", "asked_by")
    link = rows.filter(token_hash=hash_token(token)).first()
    if link is None:
        raise Hidden
    return link


def reaffirm_obstacle(*, link: ReaffirmLink) -> str:
    """Say in words why the mayor cannot re-affirm; empty when nothing stands against it.

    Args:
        link: the link, with its mandate as it is stored now.
    """
    if words := mayor_links.link_obstacle(link, link.mandate.city):
        return words
    if link.mandate.state != Mandate.State.ASKED or mandate_digest(mandate=link.mandate) != link.digest:
        return _("%(city)s took this back. Nothing is to be signed now.") % {"city": link.mandate.city}
    return ""


@transaction.atomic
def reaffirm(*, token: str, by: User | None = None) -> ReaffirmLink:
    """Re-affirm: the mandate goes on file, and the city may send texts again. It works once.

    Args:
        token: from the address in the mail.
        by: whoever is signed in at that browser, if anybody; nobody who acts for the city signs this way.

    Returns: the used link.
    Raises: Hidden for an unknown token; NotAllowed; Stale with the reason.
    """
    link = link_to_reaffirm(token=token)
    mayor_links.refuse_members(link.mandate.city, by)
    city = lock_city(link.mandate)
    link = link_to_reaffirm(token=token)
    if words := reaffirm_obstacle(link=link):
        raise Stale(words)
    now = timezone.now()
    mayor_links.use_once(link, at=now)
    data = {"signed_by": link.name, "digest": link.digest, "link": link.pk}
    MANDATE.apply(link.mandate, "reaffirm", by=None, also={"decided_on": timezone.localdate(now)}, data=data)
    put_on_file(link.mandate, city)
    emails.mandate_accepted(link.mandate)
    emails.reaffirm_receipt(link)
    return link


def mandate_digest(*, mandate: Mandate) -> str:
    """Return the SHA-256 of what the mayor signs: city, title and term, as canonical JSON.

    Args:
        mandate: a mandate that waits for the mayor.
    """
    content = {
        "city": mandate.city.slug,
        "mandate": mandate.pk,
        "title": mandate.title,
        "from": mandate.starts_on.isoformat(),
        "until": mandate.ends_on.isoformat(),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
