"""The addresses below /data/ that hold no data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from ninja import Router

from opendata import reply

router = Router()


@router.get("", include_in_schema=False, url_name="start")
def start(request: HttpRequest) -> HttpResponse:
    """The page for people."""
    return redirect("portal:open_data")


@router.get("/{path:rest}", include_in_schema=False, url_name="nowhere")
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Nothing is here: said in JSON, as everywhere else in the API."""
    return reply.problem(404, _("There is nothing at this address. /data/openapi.json lists what there is."))
