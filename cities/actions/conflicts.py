"""Conflicts of interest: people of the office declare their own. A hard one hides the city's cases from them."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.cleaning import Cleaner, a_text
from cities.models import City, Conflict
from cities.rules import may_declare_conflict
from core import audit
from core.access import Refused
from review.workflow import NotAllowed, Stale


@transaction.atomic
def declare_conflict(*, city: City, by: User, kind: str, reason: str) -> Conflict:
    """Declare the own conflict of interest with a city; an open declaration of the other kind is replaced.

    Args:
        city: the city.
        by: a reviewer or decider, for themselves.
        kind: "hard" (hides the city's cases) or "soft" (declared and justified).
        reason: why.

    Returns: the declaration.
    Raises: NotAllowed; ValidationError by field name.
    """
    if not may_declare_conflict(by):
        raise NotAllowed(_("Reviewers and deciders declare conflicts of interest, for themselves."))
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
    by.forget("conflict_city_ids")
    audit.record("declare_conflict", by=by, obj=conflict, scope=city, data={"kind": kind, "reason": text})
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
    by.forget("conflict_city_ids")
    audit.record("withdraw_conflict", by=by, obj=conflict, scope=conflict.city, data={"kind": conflict.kind})
    return conflict
