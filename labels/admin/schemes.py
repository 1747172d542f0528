"""Where administrators keep the editions of the rules, without code. An edition in use can be read and copied only."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_office
from core.admin import RuleAdmin
from labels.actions import copy_scheme, make_scheme_current, save_parts, save_scheme
from labels.models import (
    Criterion,
    CriterionVariant,
    LabelScheme,
    PanelSeat,
    Part,
    SchemeOutcome,
    Stage,
    StageDeadline,
)
from labels.rules import may_edit_scheme


def _is_frozen(obj: Any) -> bool:
    """Whether the edition of this row, or this edition, is in use."""
    return obj is not None and (obj.edition if isinstance(obj, Part) else obj).is_in_use


class PartInline(admin.StackedInline):
    """Parts of one edition; whether they may be edited is the edition's rule."""

    extra = 0
    show_change_link = True
    classes = ("collapse",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_office(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit_scheme(request.user) and not _is_frozen(obj)

    has_add_permission = has_delete_permission = has_change_permission


class StageInline(PartInline):
    model = Stage
    fields = ("number", "key", "title", "who", "public_sees")


class CriterionInline(PartInline):
    model = Criterion
    fields = ("position", "code", "element", "title", "by_competence")


class SeatInline(PartInline):
    model = PanelSeat


class OutcomeInline(PartInline):
    model = SchemeOutcome


class DeadlineInline(PartInline):
    model = StageDeadline


class VariantInline(PartInline):
    model = CriterionVariant


class EditionAdmin(RuleAdmin):
    """What a page of an edition or of one of its parts shares: frozen in use, every write is an action."""

    view_rule = staticmethod(is_office)
    change_rule = staticmethod(may_edit_scheme)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_frozen(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        changed, parent = formset.save(commit=False), form.instance
        scheme = parent.edition if isinstance(parent, Part) else parent
        save_parts(scheme=scheme, by=request.user, changed=changed, removed=formset.deleted_objects)


class PartAdmin(EditionAdmin):
    """One part of an edition with everything it says. It is added and removed on the page of its edition."""

    actions = None
    list_select_related = ("scheme",)
    list_filter = ("scheme",)
    list_per_page = 50
    readonly_fields = ("scheme",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_parts(scheme=obj.scheme, by=request.user, changed=[obj])


@admin.register(Stage)
class StageAdmin(PartAdmin):
    list_display = ("title", "number", "who", "scheme")
    ordering = ("-scheme__starts_on", "-scheme", "number")
    inlines = (DeadlineInline,)


@admin.register(Criterion)
class CriterionAdmin(PartAdmin):
    list_display = ("title", "code", "by_competence", "scheme")
    ordering = ("-scheme__starts_on", "-scheme", "position")
    search_fields = ("code", "title")
    inlines = (VariantInline,)


@admin.register(LabelScheme)
class LabelSchemeAdmin(EditionAdmin):
    """The editions of the rules. One that cities have applied under stays as it is."""

    add_rule = staticmethod(may_edit_scheme)
    list_display = ("title", "code", "starts_on", "min_commitments", "valid_years", "is_current", "standing")
    fields = (
        *("standing", "code", "title", "intro", "changes", "language", "min_commitments", "valid_years", "starts_on"),
        *("is_current", "based_on"),
    )
    readonly_fields = ("standing", "is_current", "based_on")
    inlines = (StageInline, SeatInline, OutcomeInline, CriterionInline)
    actions = ("make_current", "copy_edition")

    @admin.display(description=gettext_lazy("where it stands"))
    def standing(self, obj: LabelScheme) -> str:
        if obj.pk and obj.is_in_use:
            return _(
                "Cities apply or assess themselves under it, so it stays as it is. Copy it in the list to change it."
            )
        if obj.is_current:
            return _("In force. It can be edited until the first city begins.")
        return _("Draft: only the office sees it.") if obj.published_at is None else _("No longer in force.")

    def save_model(self, request: HttpRequest, obj: LabelScheme, form: Any, change: bool) -> None:
        save_scheme(scheme=obj, by=request.user, changed=form.changed_data)

    @admin.action(description=gettext_lazy("Use this edition for new applications"), permissions=["change"])
    def make_current(self, request: HttpRequest, queryset: QuerySet[LabelScheme]) -> None:
        chosen = self._the_one(request, queryset)
        if chosen:
            make_scheme_current(scheme=chosen, by=request.user)
            self.message_user(request, _("New applications follow: %(edition)s.") % {"edition": chosen})

    @admin.action(description=gettext_lazy("Copy this edition into a new draft"), permissions=["change"])
    def copy_edition(self, request: HttpRequest, queryset: QuerySet[LabelScheme]) -> None:
        chosen = self._the_one(request, queryset)
        if chosen:
            draft = copy_scheme(scheme=chosen, by=request.user)
            words = _("Draft %(code)s holds everything of %(edition)s. Open it to edit it.")
            self.message_user(request, words % {"code": draft.code, "edition": chosen})

    def _the_one(self, request: HttpRequest, queryset: QuerySet[LabelScheme]) -> LabelScheme | None:
        chosen = list(queryset[:2])
        if len(chosen) == 1:
            return chosen[0]
        self.message_user(request, _("Choose exactly one edition."), messages.ERROR)
        return None
