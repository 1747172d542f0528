"""How allauth behaves here: lower-case addresses, own landing pages, addresses checked for look-alikes."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.rules import is_office
from core.text import validate_email_address


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """Refuse addresses that mix scripts to look like another."""
        email = super().clean_email(email).lower()
        validate_email_address(email)
        return email

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land in the administration, everybody else at the desk."""
        return reverse("admin:index") if is_office(request.user) else reverse("desk:dashboard")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portal:home")
