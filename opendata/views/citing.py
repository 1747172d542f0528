"""How one version is cited, as files for reference managers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router

from commitments.citing import sentence, work_of
from commitments.models import CommitmentVersion
from commitments.queries import public_text
from core import citing
from opendata import reply
from opendata.params import NoQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["cite"])
Writer = Callable[[CommitmentVersion, str], str | bytes]


def _sentence(version: CommitmentVersion, address: str) -> str:
    with translation.override("en"):
        return f"{sentence(version, address)}\n"


def _bibtex(version: CommitmentVersion, address: str) -> str:
    return citing.bibtex(work_of(version, address))


def _ris(version: CommitmentVersion, address: str) -> str:
    return citing.ris(work_of(version, address))


def _csl(version: CommitmentVersion, address: str) -> bytes:
    return citing.csl(work_of(version, address))


# Ending of the address -> media type, what it is, how it is written.
FORMATS: dict[str, tuple[str, str, Writer]] = {
    "txt": ("text/plain", "One English sentence.", _sentence),
    "bib": ("application/x-bibtex", "A BibTeX entry.", _bibtex),
    "ris": ("application/x-research-info-systems", "A RIS record.", _ris),
    "json": ("application/vnd.citationstyles.csl+json", "CSL-JSON: a list of one item.", _csl),
}


def _open(ending: str) -> None:
    """Open the address of one format, documented."""
    media, words, write = FORMATS[ending]

    def cite(request: HttpRequest, code: str, number: str) -> HttpResponse:
        refuse_unknown(request, NoQuery())
        version = public_text(code, number)
        written = write(version, Addresses(request).version(version.commitment.code, version.number))
        body = written if isinstance(written, bytes) else written.encode()
        response = reply.send_bytes(request, body, content_type=f"{media}; charset=utf-8")
        name = f"{version.commitment.code}-v{version.number}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    cite.__name__ = f"cite_{ending}"  # HEAD has no other name for its address
    get(
        router,
        f"/commitments/{{code}}/v/{{number}}/cite.{ending}",
        also=f"/commitments/{{code}}/versions/{{number}}/cite.{ending}",
        url_name=f"cite_{ending}",
        operation_id=f"cite_{ending}",
        summary=f"Cite a version: {ending}",
        description=f"{words} It names this version, its date and its permanent address, and changes only when the "
        "commitment is withdrawn: then it says so.",
        openapi_extra={"responses": {200: {"description": words, "content": {media: {}}}}},
        response={404: Problem, 422: Problem},
    )(cite)


for known in FORMATS:
    _open(known)
