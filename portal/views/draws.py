"""The draw of a panel, for everybody who wants to check it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from labels.drawing import BY_HAND
from labels.queries.draws import draws_for_page
from portal.crumbs import crumbs
from portal.draws import draw_rows, member_rows


@require_safe
def draw(request: HttpRequest, reference: str) -> HttpResponse:
    """Who sits in the panel of one application, what it was drawn from, and how anybody repeats the draw."""
    if not settings.LABEL_ENABLED:
        raise Http404
    application, draws = draws_for_page(reference)
    seats = [seat for row in draws for seat in row.seated.all()]
    context = {
        "application": application,
        "city": application.city,
        "heading": _("How the panel about %(city)s is drawn") % {"city": application.city},
        "members": member_rows([seat for seat in seats if seat.left_at is None]),
        "former": member_rows([seat for seat in seats if seat.left_at is not None]),
        "draws": draw_rows(draws),
        "by_hand": BY_HAND,
        "crumbs": crumbs("labels"),
    }
    return render(request, "portal/draw.html", context)
