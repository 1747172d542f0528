"""The one page without a language: the root."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe


@require_safe
def language_root(request: HttpRequest) -> HttpResponse:
    """Send the reader to the home page in the best language of the Accept-Language header. No cookie."""
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("portal:home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response
