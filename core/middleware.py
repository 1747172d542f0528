"""Middleware of the floor: hostile input out, headers on, refusals into the audit chain."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from core.languages import COMPLETE, best_complete
from core.refusals import note_refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

UNREADABLE = (
    "Bad request: the address holds characters that cannot be read.\n"
    "Take them out and try again, or start at the first page: /\n"
)


class HostileInputMiddleware:
    """Answers 400 to a path or query with a NUL byte or bytes that are not UTF-8: databases choke on them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (_readable(request.path.encode("utf-8", "surrogateescape")) and _readable(_query(request))):
            return HttpResponse(UNREADABLE, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _query(request: HttpRequest) -> bytes:
    return unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))


def _readable(raw: bytes) -> bool:
    try:
        return "\x00" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


class SecurityHeadersMiddleware:
    """Adds the headers that Django does not set, and keeps private pages out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        private = settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
        if private or response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


# Their words are for whoever embeds or reads them; `?lang=` there says nothing about the reader.
MACHINES = ("/embed/", "/data/", "/feeds/")


class LanguageMiddleware(LocaleMiddleware):
    """The address says the language of a page. Where it does not (login, administration), the reader's choice does.

    The choice is made with `?lang=`, which every link from a public page to the login carries, and kept in a cookie;
    without one the browser decides. Only complete languages: a form half in one language helps nobody.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if translation.get_language_from_path(request.path_info):
            return
        choices = (request.GET.get("lang"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        chosen = next((code for code in choices if code in COMPLETE), None)
        translation.activate(chosen or best_complete(request.headers.get("Accept-Language", "")))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        chosen = request.GET.get("lang")
        is_page = not request.path_info.startswith(MACHINES)
        if is_page and chosen in COMPLETE and not translation.get_language_from_path(request.path_info):
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, secure=secure, httponly=True, samesite="Lax")
        return response


class RefusalMiddleware:
    """Writes every refusal that a signed-in person meets into the audit chain."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        note_refusal(request, exception)
