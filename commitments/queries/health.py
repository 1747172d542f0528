"""Evidence health in words: what the virus scan and the weekly check of links found."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.models import Evidence, LinkCheck
from core import local


def latest_checks(pieces: Iterable[Evidence]) -> dict[int, LinkCheck]:
    """Return the latest check of each link among `pieces`, by its key. One query, none without links."""
    links = [piece.pk for piece in pieces if piece.kind == Evidence.Kind.LINK]
    checks = LinkCheck.objects.filter(evidence__in=links, is_latest=True) if links else ()
    return {check.evidence_id: check for check in checks}


def is_quarantined(item: Any) -> bool:
    """Return whether nobody may open the file, because a virus was found in it."""
    return item.scan_state == Evidence.Scan.INFECTED


def scan_words(item: Any) -> str:
    """Return the state of the virus scan of a file; empty for a link."""
    if item.kind != Evidence.Kind.FILE:
        return ""
    if is_quarantined(item):
        return _("a virus was found, nobody can open it: %(found)s") % {"found": item.scan_found}
    return str(Evidence.Scan(item.scan_state).label)


def dead_words(item: Any) -> str:
    """Return the mark that the public reads at a link that has not answered for long; else nothing."""
    return _("link has not answered since %(day)s") % {"day": local.day(item.dead_since)} if item.dead_since else ""


def check_words(check: LinkCheck | None) -> str:
    """Return what the latest check of a link found, for the city and the office; empty when it was never checked."""
    if check is None:
        return ""
    day = local.day(timezone.localdate(check.failed_at or check.checked_at))
    words = {
        LinkCheck.Result.OK: _("link answered on %(day)s"),
        LinkCheck.Result.CHANGED: _("link answered on %(day)s; the page has changed since it was first checked"),
        LinkCheck.Result.GONE: _("page gone since %(day)s"),
        LinkCheck.Result.UNREACHABLE: _("page has not answered since %(day)s"),
    }
    return words[LinkCheck.Result(check.result)] % {"day": day}
