"""How a page says to cite a text: the sentence in the page's language, and what reference managers take."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from commitments.citing import sentence, work_of
from commitments.models import CommitmentVersion
from core import citing
from core.languages import SOURCE
from portal.addresses import absolute
from portal.words import Row


def cite_context(request: HttpRequest, version: CommitmentVersion) -> Row:
    """Return what portal/_cite.html shows: `citation` and `formats`, the same texts that the downloads hold."""
    with translation.override(SOURCE):
        permanent = absolute(request, version.get_absolute_url())
    work = work_of(version, permanent)
    texts = (
        ("bib", "BibTeX", citing.bibtex(work)),
        ("ris", "RIS", citing.ris(work)),
        ("json", "CSL-JSON", citing.csl(work).decode()),
    )
    return {
        "citation": sentence(version, absolute(request, version.get_absolute_url())),
        "formats": [_format(version, ending, name, text) for ending, name, text in texts],
    }


def _format(version: CommitmentVersion, ending: str, name: str, text: str) -> Row:
    code, number = version.commitment.code, version.number
    url = reverse(f"opendata:cite_{ending}", args=[code, number])
    return {"ending": ending, "name": name, "text": text, "url": url, "file": f"{code}-v{number}.{ending}"}
