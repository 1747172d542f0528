"""Where two people of the office say that a condition is met, or ask the city again."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.admin.conflicts import ConflictMixin
from cities.models import City
from core.admin import in_words
from labels.actions import ask_condition_again, confirm_condition, confirm_condition_first
from labels.models import Condition
from labels.queries.conditions import conditions_for
from labels.rules.conditions import may_see_conditions
from labels.workflow import CONDITION
from review.admin import DecisionForm


class ConditionForm(DecisionForm):
    """What is missing, where the office asks again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "To ask again: say what is missing. It is public beside the report, so name no person. To confirm: nothing "
            "is needed here."
        )


def _seen(action: Callable[..., Any]) -> Callable[..., Any]:
    """Return `action` for the form: it concerns the report that the page was read with."""

    def act(*, obj: Condition, ticks: Any = (), **words: Any) -> Any:
        report = obj.open_report
        return action(obj=obj, report=report.pk if report else None, **words)

    return act


DUE, MET = in_words("due_on", gettext_lazy("until")), in_words("met_at", gettext_lazy("met"))


@admin.register(Condition)
class ConditionAdmin(ConflictMixin):
    """The conditions; the page of one offers what its reader may confirm."""

    workflow = CONDITION
    decisions = {
        "confirm_first": _seen(confirm_condition_first),
        "confirm": _seen(confirm_condition),
        "ask_again": _seen(ask_condition_again),
    }
    decision_form = ConditionForm
    change_form_template = "admin/labels/condition/change_form.html"
    view_rule = staticmethod(may_see_conditions)
    list_display = ("text", "city_name", DUE, "state")
    list_filter = ("state",)
    list_per_page = 50
    fields = ("text", "city_name", DUE, "state", MET)
    readonly_fields = ("city_name", DUE, MET)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Condition]:
        return conditions_for(request.user).order_by("due_on", "pk")

    @admin.display(description=gettext_lazy("city"))
    def city_name(self, obj: Condition) -> str:
        return obj.city.name

    def seen_token(self, obj: Condition) -> str:
        report = obj.open_report
        return f"{super().seen_token(obj)}-{report.pk if report else 0}"

    def conflict_city(self, obj: Condition) -> City:
        return obj.city

    def review_title(self, obj: Condition) -> str:
        return _("Condition of %(city)s") % {"city": obj.city}

    def review_context(self, request: HttpRequest, obj: Condition) -> dict[str, Any]:
        reports = list(obj.reports.prefetch_related("evidence"))
        return super().review_context(request, obj) | {
            "case": obj,
            "report": obj.open_report,
            "earlier": [row for row in reports if row.closed_at is not None],
        }
