"""What of this app can wait at the office; `apps.py` registers it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import JoinRequest, Mandate
from cities.queries import join_entry, mandate_entry, waiting_joins, waiting_mandates
from cities.rules import may_hold_join, may_hold_mandate, may_verify_joins
from cities.workflow import WAITING
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind

JOINS = Kind(
    "join",
    _("Requests to join"),
    JoinRequest,
    waiting_joins,
    join_entry,
    may_verify_joins,
    "admin:cities_joinrequest_change",
    waiting=WAITING,
    answered=("returned",),
    unanswered=("withdraw",),
    deadline="join_check",
    claim=claim_case,
    assign=assign_case,
    release=release_case,
    may_hold=may_hold_join,
    is_invented=Q(city__origin="sample"),
)
MANDATES = Kind(
    "mandate",
    _("Mandates to verify"),
    Mandate,
    waiting_mandates,
    mandate_entry,
    may_verify_joins,
    "admin:cities_mandate_change",
    waiting=(Mandate.State.SUBMITTED,),
    unanswered=("withdraw",),
    deadline="join_check",
    claim=claim_case,
    assign=assign_case,
    release=release_case,
    may_hold=may_hold_mandate,
)
