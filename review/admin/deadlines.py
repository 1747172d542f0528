"""Administrators change deadlines here; whoever works in the office may read them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.rules import is_administrator, is_office
from core.admin import RuleAdmin
from review.actions import set_deadline
from review.deadlines import DEFAULTS
from review.models import Deadline


@admin.register(Deadline)
class DeadlineAdmin(RuleAdmin):
    """A row replaces the default of the method; without a row the default applies."""

    view_rule = staticmethod(is_office)
    add_rule = change_rule = staticmethod(is_administrator)
    actions = None
    list_display = ("name_in_words", "days", "default_days")
    ordering = ("key",)
    fields = ("key", "days")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_change = self.has_change_permission(request)
        return super().changelist_view(request, {"in_force": in_force(may_change), **(extra_context or {})})

    def get_readonly_fields(self, request: HttpRequest, obj: Deadline | None = None) -> tuple[str, ...]:
        return ("key",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Deadline, form: forms.ModelForm, change: bool) -> None:
        set_deadline(key=obj.key, days=obj.days, by=request.user)
        obj.pk = Deadline.objects.values_list("pk", flat=True).get(key=obj.key)

    @admin.display(description=_("deadline"))
    def name_in_words(self, obj: Deadline) -> Any:
        return obj.get_key_display()

    @admin.display(description=_("default, days"))
    def default_days(self, obj: Deadline) -> int:
        return DEFAULTS[obj.key]


def in_force(may_change: bool) -> list[dict[str, Any]]:
    """Return every deadline with the days that count now, and for administrators where to change them."""
    rows = {row.key: row for row in Deadline.objects.all()}
    return [
        {
            "words": capfirst(key.label),
            "days": rows[key].days if key in rows else DEFAULTS[key],
            "default": DEFAULTS[key],
            "url": _address(key, rows.get(key)) if may_change else "",
        }
        for key in Deadline.Key
    ]


def _address(key: str, row: Deadline | None) -> str:
    if row is not None:
        return reverse("admin:review_deadline_change", args=[row.pk])
    return f"{reverse('admin:review_deadline_add')}?key={key}"
