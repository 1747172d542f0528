"""The register as the office sees it, and where two deciders change a label: one proposes, another one signs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_office
from cities.admin.conflicts import ConflictMixin
from cities.models import City
from cities.rules import may_check
from core.admin import in_words
from labels.actions import confirm_change, drop_change, propose_change
from labels.models import Label, LabelChange
from labels.queries.life import labels_with_changes
from labels.rules import may_read_changes, may_see_waiting_changes
from labels.workflow import LABEL
from review.admin import DecisionForm

KINDS = ("suspend", "reinstate", "revoke")
GRANTED, UNTIL = in_words("granted_on", gettext_lazy("granted")), in_words("valid_until", gettext_lazy("valid until"))


class ChangeForm(DecisionForm):
    """The reasons of a change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "To propose: write the reasons, they become public with the second signature and stay public for good, so "
            "name no person. To drop a proposal: say why, the office reads it. To sign: nothing is needed here."
        )


def _proposing(kind: str) -> Callable[..., Any]:
    def propose(*, obj: Label, ticks: Any = (), **words: Any) -> Any:
        return propose_change(obj=obj, kind=kind, **words)

    return propose


def _seen(action: Callable[..., Any]) -> Callable[..., Any]:
    """Return `action` for the form: it concerns the proposal that the page was read with."""

    def act(*, obj: Label, ticks: Any = (), **words: Any) -> Any:
        change: LabelChange | None = obj.open_change
        return action(obj=obj, change=change.pk if change else None, **words)

    return act


@admin.register(Label)
class LabelAdmin(ConflictMixin):
    """The register; the page of a label offers what its reader may propose or sign."""

    workflow = LABEL
    decisions = {
        **{f"propose_{kind}": _proposing(kind) for kind in KINDS},
        **{kind: _seen(partial(confirm_change, kind=kind)) for kind in (*KINDS, "withdraw")},
        "drop_change": _seen(drop_change),
    }
    decision_form = ChangeForm
    change_form_template = "admin/labels/label/change_form.html"
    view_rule = staticmethod(is_office)
    list_display = ("code", "city", "public_status", GRANTED, UNTIL, "awarding_body")
    list_filter = ("state",)
    search_fields = ("code", "city__name")
    list_per_page = 50
    fields = ("code", "city", "application", "public_status", GRANTED, UNTIL, "awarding_body")
    readonly_fields = ("public_status", GRANTED, UNTIL)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Label]:
        return labels_with_changes().order_by("-granted_on", "-pk")

    @admin.display(description=gettext_lazy("status"))
    def public_status(self, obj: Label) -> str:
        return obj.status.label

    def seen_token(self, obj: Label) -> str:
        change = obj.open_change
        return f"{super().seen_token(obj)}-{change.pk if change else 0}-{bool(change and change.reply)}"

    def place_in_queue(self, request: HttpRequest, obj: Label) -> dict[str, Any]:
        change, user = obj.open_change, request.user
        waits = change is not None and change.proposed_by_id != user.pk
        may_read = may_see_waiting_changes(user) and may_check(user, obj.city)
        return super().place_in_queue(request, obj) if waits and may_read else {}

    def conflict_city(self, obj: Label) -> City:
        return obj.city

    def after_step(self, request: HttpRequest, obj: Label, name: str) -> str:
        super().after_step(request, obj, name)
        return self.page_of(obj)

    def review_context(self, request: HttpRequest, obj: Label) -> dict[str, Any]:
        # What was proposed is not public: deciders and administrators read it, nobody in conflict does.
        may_read = may_read_changes(request.user) and may_check(request.user, obj.city)
        changes = list(obj.changes.all()) if may_read else []
        steps = [step for step in LABEL.available(obj, request.user) if step.name in self.decisions]
        why_not = {step.name: LABEL.blockers(obj, step.name) for step in steps}
        return super().review_context(request, obj) | {
            "transitions": [step for step in steps if not why_not[step.name]],
            "not_yet": [reason for reasons in why_not.values() for reason in reasons],
            "case": obj,
            "proposal": obj.open_change if may_read else None,
            "earlier": [row for row in changes if row.closed_at is not None],
        }
