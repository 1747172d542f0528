"""How allauth behaves here: lower-case addresses, own landing pages, addresses checked for look-alikes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from accounts.rules import is_office
from core.networks import address_of
from core.text import validate_email_address

# What the library's mails are made of that opens an account; longest first, for a link holds its key.
SECRETS = ("password_reset_url", "activate_url", "key", "code")


class AccountAdapter(DefaultAccountAdapter):
    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Name the links and codes that only the mail itself may show, never the outbox."""
        message = super().render_mail(template_prefix, email, context, headers)
        message.outbox_secrets = [str(context[name]) for name in SECRETS if context.get(name)]
        return message

    def clean_email(self, email: str) -> str:
        """Refuse addresses that mix scripts to look like another."""
        email = super().clean_email(email).lower()
        validate_email_address(email)
        return email

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count tries for the address that our own proxies saw, never for one that a client claims.

        Those whose address nobody knows share one limit.
        """
        return address_of(request) or "unknown"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land in the administration, everybody else at the desk."""
        return reverse("admin:index") if is_office(request.user) else reverse("desk:dashboard")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portal:home")
