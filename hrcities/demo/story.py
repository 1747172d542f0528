"""One commitment of the demo, told up to the point its story names."""

import datetime as dt
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cities.models import City, Recommendation
from commitments.actions import (
    add_evidence,
    amend,
    answer_office,
    ask_city,
    ask_sign_off,
    ask_to_close,
    claim,
    confirm,
    extend_report,
    hold_overdue,
    move_sample_dates,
    name_copy,
    propose_refusal,
    publish_report,
    publish_translation,
    publish_version,
    return_version,
    save_indicators,
    save_milestones,
    save_report,
    save_translation,
    save_version,
    start_commitment,
    start_report,
    submit_report,
    submit_version,
    withdraw,
    write_note,
)
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from framework.models import CharterArticle, Element, InstrumentItem, PolicyArea, Right, RightsHolderGroup
from review.checklists import checklist

TEXTS = (
    "title", "summary", "problem", "action", "unit", "consulted", "taken_up", "budget_note", "decision",
)  # fmt: skip
DATES = ("starts_on", "ends_on", "decided_on")
LINKS = {
    "elements": Element,
    "rights": Right,
    "policy_areas": PolicyArea,
    "groups": RightsHolderGroup,
    "charter_articles": CharterArticle,
    "instrument_items": InstrumentItem,
}
LATE = ("delayed", "dropped")
PUBLIC = ("published", "amended", "withdrawn")
People = dict[str, User]


def tell(promise: dict[str, Any], city: City, people: People) -> None:
    """Write one commitment and move it as far as `promise["until"]` says."""
    version = write(promise, city, people["editor"])
    until = promise["until"]
    if until == "draft":
        return
    ask_sign_off(version=version, by=people["editor"])
    if until == "sign_off":
        return
    version = submit_version(version=fresh(version), by=people["approver"], key=uuid.uuid4())
    if "talk" in promise:
        talk(promise["talk"], version, people)
    if until == "returned":
        claim(obj=version, by=people["reviewer"])
        return_version(obj=fresh(version), by=people["reviewer"], note=promise["returned"])
    if until == "refusal":
        claim(obj=version, by=people["reviewer"])
        propose_refusal(obj=fresh(version), by=people["reviewer"], note=promise["refusal"])
    if until in PUBLIC:
        publish(version, people)
        go_on(promise, version.commitment, people)


def write(promise: dict[str, Any], city: City, editor: User) -> CommitmentVersion:
    """Draft the text with links, milestones and evidence."""
    version = start_commitment(city=city, by=editor, language="en", title=promise["title"])
    version = save_version(
        version=version, by=editor, revision=version.revision, values=values_of(promise), links=links_of(promise, city)
    )
    rows = [{"key": "", "title": text, "due_on": day(when)} for text, when in promise.get("milestones", [])]
    version = save_milestones(version=version, by=editor, revision=version.revision, rows=rows)
    if "indicators" in promise:
        rows = [indicator_row(row) for row in promise["indicators"]]
        version = save_indicators(version=version, by=editor, revision=version.revision, rows=rows)
    keys = list(version.milestones.values_list("key", flat=True))
    for piece in promise.get("evidence", []):
        add_piece(piece, city, editor, version=version, milestone_key=keys[piece.get("milestone", 0)])
    return fresh(version)


def values_of(promise: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the text that the story gives."""
    values: dict[str, Any] = {name: promise[name] for name in TEXTS if name in promise}
    values |= {name: day(promise[name]) for name in DATES if name in promise}
    if "budget" in promise:
        values["budget"] = promise["budget"]
    return values


def links_of(promise: dict[str, Any], city: City) -> dict[str, list[int]]:
    """Return the primary keys of the elements, rights and so on that the story names by code."""
    links = {
        name: list(model._default_manager.filter(code__in=promise.get(name, [])).values_list("pk", flat=True))
        for name, model in LINKS.items()
    }
    made = Recommendation.objects.filter(city=city, reference__in=promise.get("answers", []))
    return {**links, "recommendations": list(made.values_list("pk", flat=True))}


def indicator_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return one indicator as the form gives it."""
    return {**row, "key": "", "baseline_on": day(row["baseline_on"]), "target_on": day(row["target_on"])}


def add_piece(piece: dict[str, Any], city: City, editor: User, **where: Any) -> None:
    """Attach one piece of evidence: a small text file, or a link."""
    text = piece.get("text")
    evidence = add_evidence(
        city=city,
        by=editor,
        kind="file" if text else "link",
        title=piece["title"],
        file=ContentFile(text.encode(), name="sample.txt") if text else None,
        url=piece.get("url", ""),
        language="en",
        dated_on=dt.date(2026, 5, 4),
        proves=piece["proves"],
        visibility="confidential" if piece.get("confidential") else "public",
        has_personal_data=bool(piece.get("confidential")),
        **where,
    )
    if "archive" in piece:
        name_copy(evidence=evidence, by=editor, url=piece["archive"])


def publish(version: CommitmentVersion, people: People) -> None:
    """The office claims the text, ticks the form check and publishes."""
    claim(obj=fresh(version), by=people["reviewer"])
    publish_version(obj=fresh(version), by=people["reviewer"], ticks=ticks_for("version"))


def ticks_for(kind: str) -> list[str]:
    """Return what the office ticks for a yes today."""
    return [key for key, _wording in checklist(kind)]


def go_on(promise: dict[str, Any], commitment: Commitment, people: People) -> None:
    """What happens after the first publication: reports, an amendment, a withdrawal."""
    commitment.refresh_from_db()
    if "report" in promise:
        check(send_report(promise["report"], commitment, people), people)
    if "closing" in promise:
        words = promise["closing"]
        ask_to_close(commitment=commitment, by=people["approver"], outcome=words["outcome"])
        check(send_report(words, commitment, people, sender="approver"), people)
    if promise["until"] == "amended":
        change(promise["amendment"], commitment, people)
    if "translations" in promise:
        translate(promise["translations"], commitment, people)
    if "waiting_report" in promise:
        talk(promise["waiting_report"]["talk"], send_report(promise["waiting_report"], commitment, people), people)
    if "rhythm" in promise:
        keep_rhythm(promise["rhythm"], commitment, people)
    if promise["until"] == "withdrawn":
        withdraw(commitment=commitment, by=people["approver"], reason=promise["withdrawn"])


def translate(languages: dict[str, Any], commitment: Commitment, people: People) -> None:
    """Put the text in force into other languages: the editor saves, the approver publishes."""
    version = commitment.versions.published().select_related("commitment__city").get()
    for language, made in languages.items():
        texts = {name: {"text": text, "by": made["by"]} for name, text in made["texts"].items()}
        if "milestones" in made:
            keys = version.milestones.values_list("key", flat=True)
            rows = zip(keys, made["milestones"], strict=True)
            texts |= {f"milestone:{key}": {"text": text, "by": made["by"]} for key, text in rows}
        saved = save_translation(version=version, language=language, by=people["editor"], revision=0, texts=texts)
        publish_translation(translation=saved, by=people["approver"], revision=saved.revision)


def check(report: ProgressReport, people: People) -> None:
    """The office claims a report, ticks the form check and publishes."""
    claim(obj=report, by=people["reviewer"])
    publish_report(obj=ProgressReport.objects.get(pk=report.pk), by=people["reviewer"], ticks=ticks_for("report"))


def talk(words: dict[str, str], sent: CommitmentVersion | ProgressReport, people: People) -> None:
    """The office asks about what was sent; the city answers, or not yet; colleagues read a note."""
    ask_city(obj=sent, by=people["decider"], text=words["question"])
    if "answer" in words:
        answer_office(obj=sent, by=people["editor"], text=words["answer"])
    if "note" in words:
        write_note(obj=sent, by=people["decider"], text=words["note"])


def keep_rhythm(rhythm: dict[str, Any], commitment: Commitment, people: People) -> None:
    """Let years pass: the dates come near or go by, and the city answers, or does not."""
    today = timezone.localdate()
    dates = {name: today + dt.timedelta(days=rhythm[name]) for name in ("report_on", "confirm_on") if name in rhythm}
    move_sample_dates(commitment=commitment, **dates)
    if "confirm_on" in dates:
        confirm(commitment=commitment, by=people["editor"], due_on=dates["confirm_on"])
    if "more_time" in rhythm:
        extend_report(commitment=commitment, by=people["editor"], reason=rhythm["more_time"])
    hold_overdue()


def change(amendment: dict[str, Any], commitment: Commitment, people: People) -> None:
    """Amend the published text the long way: draft, sign-off, form check."""
    version = amend(commitment=commitment, by=people["editor"])
    values = {**amendment, "ends_on": day(amendment["ends_on"])}
    version = save_version(version=version, by=people["editor"], revision=version.revision, values=values)
    ask_sign_off(version=fresh(version), by=people["editor"])
    version = submit_version(version=fresh(version), by=people["approver"], key=uuid.uuid4())
    publish(version, people)


def send_report(
    words: dict[str, Any], commitment: Commitment, people: People, *, sender: str = "editor"
) -> ProgressReport:
    """Write and send one progress report; an approver sends the final one."""
    report = start_report(commitment=commitment, by=people["editor"])
    text = commitment.versions.published().get()
    keys = text.milestones.values_list("key", flat=True)
    report = save_report(
        report=report,
        by=people["editor"],
        revision=report.revision,
        values={name: words[name] for name in ("progress", "text", "reason") if name in words},
        claims=[
            {
                "milestone_key": key,
                "progress": progress,
                "reached_on": None,
                "note": words.get("reason", "")[:500] if progress in LATE else "",
            }
            for key, progress in zip(keys, words["claims"], strict=True)
        ],
        measured=[
            {"indicator_key": indicator.key, "measured_on": day(when), "value": value, "note": ""}
            for indicator, (value, when) in zip(text.indicators.all(), words.get("measured", []), strict=True)
        ],
    )
    for piece in words.get("evidence", []):
        add_piece(piece, commitment.city, people["editor"], report=report)
    return submit_report(report=report, by=people[sender], key=uuid.uuid4())


def fresh(version: CommitmentVersion) -> CommitmentVersion:
    """Read the version again, as a page would."""
    return CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)


def day(text: str) -> dt.date:
    """Return the date of an ISO text such as 2026-03-01."""
    return dt.date.fromisoformat(text)
