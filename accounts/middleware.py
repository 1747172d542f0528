"""Sessions end in time, and people with power over the record use a second factor."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.policy import has_second_factor, needs_second_factor
from accounts.rules import is_office
from core.languages import interface_language

GetResponse = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN, SECOND_FACTOR = "session_started", "session_seen", "second_factor_ready"
SEEN_EVERY = 60


class OwnLanguageMiddleware:
    """Signed-in people meet pages without a language in their address in the language of their account."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookies = request.COOKIES
        if settings.SESSION_COOKIE_NAME in cookies and settings.LANGUAGE_COOKIE_NAME not in cookies:
            self._speak(request)
        return self.get_response(request)

    def _speak(self, request: HttpRequest) -> None:
        if not translation.get_language_from_path(request.path_info) and request.user.is_authenticated:
            translation.activate(interface_language(request.user.language))
            request.LANGUAGE_CODE = translation.get_language()


class SessionLimitMiddleware:
    """Signs people out after a time without a request, and after a whole working day (SESSION_LIMITS)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._tick(request)
        return self.get_response(request)

    def _tick(self, request: HttpRequest) -> None:
        idle, whole = settings.SESSION_LIMITS["office" if is_office(request.user) else "everyone"]
        now = int(time.time())
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN, now)
        if now - seen > idle.total_seconds() or now - started > whole.total_seconds():
            logout(request)
        elif now - seen >= SEEN_EVERY or SEEN not in request.session:
            request.session[SEEN] = now


class MfaRequiredMiddleware:
    """Sends people who need a second factor to set one up before they reach the desk or the administration."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        guarded = bool(match and {"admin", "desk"} & set(match.namespaces))
        if not guarded or not request.user.is_authenticated or request.session.get(SECOND_FACTOR):
            return None
        if not needs_second_factor(request.user):
            return None
        if has_second_factor(request.user):
            request.session[SECOND_FACTOR] = True
            return None
        messages.warning(request, _("Your role needs a second step at sign-in. Set up an app or a passkey to go on."))
        return redirect("mfa_index")
