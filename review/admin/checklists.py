"""Administrators word what is checked; whoever works in the office may read it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.rules import is_administrator, is_office
from core.admin import RuleAdmin
from review.actions import set_checklist_item
from review.checklists import wording_of
from review.models import ChecklistItem


@admin.register(ChecklistItem)
class ChecklistItemAdmin(RuleAdmin):
    view_rule = staticmethod(is_office)
    add_rule = change_rule = staticmethod(is_administrator)
    actions = None
    list_display = ("words", "kind", "position", "is_active")
    list_filter = ("kind", "is_active")
    ordering = ("kind", "position", "pk")
    fields = ("kind", "wording", "position", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: ChecklistItem | None = None) -> tuple[str, ...]:
        return ("kind",) if obj else ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the action refuses is shown on the page."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: ChecklistItem, form: forms.ModelForm, change: bool) -> None:
        values = {name: getattr(obj, name) for name in self.fields}
        obj.pk = set_checklist_item(by=request.user, item=obj if change else None, **values).pk

    @admin.display(description=_("what is checked"))
    def words(self, obj: ChecklistItem) -> str:
        return wording_of(obj)
