"""Acts that change the public record or take data out ask who is there again, when the last sign-in is a while ago."""

import time

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest

SIGN_INS = "account_authentication_methods"  # where allauth keeps each sign-in and re-authentication of a session


def is_fresh(request: HttpRequest) -> bool:
    """Return whether this person proved who they are within the last STEP_UP_MINUTES."""
    latest = max((record.get("at", 0) for record in request.session.get(SIGN_INS, [])), default=0)
    return time.time() - latest < settings.STEP_UP_MINUTES * 60


def require_fresh_sign_in(request: HttpRequest) -> None:
    """Let the act go on, or send the person to prove who they are; afterwards the same POST goes on by itself.

    Raises: ReauthenticationRequired, which allauth's middleware answers with its page.
    """
    if not is_fresh(request):
        raise ReauthenticationRequired
