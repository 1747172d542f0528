"""The hand-over pack: one page that says what is in it, and the zip, for approvers who prove who they are."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.step_up import require_fresh_sign_in
from cities.actions import note_pack
from core.storage import SANDBOX
from core.zip_stream import zip_stream
from desk.access import city_to_hand_over
from desk.pack import pack_entries
from desk.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything of the city in one zip; each time it is taken is an entry in the city's log."""
    city = city_to_hand_over(request.user, slug)
    if request.method == "POST":
        require_fresh_sign_in(request)
        note_pack(city=city, by=request.user)
        return _zip(zip_stream(pack_entries(city)), f"{city.slug}-{timezone.localdate()}.zip")
    return page(
        request,
        "pack",
        heading=_("Hand-over pack"),
        eyebrow=city.name,
        lede=_("Everything the city has here, in one zip file, for whoever follows you."),
        city=city,
        here="members",
        back=(reverse("desk:members", args=[slug]), _("Back to the team")),
    )


def _zip(parts: Iterator[bytes], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
