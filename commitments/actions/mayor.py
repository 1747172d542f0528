"""Sign-off by a mayor without an account: a link that works once, for exactly one text."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.actions import mayor_links
from commitments import emails
from commitments.actions.common import lock, require_writer
from commitments.actions.digest import content_digest
from commitments.actions.material import settle_material
from commitments.actions.submission import receipt
from commitments.models import CommitmentVersion, SignOffLink
from commitments.rules import DRAFT_STATES, missing_mandate
from commitments.workflow import VERSION
from core import audit
from core.access import Hidden
from core.tokens import hash_token
from review.workflow import NotReady, Stale

State = CommitmentVersion.State


@transaction.atomic
def ask_mayor(*, version: CommitmentVersion, name: str, email: str, by: User) -> SignOffLink:
    """Send a complete text to the mayor to sign off; a draft waits for sign-off from here on.

    An address outside the city's official domains gets no mail before a second approver has confirmed it.

    Args:
        version: a draft, a returned text, or one that waits for sign-off.
        name: the mayor's name.
        email: the mayor's official address: never that of a writer or of anybody who acts for the city.
        by: an editor or approver of the city.

    Returns: the link. Its token stands in the mail only.
    Raises: NotAllowed; NotReady with what is missing; Stale; ValidationError by field name.
    """
    city = version.commitment.city
    require_writer(by, city)
    current = lock(version)
    if missing := missing_mandate(current):
        raise NotReady(missing)
    if current.state in DRAFT_STATES:
        VERSION.apply(settle_material(current), "ask_sign_off", by=by)
    elif current.state != State.SIGN_OFF:
        VERSION.named(current, "ask_sign_off")
    values = mayor_links.clean_mayor(city=city, name=name, email=email, writers=(by, current.author, current.editor))
    link = _only_link(current, values | {"digest": content_digest(current), "asked_by": by})
    data = {"name": link.name, "is_official": link.is_official, "digest": link.digest}
    audit.record("ask_mayor", by=by, obj=link, scope=city, data=data)
    if link.is_official:
        emails.sign_off_link(link, mayor_links.send_out(link))
    else:
        emails.mayor_address_asked(link)
    return link


def _only_link(version: CommitmentVersion, values: dict[str, Any]) -> SignOffLink:
    now = timezone.now()
    SignOffLink.objects.open().filter(version=version, expires_at__lte=now).update(revoked_at=now)
    try:
        with transaction.atomic():
            return SignOffLink.objects.create(version=version, **values)
    except IntegrityError as error:
        raise mayor_links.open_twice() from error


@transaction.atomic
def confirm_mayor(*, link: SignOffLink, by: User) -> SignOffLink:
    """Confirm that an address outside the official domains is the mayor's; the link is sent now.

    Args:
        link: a link that waits for it.
        by: an approver who did not ask for it.

    Returns: the link.
    Raises: NotAllowed, Stale.
    """
    if missing := missing_mandate(link.version):
        raise Stale(" ".join(missing))
    token = mayor_links.confirm_address(link, link.version.commitment.city, by=by)
    emails.sign_off_link(link, token)
    return link


@transaction.atomic
def resend_mayor(*, link: SignOffLink, by: User) -> SignOffLink:
    """Send the mayor a new link to the same text; the one before opens nothing any more.

    Args:
        link: an open link that was sent.
        by: an editor or approver of the city.

    Returns: the link.
    Raises: NotAllowed; Stale when the mandate has ended, the text has changed, or the link is used or taken back.
    """
    require_writer(by, link.version.commitment.city)
    current = lock(link.version)
    if missing := missing_mandate(current):
        raise Stale(" ".join(missing))
    if current.state != State.SIGN_OFF or content_digest(current) != link.digest:
        raise Stale(_("The text has changed since the link was sent. Take the link back, then send a new one."))
    emails.sign_off_link(link, mayor_links.send_again(link, current.commitment.city, by=by))
    return link


@transaction.atomic
def revoke_mayor(*, link: SignOffLink, by: User) -> SignOffLink:
    """Take a link back. The text goes on waiting for sign-off.

    Args:
        link: an open link.
        by: an editor or approver of the city.

    Returns: the link.
    Raises: NotAllowed, Stale.
    """
    mayor_links.take_back(link, link.version.commitment.city, by=by)
    return link


def stop_mayor_links(*, today: dt.date | None = None, by: None = None) -> int:
    """Take back the open links of cities whose mandate has ended, and tell whoever asked for them how to go on.

    For the daily command; safe to run twice and at once: each link is taken back by one UPDATE.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.
        by: nobody: the day has come.

    Returns: how many links were taken back.
    """
    today = today or timezone.localdate()
    ended = SignOffLink.objects.open().filter(version__commitment__city__mandate_until__lt=today)
    rows = ended.select_related("version__commitment__city", "asked_by").order_by("pk")
    return sum(_stop(link) for link in rows)


@transaction.atomic
def _stop(link: SignOffLink) -> bool:
    if not SignOffLink.objects.open().filter(pk=link.pk).update(revoked_at=timezone.now()):
        return False
    city = link.version.commitment.city
    data = {"name": link.name, "reason": "mandate ended", "ends_on": city.mandate_until}
    audit.record("revoke_mayor_link", by=None, obj=link, scope=city, data=data)
    emails.sign_off_stopped(link)
    return True


def link_to_sign(*, token: str) -> SignOffLink:
    """Return the link that a token opens, with its text and city, used or not.

    Args:
        token: from the address in the mail.

    Raises: Hidden for an unknown token.
    """
    rows = SignOffLink.objects.select_related("version__commitment__city", "asked_by")
    link = rows.filter(token_hash=hash_token(token)).first()
    if link is None:
        raise Hidden
    return link


def signing_obstacle(*, link: SignOffLink, version: CommitmentVersion) -> str:
    """Say in words why the mayor cannot sign; empty when nothing stands against it.

    Args:
        link: the link.
        version: its text as it is stored now.
    """
    city = version.commitment.city
    if not link.used_at and (missing := missing_mandate(version)):
        return " ".join(missing)
    if words := mayor_links.link_obstacle(link, city):
        return words
    if version.state not in {State.SIGN_OFF, *DRAFT_STATES}:
        return _("This text was signed off and sent already. There is nothing left to do.")
    if content_digest(version) != link.digest:
        return _("%(city)s changed the text after it sent you this link, so it cannot be signed with it.") % {
            "city": city
        }
    if version.state != State.SIGN_OFF:
        return _("%(city)s took the text back to work on it. Nothing is to be signed now.") % {"city": city}
    return ""


@transaction.atomic
def sign_as_mayor(*, token: str, by: User | None = None) -> SignOffLink:
    """Sign off and submit the text of a link: the mayor is the second pair of eyes. It works once.

    Args:
        token: from the address in the mail.
        by: whoever is signed in at that browser, if anybody; nobody who acts for the city signs this way.

    Returns: the used link; its text is submitted.
    Raises: Hidden for an unknown token; NotAllowed; NotReady; Stale with the reason.
    """
    link = link_to_sign(token=token)
    mayor_links.refuse_members(link.version.commitment.city, by)
    current = lock(link.version)
    link.refresh_from_db(fields=["used_at", "revoked_at", "expires_at"])
    if words := signing_obstacle(link=link, version=current):
        raise Stale(words)
    now = timezone.now()
    mayor_links.use_once(link, at=now)
    times = current.submissions + 1
    reference = f"{current.commitment.code}-{current.number}.{times}"
    values = receipt(uuid4(), reference, times) | {"signed_off_by": None, "content_hash": link.digest}
    data = {"reference": reference, "content_digest": link.digest, "signed_by": link.name, "link": link.pk}
    VERSION.apply(current, "sign_by_link", by=None, also=values, data=data)
    link.version = current
    emails.sign_off_receipt(link)
    return link
