"""The extra questions of the sign-up form."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import clean_line, validate_visible


class SignupForm(forms.Form):
    """Name beside e-mail and password; used by allauth through ACCOUNT_SIGNUP_FORM_CLASS."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[validate_visible],
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Save the name. The address is confirmed by mail before the first sign-in."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
