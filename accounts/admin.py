"""Administrators keep accounts here: roles of the office, active or not. Passwords are never seen or set."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.actions import reset_second_factor, set_active, set_office_roles
from accounts.models import User
from accounts.rules import OFFICE_ROLES, is_administrator
from accounts.step_up import require_fresh_sign_in
from core.admin import RuleAdmin

for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class UserForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles of the office"),
        choices=[(role, role) for role in sorted(OFFICE_ROLES)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Roles of a city are given by the city itself or when its request to join is accepted."),
    )
    active = forms.BooleanField(label=_("Active"), required=False, help_text=_("Switched off: cannot sign in."))
    reset = forms.BooleanField(
        label=_("Reset the second step"),
        required=False,
        help_text=_("For a person who lost the telephone or key. They set up a new second step at the next sign-in."),
    )

    class Meta:
        model = User
        fields = ("name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].initial = sorted(self.instance.role_names & OFFICE_ROLES)
        self.fields["active"].initial = self.instance.is_active


@admin.register(User)
class UserAdmin(RuleAdmin):
    view_rule = change_rule = staticmethod(is_administrator)
    form = UserForm
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "name")
    readonly_fields = ("email", "date_joined", "last_login")
    fields = ("email", "name", "language", "roles", "active", "reset", "date_joined", "last_login")
    ordering = ("email",)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes their own account here."""
        return is_administrator(request.user) and (obj is None or obj.pk != request.user.pk)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_administrator(request.user)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever gives roles or resets a second step has proved lately who they are."""
        if request.method == "POST" and self.has_change_permission(request):
            require_fresh_sign_in(request)
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: UserForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "roles" in form.changed_data:
            set_office_roles(user=obj, roles=set(form.cleaned_data["roles"]), by=request.user)
        if "active" in form.changed_data:
            set_active(user=obj, active=form.cleaned_data["active"], by=request.user)
        if form.cleaned_data["reset"]:
            reset_second_factor(user=obj, by=request.user)
