"""Conflicts of interest: people of office and panels declare their own. A hard one hides the city's cases."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.cleaning import Cleaner, a_text
from cities.models import City, Conflict
from cities.rules import has_open_soft_conflict, may_countersign, may_declare_conflict
from core import audit
from core.access import Refused
from review.registry import release_cases
from review.workflow import NotAllowed, Stale


@transaction.atomic
def declare_conflict(*, city: City, by: User, kind: str, reason: str) -> Conflict:
    """Declare the own conflict of interest with a city; an open declaration of the other kind is replaced.

    Args:
        city: the city.
        by: a reviewer, decider or panel member, for themselves.
        kind: "hard" (hides the city's cases, and takes those they hold out of their hands) or "soft" (declared,
            justified, and countersigned by a decider before they decide).
        reason: why.

    Returns: the declaration.
    Raises: NotAllowed; ValidationError by field name.
    """
    if not may_declare_conflict(by):
        raise NotAllowed(_("Reviewers, deciders and panel members declare conflicts of interest, for themselves."))
    form = Cleaner()
    text = form.take("reason", a_text(2000), reason)
    if not text:
        form.fault("reason", _("Say what connects you with this city."))
    if kind not in Conflict.Kind.values:
        form.fault("kind", _("Choose hard or soft."))
    form.result()
    before = Conflict.objects.filter(user=by, city=city, withdrawn_at=None).exclude(kind=kind)
    before.update(withdrawn_at=timezone.now())
    try:
        with transaction.atomic():
            conflict = Conflict.objects.create(user=by, city=city, kind=kind, reason=text)
    except IntegrityError as error:
        raise ValidationError({"city": _("You have declared this already.")}) from error
    by.forget("conflict_city_ids", "open_soft_city_ids")
    if kind == Conflict.Kind.HARD:
        release_cases(by, city)
    data = {"kind": kind, "reason": text}
    audit.record("declare_conflict", by=by, obj=conflict, scope=audit.office_scope(city), data=data)
    return conflict


@transaction.atomic
def withdraw_conflict(*, conflict: Conflict, by: User) -> Conflict:
    """Withdraw the own declaration; the row stays.

    Args:
        conflict: an open declaration.
        by: whoever made it.

    Returns: the declaration.
    Raises: Refused for somebody else's, Stale when it is withdrawn already.
    """
    if conflict.user_id != by.pk or not may_declare_conflict(by):
        raise Refused(_("Only the person who declared a conflict withdraws it."))
    now = timezone.now()
    if not Conflict.objects.filter(pk=conflict.pk, withdrawn_at=None).update(withdrawn_at=now):
        raise Stale(_("This declaration is withdrawn already."))
    conflict.withdrawn_at = now
    by.forget("conflict_city_ids", "open_soft_city_ids")
    scope = audit.office_scope(conflict.city)
    audit.record("withdraw_conflict", by=by, obj=conflict, scope=scope, data={"kind": conflict.kind})
    return conflict


@transaction.atomic
def countersign_conflict(*, conflict: Conflict, by: User) -> Conflict:
    """Agree that somebody with a soft conflict may decide about the city's cases.

    Args:
        conflict: an open declaration of a soft conflict.
        by: a decider without conflict who did not declare it.

    Returns: the declaration.
    Raises: NotAllowed; Stale when it is withdrawn or countersigned already.
    """
    if not may_countersign(by, conflict):
        raise NotAllowed(_("A decider who did not declare it, and has no conflict, countersigns a soft conflict."))
    now = timezone.now()
    waiting = Conflict.objects.filter(pk=conflict.pk, withdrawn_at=None, countersigned_at=None)
    if not waiting.update(countersigned_at=now, countersigned_by=by):
        raise Stale(_("This declaration is withdrawn or countersigned already."))
    conflict.countersigned_at, conflict.countersigned_by = now, by
    audit.record("countersign_conflict", by=by, obj=conflict, scope=audit.office_scope(conflict.city))
    return conflict


def require_countersigned(by: User, city: City) -> None:
    """Raise NotAllowed, with words, while `by` has a soft conflict with `city` that nobody countersigned."""
    if has_open_soft_conflict(by, city):
        words = _("You declared a soft conflict with %(city)s. A decider countersigns it before you decide.")
        raise NotAllowed(words % {"city": city})
