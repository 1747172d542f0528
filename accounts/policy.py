"""Who must use a second factor. The list of predicates is a setting, since city roles live in a layer above."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


def needs_second_factor(user: User) -> bool:
    """Whether the rules ask `user` for a second factor (approver, reviewer, decider, panel member, administrator)."""
    return settings.MFA_REQUIRED and any(import_string(path)(user) for path in settings.MFA_REQUIRED_FOR)


def has_second_factor(user: User) -> bool:
    """Whether `user` has set up an authenticator app or a passkey; recovery codes alone do not count."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()
