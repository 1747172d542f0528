"""The evidence library in words: each piece with where it is used, its health and what can be done with it."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commitments.models import CommitmentVersion, Evidence, LinkCheck
from commitments.queries import Use, check_words, dead_words
from desk.rows import Row, evidence_row


def library_row(evidence: Any, uses: list[Use], to: str) -> Row:
    """Return a row of components/evidence_row.html; `evidence` comes from `city_evidence`.

    Args:
        uses: what lists it.
        to: the draft that a document is looked for, as in `target_of`; empty in the library itself.
    """
    row = evidence_row(evidence)
    check = _check(evidence)
    tag = row["tag"]
    if check and check.result in LinkCheck.DEAD:
        tag = {"text": _("Link does not answer"), "kind": "warn", "icon": "late"}
    words = [word for word in row["meta"] if word != dead_words(evidence)] + [check_words(check)]
    return {
        **row,
        "meta": [word for word in words if word],
        "tag": tag,
        "uses": [_use(use) for use in uses],
        "actions": _actions(evidence, to),
    }


def _check(evidence: Any) -> LinkCheck | None:
    """The latest check, put together from the columns of the list."""
    if not evidence.check_result:
        return None
    return LinkCheck(
        result=evidence.check_result, checked_at=evidence.check_checked_at, failed_at=evidence.check_failed_at
    )


def _use(use: Use) -> Row:
    title = use.title or _("Commitment without a title")
    if not use.number:
        words = _("Report on “%(title)s”") % {"title": title}
    else:
        words = _("“%(title)s”, version %(number)s") % {"title": title, "number": use.number}
    state = CommitmentVersion.State(use.state).label if use.state in CommitmentVersion.State.values else use.state
    return {"url": reverse("desk:commitment", args=[use.code]), "text": f"{words} ({state})"}


def _actions(evidence: Evidence, to: str) -> list[Row]:
    actions = []
    if evidence.scan_state != Evidence.Scan.INFECTED:
        query = f"?{urlencode({'to': to})}" if to else ""
        url = reverse("desk:evidence_attach", args=[evidence.public_id]) + query
        actions.append({"url": url, "text": _("Use it again")})
    if evidence.kind == Evidence.Kind.LINK and not to:
        url = reverse("desk:evidence_copy", args=[evidence.public_id])
        actions.append({"url": url, "text": _("Keep a copy of the page")})
    return actions
