"""The pool of panel members: people offer to serve, the office accepts, and everybody may pause or leave."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import PANEL
from cities.cleaning import Cleaner, a_country, a_line
from cities.models import City
from core import audit
from core.codes import new_code
from core.languages import LANGUAGES
from core.text import clean_text
from labels.actions.locking import refuse_if_off
from labels.emails.panel import send_offer_answered, send_offer_received
from labels.models import PanelSeat, PoolMember
from labels.rules.panel import is_own_offer, may_offer
from labels.workflow.panel import POOL
from review.queue import follow
from review.workflow import NotAllowed, Stale

KNOWN_LANGUAGES = dict(LANGUAGES)
ACCEPTED = ("accepted_at", "accepted_by")


@transaction.atomic
def offer_to_serve(*, by: User, **words: Any) -> PoolMember:
    """Offer to sit in panels. The office accepts before anybody is drawn.

    Args:
        by: somebody with an account, not of the office.
        words: as `clean_offer` takes them.

    Returns: the offer, with its public number.
    Raises: NotAllowed; Refused while the label is off; ValidationError by field name; Stale when there is one already.
    """
    refuse_if_off()
    if not may_offer(by):
        raise NotAllowed(_("People of the office accept the offers, so they do not sit in panels."))
    values = clean_offer(**words)
    try:
        with transaction.atomic():
            member = PoolMember.objects.create(user=by, public_id=_new_number(), **values)
    except IntegrityError as error:
        raise Stale(_("You have offered to serve already. Reload the page to see it.")) from error
    audit.record("offer_to_serve", by=by, obj=member, data={"kind": member.kind})
    follow(member)
    send_offer_received(member)
    return member


@transaction.atomic
def change_offer(*, member: PoolMember, by: User, revision: int, **words: Any) -> PoolMember:
    """Change the own offer, or offer again after leaving. The office accepts anew, unless only languages changed.

    Args:
        member: the own offer.
        by: whose offer it is.
        revision: the revision that was read.
        words: as `clean_offer` takes them.

    Raises: NotAllowed; Refused while the label is off; ValidationError by field name; Stale when it changed meanwhile.
    """
    refuse_if_off()
    if not is_own_offer(by, member) or not may_offer(by):
        raise NotAllowed(_("Everybody changes their own offer only; people of the office make none."))
    values = clean_offer(**words)
    _lock(member)
    if member.revision != revision:
        raise Stale(_("You changed this in another window. Here is what you typed now; send it again to keep it."))
    judged = {name for name, value in values.items() if getattr(member, name) != value} - {"languages"}
    for name, value in values.items():
        setattr(member, name, value)
    member.revision += 1
    member.save(update_fields=[*values, "revision"])
    if member.state == PoolMember.State.LEFT:
        POOL.apply(member, "offer_again", by=by, also=dict.fromkeys(ACCEPTED))
    elif judged and member.state != PoolMember.State.WAITING:
        POOL.apply(member, "change", by=by, also=dict.fromkeys(ACCEPTED))
    else:
        audit.record("change_offer", by=by, obj=member)
        follow(member)
        return member
    send_offer_received(member)
    return member


@transaction.atomic
def accept_offer(*, obj: PoolMember, by: User, note: str = "") -> PoolMember:
    """Accept somebody into the pool: they may be drawn, and need a second factor from now on.

    Args:
        obj: an offer that waits.
        by: an administrator or decider, not the person.
        note: what was checked; the office reads it.

    Raises: NotAllowed; Refused while the label is off; Stale.
    """
    refuse_if_off()
    _lock(obj)
    POOL.apply(obj, "accept", by=by, note=clean_text(note), also={"accepted_at": timezone.now(), "accepted_by": by})
    obj.user.groups.add(Group.objects.get_or_create(name=PANEL)[0])
    send_offer_answered(obj)
    return obj


@transaction.atomic
def turn_down_offer(*, obj: PoolMember, by: User, note: str) -> PoolMember:
    """Do not accept an offer. The person reads why, and may offer again.

    Raises: NotAllowed; Refused while the label is off; NotReady without a reason, or while they sit in a panel; Stale.
    """
    refuse_if_off()
    _lock(obj)
    POOL.apply(obj, "turn_down", by=by, note=clean_text(note))
    obj.user.groups.remove(*Group.objects.filter(name=PANEL))
    send_offer_answered(obj, note=clean_text(note))
    return obj


@transaction.atomic
def pause_offer(*, member: PoolMember, by: User, step: str) -> PoolMember:
    """Take a pause from being drawn, or end it. Seats that are held already stay.

    Args:
        member: the own offer.
        by: whose offer it is.
        step: "pause" or "resume".

    Raises: NotAllowed; Refused while the label is off; Stale.
    """
    refuse_if_off()
    _lock(member)
    POOL.apply(member, step, by=by)
    return member


@transaction.atomic
def leave_pool(*, member: PoolMember, by: User) -> PoolMember:
    """Leave the pool. Who sits in a panel declines that seat first, so that it is filled.

    Raises: NotAllowed; NotReady while a seat is held; Stale.
    """
    _lock(member)
    POOL.apply(member, "leave", by=by)
    by.groups.remove(*Group.objects.filter(name=PANEL))
    by.forget("role_names")
    return member


def clean_offer(
    *, name: str, kind: str, country: str, languages: list[str], institution: str, city: City | None = None
) -> dict[str, Any]:
    """Return the fields of an offer, cleaned. For an official the state is that of the city.

    Args:
        name: as it is published once the person sits in a panel.
        kind: one of `PanelSeat.Kind`.
        country: ISO 3166-1 alpha-2.
        languages: codes of the official languages of the Union that the person reads well.
        institution: where the person works, or whom they speak for.
        city: of officials.

    Raises: ValidationError by field name.
    """
    form = Cleaner()
    form.take("name", a_line(150, required=_("Enter your name. It is published once you sit in a panel.")), name)
    form.take("institution", a_line(200, required=_("Say where you work, or whom you speak for.")), institution)
    form.take("kind", _a_kind, kind)
    form.take("languages", _some_languages, languages)
    is_official = kind == PanelSeat.Kind.OFFICIAL
    if is_official and city is None:
        form.fault("city", _("Choose your city: officials serve for a city that holds the label."))
    form.take("country", a_country, city.country if is_official and city else country)
    return form.result() | {"city": city if is_official else None}


def _a_kind(value: Any) -> str:
    if value not in PanelSeat.Kind.values:
        raise ValidationError(_("Say as what you would serve."), code="required")
    return str(value)


def _some_languages(value: Any) -> list[str]:
    found = [code for code in KNOWN_LANGUAGES if code in (value or ())]
    if not found:
        raise ValidationError(_("Tick the languages that you read well."), code="required")
    return found


def _new_number() -> str:
    number = new_code("HRP")
    while PoolMember.objects.filter(public_id=number).exists():
        number = new_code("HRP")
    return number


def _lock(member: PoolMember) -> None:
    """Read the offer again and hold its row until the transaction ends."""
    rows = PoolMember.objects.select_for_update(of=("self",)).select_related("user", "city")
    member.refresh_from_db(from_queryset=rows)
