"""The one page without a language: the root."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.languages import best_complete


@require_safe
def language_root(request: HttpRequest) -> HttpResponse:
    """Send the reader to the home page in the complete language that the browser asks for most. No cookie."""
    with translation.override(best_complete(request.headers.get("Accept-Language", ""))):
        response = HttpResponseRedirect(reverse("portal:home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response
