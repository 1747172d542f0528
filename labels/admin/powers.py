"""Which powers cities usually have, by country and kind of local government. Administrators keep it."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from accounts.rules import is_office
from core.admin import RuleAdmin
from labels.actions import save_usual_power
from labels.models import UsualPower
from labels.rules import may_edit_scheme


@admin.register(UsualPower)
class UsualPowerAdmin(RuleAdmin):
    view_rule = staticmethod(is_office)
    add_rule = change_rule = staticmethod(may_edit_scheme)
    actions = None
    list_display = ("element", "country", "tier", "power", "who_has")
    list_filter = ("tier", "power", "country")
    search_fields = ("country", "element", "who_has")
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def save_model(self, request: HttpRequest, obj: UsualPower, form: Any, change: bool) -> None:
        save_usual_power(row=obj, by=request.user)
