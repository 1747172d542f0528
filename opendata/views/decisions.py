"""The public decision log of labels: the whole file, its head now, and its head at the end of any day."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from labels.queries.log import head_text, log_head, log_lines
from opendata import reply
from opendata.decision_schemas import LogHead
from opendata.params import NoQuery, refuse_unknown
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["decisions"])
LINES = "application/jsonl"
ONE_DAY = 24 * 3600
AS_LINES = {"responses": {200: {"description": "One JSON object for each act, oldest first.", "content": {LINES: {}}}}}


def _open(request: HttpRequest) -> None:
    if not settings.LABEL_ENABLED:
        raise Http404
    refuse_unknown(request, NoQuery())


@get(
    router,
    "/decisions.jsonl",
    url_name="decision_log",
    operation_id="decision_log",
    openapi_extra=AS_LINES,
    response={404: Problem, 422: Problem},
)
def decision_log(request: HttpRequest) -> HttpResponse:
    """Every act about a label, each line naming the SHA-256 of the line before it as `prev`."""
    _open(request)
    body = "".join(f"{line}\n" for line in log_lines())
    response = reply.send_bytes(request, body.encode(), content_type=LINES, max_age=0)
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.jsonl"'
    return response


@get(
    router,
    "/decisions/head.json",
    url_name="decision_head",
    operation_id="decision_head",
    response={200: LogHead, 404: Problem, 422: Problem},
)
def decision_head(request: HttpRequest) -> HttpResponse:
    """The end of the log now: how many lines, and the SHA-256 of the last one."""
    _open(request)
    head = log_head()
    return reply.send(request, {"seq": head.seq, "hash": head.hash}, max_age=0)


@get(
    router,
    "/decisions/heads/{day}.json",
    url_name="decision_head_of",
    operation_id="decision_head_of",
    response={200: LogHead, 404: Problem, 422: Problem},
)
def decision_head_of(request: HttpRequest, day: str) -> HttpResponse:
    """The end of the log when a day (UTC) was over. It never changes: keep a copy, and compare it later."""
    _open(request)
    try:
        wanted = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if str(wanted) != day or not dt.date(2020, 1, 1) <= wanted < dt.datetime.now(dt.UTC).date():
        raise Http404
    body = head_text(wanted).encode()
    return reply.send_bytes(request, body, content_type=reply.JSON, max_age=ONE_DAY)
