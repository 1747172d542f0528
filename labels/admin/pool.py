"""The pool of panel members: the office reads an offer, accepts it or says why not."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.countries import country_name
from core.languages import language_name
from labels.actions.pool import accept_offer, turn_down_offer
from labels.models import PoolMember
from labels.rules.panel import may_see_pool
from labels.workflow.panel import POOL
from review.admin import DecisionForm, ReviewAdminMixin


class OfferAnswerForm(DecisionForm):
    """What was checked, or why somebody is not accepted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "To accept: make sure by a public source or a call that the person is who they say, and note how. Not to "
            "accept: say why, the person reads it."
        )


def accepting(*, obj: PoolMember, by: Any, note: str, ticks: Any = ()) -> PoolMember:
    """Accept, as the page calls it."""
    return accept_offer(obj=obj, by=by, note=note)


def turning_down(*, obj: PoolMember, by: Any, note: str, ticks: Any = ()) -> PoolMember:
    """Do not accept, as the page calls it."""
    return turn_down_offer(obj=obj, by=by, note=note)


@admin.register(PoolMember)
class PoolMemberAdmin(ReviewAdminMixin):
    workflow = POOL
    decisions = {"accept": accepting, "turn_down": turning_down}
    decision_form = OfferAnswerForm
    view_rule = staticmethod(may_see_pool)
    list_display = ("name", "kind", "state_in_words", "institution", "state", "offered_at", "public_id")
    list_filter = ("state", "kind")
    search_fields = ("name", "institution", "public_id")
    list_per_page = 50
    fields = (
        "public_id",
        "name",
        "account",
        "kind",
        "city",
        "state_in_words",
        "institution",
        "languages_in_words",
        "state",
        "offered_at",
        "accepted_at",
        "accepted_by",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[PoolMember]:
        return super().get_queryset(request).select_related("user", "city", "accepted_by")

    def after_step(self, request: HttpRequest, obj: PoolMember, name: str) -> str:
        super().after_step(request, obj, name)
        return self.page_of(obj)

    @admin.display(description=gettext_lazy("account"))
    def account(self, obj: PoolMember) -> str:
        return obj.user.email

    @admin.display(description=gettext_lazy("serves from"), ordering="country")
    def state_in_words(self, obj: PoolMember) -> str:
        return country_name(obj.country)

    @admin.display(description=gettext_lazy("languages"))
    def languages_in_words(self, obj: PoolMember) -> str:
        return ", ".join(language_name(code) for code in obj.languages)
