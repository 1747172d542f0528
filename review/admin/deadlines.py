"""Administrators change deadlines here; whoever works in the office may read them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
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
