"""Where administrators keep the reference tables. Other staff may look; nobody deletes what published texts cite."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin import RuleAdmin
from framework.actions import make_current, release_edited, save_edited
from framework.models import (
    CharterArticle,
    CharterPart,
    Element,
    Framework,
    Goal,
    Instrument,
    InstrumentItem,
    Network,
    PillarIntro,
    PolicyArea,
    Right,
    RightsHolderGroup,
    RightsTitle,
)
from framework.rules import may_edit_reference, may_see_reference_desk


class LinesField(forms.CharField):
    """A list of texts, typed one a line."""

    widget = forms.Textarea

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        # A JSON column hands over its coders and a wish for a hidden copy; lines need neither.
        super().__init__(**kwargs | {"show_hidden_initial": False})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class ReferenceAdmin(RuleAdmin):
    """What all reference tables share: the key is fixed once created, an edit is remembered, nothing is deleted."""

    view_rule = staticmethod(may_see_reference_desk)
    add_rule = change_rule = staticmethod(may_edit_reference)
    key_fields: tuple[str, ...] = ("code",)
    readonly_fields = ("edited_in_admin", "updated_at")
    list_filter: tuple[str, ...] = ("is_offered", "edited_in_admin")
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    actions = ("release",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.key_fields if obj else ()))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_edited(row=obj, by=request.user, changed=form.changed_data)

    @admin.action(
        description=gettext_lazy("Let the next load of the reference files overwrite these"), permissions=["change"]
    )
    def release(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        released = release_edited(rows=queryset, by=request.user)
        text = ngettext("%(count)d entry is released.", "%(count)d entries are released.", released)
        self.message_user(request, text % {"count": released})


class LinkedAdmin(ReferenceAdmin):
    filter_horizontal = ("rights", "goals", "charter_articles", "instrument_items")


@admin.register(Framework)
class FrameworkAdmin(ReferenceAdmin):
    list_display = ("title", "version", "publisher", "published_on", "is_current", "edited_in_admin")
    search_fields = ("code", "title")
    readonly_fields = ("is_current", *ReferenceAdmin.readonly_fields)
    actions = ("release", "make_current")

    @admin.action(description=gettext_lazy("Make this the current edition"), permissions=["change"])
    def make_current(self, request: HttpRequest, queryset: QuerySet[Framework]) -> None:
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Choose exactly one edition."), messages.ERROR)
            return
        make_current(framework=chosen[0], by=request.user)
        self.message_user(request, _("%(edition)s is the current edition.") % {"edition": chosen[0]})


@admin.register(PillarIntro)
class PillarIntroAdmin(ReferenceAdmin):
    key_fields = ("framework", "pillar")
    list_display = ("title", "framework", "official_subtitle", "edited_in_admin")
    list_filter = ("framework", "edited_in_admin")


@admin.register(Element)
class ElementAdmin(LinkedAdmin):
    formfield_overrides = {models.JSONField: {"form_class": LinesField}}
    key_fields = ("framework", "code")
    list_display = ("code", "shown_title", "pillar", "verification", "framework", "is_offered", "edited_in_admin")
    list_filter = ("framework", "pillar", "verification", *ReferenceAdmin.list_filter)
    search_fields = ("code", "official_title", "working_title", "description")

    @admin.display(description=gettext_lazy("title"))
    def shown_title(self, obj: Element) -> str:
        return obj.title


@admin.register(RightsTitle)
class RightsTitleAdmin(ReferenceAdmin):
    list_display = ("number", "heading", "holds_rights", "edited_in_admin")
    search_fields = ("code", "heading")


@admin.register(Right)
class RightAdmin(ReferenceAdmin):
    list_display = ("code", "heading", "title", "local_relevance", "is_offered", "edited_in_admin")
    list_filter = ("title", "local_relevance", *ReferenceAdmin.list_filter)
    search_fields = ("code", "heading")


@admin.register(CharterPart)
class CharterPartAdmin(ReferenceAdmin):
    list_display = ("number", "heading", "edited_in_admin")
    search_fields = ("code", "heading")


@admin.register(CharterArticle)
class CharterArticleAdmin(ReferenceAdmin):
    list_display = ("code", "heading", "part", "verification", "is_offered", "edited_in_admin")
    list_filter = ("part", "verification", *ReferenceAdmin.list_filter)
    search_fields = ("code", "heading")


@admin.register(Goal)
class GoalAdmin(ReferenceAdmin):
    list_display = ("code", "title", "goal", "is_offered", "edited_in_admin")
    search_fields = ("code", "title", "goal")


@admin.register(PolicyArea)
class PolicyAreaAdmin(LinkedAdmin):
    list_display = ("code", "name", "slug", "is_offered", "edited_in_admin")
    search_fields = ("code", "name", "description")


@admin.register(RightsHolderGroup)
class RightsHolderGroupAdmin(ReferenceAdmin):
    list_display = ("code", "name", "slug", "is_offered", "edited_in_admin")
    search_fields = ("code", "name")


@admin.register(Instrument)
class InstrumentAdmin(ReferenceAdmin):
    list_display = ("code", "title", "kind", "body", "adopted_year", "verification", "edited_in_admin")
    list_filter = ("kind", "verification", *ReferenceAdmin.list_filter)
    search_fields = ("code", "title", "body")


@admin.register(InstrumentItem)
class InstrumentItemAdmin(ReferenceAdmin):
    list_display = ("code", "title", "instrument", "year", "is_offered", "edited_in_admin")
    list_filter = ("instrument", *ReferenceAdmin.list_filter)
    search_fields = ("code", "title", "abbreviation")


@admin.register(Network)
class NetworkAdmin(ReferenceAdmin):
    list_display = ("code", "name", "kind", "members_note", "edited_in_admin")
    list_filter = ("kind", *ReferenceAdmin.list_filter)
    search_fields = ("code", "name")
