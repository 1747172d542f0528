"""The reader's choice of colours: one cookie, set by a plain form, kept by nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "theme"
THEMES = ("light", "dark")
YEAR_SECONDS = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """Return `light` or `dark` as the reader chose, or nothing: then the system decides."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def themed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say on <html> which colours the reader chose, for pages whose frame is not ours and has no place for it."""
    chosen = theme_of(request)
    if isinstance(response, TemplateResponse) and chosen:
        attribute = f'<html data-theme="{chosen}" '.encode()

        def written(page: TemplateResponse) -> None:
            page.content = page.content.replace(b"<html ", attribute, 1)

        response.add_post_render_callback(written)
    return response


@require_POST
@csrf_exempt  # a token would need a cookie for every reader, and the worst a stranger can do here is change colours
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice in the one cookie, or drop the cookie when the system decides; then back to the page."""
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if own and back.startswith("/") else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, chosen, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
    elif COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
