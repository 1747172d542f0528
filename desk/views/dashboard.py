"""The first page of the desk: what waits for you."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.rules import may_ask_to_join
from desk import queries
from desk.pages import page
from desk.todo import todo


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every task of one person, for all their cities."""
    data = queries.dashboard(request.user)
    city = data.cities[0] if len(data.cities) == 1 else None
    return page(
        request,
        "dashboard",
        heading=_("Your tasks"),
        city=city,
        here="tasks",
        todo=todo(request.user, data),
        data=data,
        may_join=may_ask_to_join(request.user),
    )
