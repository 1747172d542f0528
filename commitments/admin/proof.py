"""Evidence as components/evidence_row.html draws it for the office."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Evidence
from commitments.queries import Proof, check_words, is_quarantined, scan_words
from core import local
from core.languages import language_in_words
from core.templatetags.portal_ui import filesize


def proof_row(proof: Proof) -> dict[str, Any]:
    """Return one row for the component: what it is, how large, in which language, what it proves, who may open it."""
    item = proof.evidence
    words = [
        _("new") if proof.is_new else "",
        *_kind_words(item),
        _("page %(page)s") % {"page": item.page} if item.page else "",
        language_in_words(item.language),
        local.day(item.dated_on),
        _("for “%(milestone)s”") % {"milestone": proof.milestone} if proof.milestone else "",
        f"SHA-256 {item.sha256}" if item.sha256 else "",
        scan_words(item),
        check_words(proof.check),
        "" if proof.may_open or is_quarantined(item) else _("claim it to open this"),
    ]
    return {
        "icon": "doc" if item.kind == Evidence.Kind.FILE else "web",
        "title": item.title,
        "url": address(item) if proof.may_open and not is_quarantined(item) else "",
        "meta": [word for word in words if word],
        "proves": item.proves,
        "archived": _copy(item) if proof.may_open else None,
        "tag": _tag(item),
    }


def _copy(item: Evidence) -> dict[str, str] | None:
    """Return the archived copy of a web page."""
    if item.archive and not is_quarantined(item.archive):
        return {"url": address(item.archive), "text": _("copy of the page, kept here")}
    return {"url": item.archive_url, "text": _("archived copy")} if item.archive_url else None


def address(item: Evidence) -> str:
    """Return where the office opens it."""
    if item.kind == Evidence.Kind.LINK:
        return item.url
    return reverse("admin:commitments_evidence_file", args=[item.public_id])


def _kind_words(item: Evidence) -> list[str]:
    if item.kind == Evidence.Kind.LINK:
        return [_("web page")]
    return [item.file_name.rpartition(".")[2].upper(), filesize(item.size)]


def _tag(item: Evidence) -> dict[str, str]:
    if is_quarantined(item):
        return {"text": _("Virus found"), "kind": "bad", "icon": "late"}
    if item.has_personal_data:
        return {"text": _("Confidential, contains personal data"), "kind": "warn", "icon": "lock"}
    if item.visibility == Evidence.Visibility.CONFIDENTIAL:
        return {"text": _("Confidential"), "kind": "warn", "icon": "lock"}
    return {"text": _("Public once published"), "kind": "line", "icon": ""}
