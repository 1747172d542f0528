"""A member of the pool says whether they have a conflict of interest in one case. The last word counts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_panel_member
from cities.actions import declare_conflict, withdraw_conflict
from cities.models import Conflict
from core import audit
from labels.actions.locking import lock, refuse_if_off
from labels.models import LabelApplication, PanelDeclaration, PanelMember, PoolMember
from labels.queries.draws import FILLED_IN, asked_cases
from review.workflow import NotAllowed, Stale

Says = PanelDeclaration.Says


@transaction.atomic
def declare_about_case(*, application: LabelApplication, by: User, says: str, reason: str = "") -> PanelDeclaration:
    """Declare no conflict, a soft or a hard one about one case. A hard one hides it, and frees the own seat.

    Args:
        application: a case the pool is asked about, or one in whose panel the member sits.
        by: a member of the pool, for themselves.
        says: one of `PanelDeclaration.Says`; who sits in the panel declares a conflict only.
        reason: what connects them with the city; needed for a conflict, read by the office.

    Returns: the declaration.
    Raises: NotAllowed; Refused while the label is off; ValidationError by field name; Stale when nobody asks any more.
    """
    refuse_if_off()
    lock(application)
    member = PoolMember.objects.filter(user=by).first()
    if member is None or not is_panel_member(by):
        raise NotAllowed(_("Only members of the pool declare conflicts about a case."))
    if says not in Says.values:
        raise ValidationError({"says": _("Choose one.")})
    seated = application.panel.filter(member=member, state=PanelMember.State.SEATED)
    is_seated = application.state in FILLED_IN and seated.exists()
    if not is_seated and not asked_cases().filter(pk=application.pk).exists():
        raise Stale(_("The candidates are listed, so nobody is asked about this case any more."))
    if is_seated and says == Says.NONE:
        raise ValidationError({"says": _("You sit in this panel: declare a conflict here if you have one now.")})
    _keep_conflict(application, by, says, reason)
    rows = PanelDeclaration.objects.filter(application=application, member=member)
    if not rows.update(says=says, declared_at=timezone.now()):
        PanelDeclaration.objects.create(application=application, member=member, says=says)
    if is_seated and says == Says.SOFT:
        seated.update(declared=Says.SOFT)
    scope = audit.office_scope(application.city)
    audit.record("declare_about_case", by=by, obj=application, scope=scope, data={"says": says})
    return rows.get()


def _keep_conflict(application: LabelApplication, by: User, says: str, reason: str) -> None:
    """Bring the register of conflicts in line with what was said."""
    open_soft = Conflict.objects.filter(user=by, city=application.city, kind=Conflict.Kind.SOFT, withdrawn_at=None)
    found = open_soft.select_related("city").first()
    if says == Says.NONE and found is not None:
        withdraw_conflict(conflict=found, by=by)
    if says in (Says.SOFT, Says.HARD) and not (says == Says.SOFT and found is not None):
        declare_conflict(city=application.city, by=by, kind=says, reason=reason)
