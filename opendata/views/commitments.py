"""Commitments and their versions."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from opendata import reply
from opendata.params import CommitmentQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.queries.commitment_list import commitment_page
from opendata.queries.commitments import commitment_record, version_record
from opendata.schemas import CommitmentOut, CommitmentPage, Problem, Tombstone
from opendata.version_schemas import VersionOut
from opendata.views.pages import page
from opendata.views.routes import get

router = Router(tags=["commitments"])


@get(
    router,
    "/commitments",
    url_name="commitments",
    operation_id="list_commitments",
    response={200: CommitmentPage, 400: Problem, 422: Problem},
)
def commitments(request: HttpRequest, query: Query[CommitmentQuery]) -> HttpResponse:
    """Published commitments with their milestones and public evidence, latest change first.

    To keep a copy up to date: ask with `order=changed`, follow `next` to the end, and ask again later with the
    latest `updated_at` you saw as `updated_since`. Withdrawn commitments then come as tombstones.
    """
    refuse_unknown(request, query)
    rows, after, changed = commitment_page(query, Addresses(request))
    return reply.send(request, page(request, rows, after), changed=changed)


@get(
    router,
    "/commitments/{code}",
    url_name="commitment",
    operation_id="get_commitment",
    response={200: CommitmentOut, 404: Problem, 410: Tombstone},
)
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment whole: the text in force, its versions, reports and public evidence; 410 once withdrawn."""
    record = commitment_record(code, Addresses(request))
    status = 410 if record["status"] == "withdrawn" else 200
    return reply.send(request, record, status=status, changed=record["updated_at"])


@get(
    router,
    "/commitments/{code}/versions/{number}",
    also="/commitments/{code}/v/{number}",
    url_name="version",
    operation_id="get_version",
    response={200: VersionOut, 404: Problem},
)
def version(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One numbered text, as it was published. The text never changes, so it can be cited.

    `newer` and `withdrawn_at` say what happened since: whether the text you cite still stands.
    """
    record = version_record(code, number, Addresses(request))
    return reply.send(request, record, changed=record["updated_at"])
