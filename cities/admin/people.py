"""Who acts for which city (to read), who is invited (to read), and the own conflicts of interest (to declare)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.rules import is_administrator, is_decider
from cities.actions import countersign_conflict, declare_conflict, withdraw_conflict
from cities.admin.base import ActingAdmin
from cities.models import CityRole, Conflict, Invitation
from cities.queries import conflicts_of, without_conflicts
from cities.rules import may_countersign, may_declare_conflict, may_list_members
from core.access import Refused
from core.admin import RuleAdmin
from review.workflow import Stale


class HeldFilter(admin.SimpleListFilter):
    """Roles held now, unless somebody asks for the ended ones."""

    title = gettext_lazy("show")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", gettext_lazy("ended roles too"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("held now")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == "all" else queryset.filter(ended_at=None)


@admin.register(CityRole)
class CityRoleAdmin(RuleAdmin):
    view_rule = staticmethod(may_list_members)
    list_display = ("city", "user", "role", "is_focal_point", "given_at", "ended_at")
    list_select_related = ("city", "user")
    list_filter = (HeldFilter, "role")
    search_fields = ("city__name", "user__name", "user__email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CityRole]:
        return without_conflicts(super().get_queryset(request), request.user)


@admin.register(Invitation)
class InvitationAdmin(RuleAdmin):
    view_rule = staticmethod(is_administrator)
    list_display = ("city", "email", "role", "invited_by", "created_at", "expires_at", "used_at", "revoked_at")
    list_select_related = ("city", "invited_by")
    list_filter = ("role",)
    search_fields = ("city__name", "email")
    exclude = ("token_hash",)


class ConflictForm(forms.ModelForm):
    class Meta:
        model = Conflict
        fields = ("city", "kind", "reason")


@admin.register(Conflict)
class ConflictAdmin(ActingAdmin):
    view_rule = add_rule = staticmethod(may_declare_conflict)
    form = ConflictForm
    list_display = ("city", "kind", "reason", "user", "declared_at", "countersigned_at")
    raw_id_fields = ("city",)
    actions = ("withdraw", "countersign")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conflict]:
        return conflicts_of(request.user)

    def has_countersign_permission(self, request: HttpRequest) -> bool:
        return is_decider(request.user)

    def save_model(self, request: HttpRequest, obj: Conflict, form: ConflictForm, change: bool) -> None:
        words = {name: form.cleaned_data[name] for name in ConflictForm.Meta.fields}
        obj.pk, obj.user = declare_conflict(by=request.user, **words).pk, request.user

    @admin.action(description=gettext_lazy("Withdraw the chosen declarations"), permissions=["view"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        rows = list(queryset.filter(user=request.user))
        for conflict in rows:
            withdraw_conflict(conflict=conflict, by=request.user)
        text = ngettext("%(count)d declaration is withdrawn.", "%(count)d declarations are withdrawn.", len(rows))
        self.message_user(request, text % {"count": len(rows)}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Countersign the chosen soft conflicts"), permissions=["countersign"])
    def countersign(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        rows = [conflict for conflict in queryset if may_countersign(request.user, conflict)]
        if not rows:
            raise Refused(_("A decider who did not declare it, and has no conflict, countersigns a soft conflict."))
        for conflict in rows:
            try:
                countersign_conflict(conflict=conflict, by=request.user)
            except Stale as error:
                self.message_user(request, str(error), messages.WARNING)
        text = ngettext("%(count)d declaration was looked at.", "%(count)d declarations were looked at.", len(rows))
        self.message_user(request, text % {"count": len(rows)}, messages.SUCCESS)
