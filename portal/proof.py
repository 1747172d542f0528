"""Evidence as components/evidence_row.html draws it: what it is, how large, in which language, what it proves."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Evidence
from commitments.queries import dead_words, scan_words
from core import local
from core.languages import language_in_words
from core.templatetags.portal_ui import filesize
from portal.words import Row

TABLES = ("CSV", "XLSX", "ODS")


def evidence_row(item: Any, *, milestone: str = "") -> Row:
    """Return one row; `item` is an Evidence or an EvidenceRow of commitments.queries.

    Args:
        milestone: the words of the milestone it belongs to.
    """
    details = [*_file_words(item), _page(item.page), language_in_words(item.language)]
    if item.dated_on:
        details.append(local.day(item.dated_on))
    if milestone:
        details.append(_("for “%(milestone)s”") % {"milestone": milestone})
    details += [scan_words(item), dead_words(item)]
    return {
        "icon": icon_of(item),
        "title": item.title,
        "url": href(item),
        "meta": [detail for detail in details if detail],
        "proves": item.proves,
        "archived": _copy(item),
    }


def _copy(item: Any) -> Row | None:
    """The archived copy of a web page: a file of ours, or an address."""
    if isinstance(item, Evidence):
        copy, scan = (item.archive.public_id, item.archive.scan_state) if item.archive else (None, "")
    else:
        copy, scan = item.archive_id, item.archive_scan
    if copy and scan != Evidence.Scan.INFECTED:
        return {"url": reverse("portal:evidence", args=[copy]), "text": _("copy of the page, kept here")}
    return {"url": item.archive_url, "text": _("archived copy")} if item.archive_url else None


def short_link(item: Any) -> Row:
    """Return a link whose text names type and size: "Signed agreement (PDF, 180 KB)"."""
    return {"url": href(item), "text": f"{item.title} ({', '.join(_file_words(item))})"}


def icon_of(item: Any) -> str:
    """Return which of the three signs fits."""
    if item.kind == "link":
        return "web"
    return "data" if file_type(item.file_name) in TABLES else "doc"


def href(item: Any) -> str:
    """Return where the public opens it: our download for files, else the link itself."""
    return item.url if item.kind == "link" else reverse("portal:evidence", args=[item.public_id])


def file_type(name: str) -> str:
    """Return the type of a file by its name: PDF, CSV."""
    return name.rpartition(".")[2].upper() if "." in name else ""


def host(url: str) -> str:
    """Return the site behind a link, the way people say it: graz.at."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def milestone_links(items: Iterable[Any]) -> dict[str, list[Row]]:
    """Return short links to the evidence of each milestone, by its key."""
    found: dict[str, list[Row]] = {}
    for item in items:
        if item.milestone_key:
            found.setdefault(item.milestone_key, []).append(short_link(item))
    return found


def _file_words(item: Any) -> list[str]:
    if item.kind == "link":
        return [_("web page"), host(item.url)]
    return [word for word in (file_type(item.file_name), filesize(item.size) if item.size else "") if word]


def _page(page: str) -> str:
    return _("page %(page)s") % {"page": page} if page else ""
