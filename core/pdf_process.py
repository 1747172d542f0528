"""What makes a PDF file of a page, in the process of `core.limited` alone: the extra `pdf` loads with this module."""

import base64
import json
from typing import IO, Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

MOST_PAGES = 400


class GivenFiles(URLFetcher):
    """Hands out what came with the page. There is no other address: no network, no disk."""

    def __init__(self, files: dict[str, list[str]], base: str) -> None:
        super().__init__(allowed_protocols=())
        self.files = {f"{base}{path}": given for path, given in files.items()}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return a given file. Raises: ValueError for every other address."""
        if url not in self.files:
            raise ValueError("This address was not given.")
        kind, content = self.files[url]
        return URLFetcherResponse(url, base64.b64decode(content), {"Content-Type": kind})


def make(source: IO[bytes], target: IO[bytes]) -> None:
    """Write the page that `source` describes (see `core.pdf.make_pdf`) as PDF to `target`."""
    page = json.load(source)
    address = page["address"]
    base = "/".join(address.split("/")[:3])
    fetcher = GivenFiles(page["files"], base)
    styles = [CSS(string=page["styles"], url_fetcher=fetcher)]
    html = HTML(string=page["html"], base_url=address, url_fetcher=fetcher, media_type="print")
    html.write_pdf(target, stylesheets=styles, pdf_variant="pdf/ua-1", finisher=_hush)


def _hush(_document: Any, pdf: Any) -> None:
    """Let readers pass over pictures that say nothing: words stand beside them. WeasyPrint calls each a figure."""
    for part in pdf.objects:
        if isinstance(part, pydyf.Dictionary) and part.get("S") == "/Figure" and "Alt" not in part:
            part["S"], part["ActualText"] = "/Span", pydyf.String("")
