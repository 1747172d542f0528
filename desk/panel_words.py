"""A case in words for the people of its panel, and findings for the city: rows for the components and fragments."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import CommitmentVersion, Evidence
from core.local import day
from desk.rows import evidence_row
from desk.todo.words import Row
from labels.models import Appeal, Finding, Group, PanelAnswer, PanelDraft, PanelMember, Scale
from labels.queries.appeals import case_of, subject_of
from labels.queries.clocks import CaseDate
from labels.queries.findings import Item, PanelRoom, is_disputed
from participation.models import LabelStatement
from participation.queries import SaidOnCase

KINDS = {Scale.MET: "ok", Scale.PARTLY: "go", Scale.NOT_YET: "line", Scale.NOT_OURS: "line"}
OF_PANEL = ("panel.findings", "second_look.look")


def scale_word(value: str) -> str:
    """Return an answer in words, with a capital."""
    return str(Scale(value).label).capitalize() if value else ""


def seat_row(seat: PanelMember, due: CaseDate | None) -> Row:
    """Return one case of a member for the list: what it is, where it stands, until when."""
    application = seat.application
    is_over = application.state in ("granted", "refused")
    words = {
        "panel": _("The panel answers and writes findings"),
        "reply": _("The city replies"),
        "second_look": _("The panel looks again"),
        "deciding": _("Two deciders decide"),
        "proposed": _("Two deciders decide"),
    }
    url = application.city.get_absolute_url() if is_over else reverse("desk:panel_case", args=[application.reference])
    return {
        "label": f"{application.city.name} · {application.reference}",
        "url": url,
        "hint": _("Until %(day)s") % {"day": day(due.due_on)} if due and due.due_on else "",
        "status": _("Decided") if is_over else words[application.state],
        "kind": "go" if application.state in ("panel", "second_look") else "line",
    }


def appeal_row(appeal: Appeal) -> Row:
    """Return one appeal in which the reader's vote is awaited, for the list."""
    return {
        "label": f"{case_of(subject_of(appeal)).city.name} · {appeal.reference}",
        "url": reverse("desk:appeal_hear", args=[appeal.reference]),
        "hint": _("Until %(day)s") % {"day": day(appeal.due_on)} if appeal.due_on else "",
        "status": _("Your vote is awaited"),
        "kind": "go",
    }


def criterion_rows(room: PanelRoom) -> list[Row]:
    """Return the criteria of a case as a task list for one member."""
    reference, state = room.seat.application.reference, room.seat.application.state
    return [
        {
            "label": f"{row.criterion.code} · {row.criterion.title}",
            "url": reverse("desk:panel_answer", args=[reference, row.criterion.code]),
            "hint": "",
            **_status(row, state),
        }
        for row in room.items
    ]


def _status(item: Item, state: str) -> Row:
    if state == "panel" and not item.is_sent:
        begun = item.own is not None
        return {"status": _("Begun, not sent") if begun else _("To answer"), "kind": "warn"}
    if item.needs_second_look:
        return {"status": _("To look at again"), "kind": "warn"}
    if item.finding is None:
        return {"status": _("Your answer is sent"), "kind": "go"}
    answer = finding_now(item.finding).answer
    return {"status": scale_word(answer), "kind": KINDS[Scale(answer)]}


def finding_now(finding: Finding) -> Any:
    """Return what counts of a finding: its second look where there is one."""
    return getattr(finding, "second_look", finding)


def said_rows(item: Item) -> list[Row]:
    """Return what each group of the city said about one criterion in its self-assessment."""
    return [
        {
            "group": Group(group).label,
            "answer": scale_word(said.get("value", "")) or _("No answer"),
            "text": said.get("text", ""),
            "evidence": said.get("evidence", ""),
            "language": said.get("language", ""),
        }
        for group, said in sorted(item.said.items())
    ]


def survey_words(item: Item) -> str:
    """Return what residents and civil society answered to one criterion, in the order of the scale."""
    if not item.survey:
        return ""
    parts = [f"{Scale(value).label} {item.survey[value]}" for value in Scale.values if value in item.survey]
    return _("Residents and civil society: %(answers)s") % {"answers": ", ".join(parts)}


def statement_rows(said: list[SaidOnCase], code: str = "") -> list[Row]:
    """Return the published statements of residents and organisations, all or those on one criterion."""
    return [
        {
            "who": str(LabelStatement.Kind(row.kind).label).capitalize(),
            "speaker": row.speaker,
            "text": row.text,
            "language": row.language,
            "url": row.url,
            "at": row.published_at,
            "codes": "" if code else ", ".join(question.code for question in row.criteria),
        }
        for row in said
        if not code or code in {question.code for question in row.criteria}
    ]


def power_words(item: Item) -> str:
    """Return whose power it is, as the city says."""
    words = {
        "ours": _("The city says: this is in our power."),
        "shared": _("The city says: we share this power with another level."),
        "not_ours": _("The city says: this is not in our power."),
    }
    return words.get(item.power or "", "")


def answer_rows(answers: list[PanelAnswer]) -> list[Row]:
    """Return sent answers with their authors."""
    return [
        {
            "name": row.member.name,
            "answer": scale_word(row.answer),
            "reasons": row.reasons,
            "language": row.language,
        }
        for row in answers
    ]


def draft_rows(drafts: Iterable[PanelDraft]) -> list[Row]:
    """Return what a member wrote and did not send, as a finding or as a second look."""
    return [
        {
            "kind": str(row.get_kind_display()).capitalize(),
            "answer": scale_word(row.answer),
            "reasons": row.reasons,
            "language": row.language,
        }
        for row in drafts
        if row.answer or row.reasons
    ]


def finding_row(finding: Finding, reference: str) -> Row:
    """Return one finding for the panel: who wrote it, what the city replied with which files, the second look."""
    row, look = city_finding_row(finding), getattr(finding, "second_look", None)
    files = [proof_row(piece, reference) for piece in row["reply"].evidence.all()] if row["reply"] else []
    return row | {
        "author": finding.author.name,
        "files": files,
        "look": look,
        "look_answer": scale_word(look.answer) if look else "",
    }


def city_finding_row(finding: Finding) -> Row:
    """Return one finding for the city: the panel speaks as one, and a second look is read with the decision."""
    reply = getattr(finding, "reply", None)
    return {
        "code": finding.criterion.code,
        "title": finding.criterion.title,
        "answer": scale_word(finding.answer),
        "reasons": finding.reasons,
        "language": finding.language,
        "author": "",
        "reply": reply if reply is not None and reply.sent_at else None,
        "files": [],
        "disputed": is_disputed(finding),
        "look": None,
        "look_answer": "",
    }


def text_rows(texts: list[CommitmentVersion], reference: str) -> list[Row]:
    """Return the city's texts for a list: those in force on their public page, those being checked here."""
    return [
        {
            "title": row.title or row.commitment.code,
            "language": row.language,
            "url": row.commitment.get_absolute_url()
            if row.state == CommitmentVersion.State.PUBLISHED
            else reverse("desk:panel_text", args=[reference, row.pk]),
            "tag": "" if row.state == CommitmentVersion.State.PUBLISHED else _("Being checked"),
        }
        for row in texts
    ]


def proof_row(evidence: Evidence, reference: str) -> Row:
    """Return a piece of evidence for components/evidence_row.html; its file is opened at the panel's door."""
    row = evidence_row(evidence)
    if row["url"] and evidence.kind == Evidence.Kind.FILE:
        row["url"] = _file_url(evidence, reference)
    copy = evidence.archive
    if row["archived"] and copy is not None and row["archived"]["url"].endswith(f"{copy.public_id}/"):
        row["archived"] = row["archived"] | {"url": _file_url(copy, reference)}
    return row


def _file_url(evidence: Evidence, reference: str) -> str:
    return reverse("desk:panel_evidence", args=[reference, evidence.public_id])
