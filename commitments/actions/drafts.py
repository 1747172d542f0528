"""Writing a text at the desk: start, save, hand over, give up, amend."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from commitments import emails
from commitments.actions.common import (
    lock,
    lock_city,
    lock_commitment,
    lock_unmoved,
    not_editable,
    require,
    require_writer,
    write_draft,
)
from commitments.actions.evidence import drop_unlisted
from commitments.actions.material import settle_material
from commitments.actions.values import clean_value, clean_values
from commitments.models import LINK_FIELDS, Commitment, CommitmentVersion, Milestone, VersionEvidence
from commitments.models.version import milestone_key
from commitments.rules import may_edit_version
from commitments.workflow import VERSION
from core import audit

TEXTS = (
    "language",
    "title",
    "summary",
    "problem",
    "action",
    "unit",
    "starts_on",
    "ends_on",
    "budget",
    "budget_note",
    "decided_on",
    "decision",
    "consulted",
    "taken_up",
)
WRITABLE = (*TEXTS, "change_reason", "is_material")
CAN_GROW = (Commitment.State.DRAFT, Commitment.State.ACTIVE, Commitment.State.ON_HOLD)
MAX_MILESTONES = 30
MAX_KEY = 2**63
CODE_TRIES = 5


@transaction.atomic
def start_commitment(*, city: City, by: User, language: str = "en", title: str = "") -> CommitmentVersion:
    """Start a commitment with the empty draft of its first version.

    Args:
        city: whose commitment it is.
        by: an editor or approver of the city; becomes the author.
        language: language code of the text.
        title: a first title.

    Returns: the draft.
    Raises: NotAllowed; ValidationError for a bad title or language.
    """
    require_writer(by, city)
    values = clean_values(CommitmentVersion, WRITABLE, {"language": language, "title": title})
    commitment = _new_commitment(city, by)
    version = CommitmentVersion.objects.create(commitment=commitment, number=1, author=by, editor=by, **values)
    audit.record("start", by=by, obj=version, scope=city, data={"code": commitment.code})
    return version


@transaction.atomic
def save_version(
    *,
    version: CommitmentVersion,
    by: User,
    revision: int,
    values: dict[str, Any],
    links: dict[str, list[int]] | None = None,
) -> CommitmentVersion:
    """Save a part of a draft. What is not named stays as it is; nothing has to be complete.

    Args:
        version: the draft or returned text.
        by: an editor or approver of the city.
        revision: the revision the writer saw when the form was opened.
        values: field -> value; the fields of `WRITABLE`.
        links: "elements", "rights", "charter_articles", "goals", "policy_areas" or "groups" -> primary keys.

    Returns: the stored text with its new revision.
    Raises: NotAllowed; StaleEdit (with `.current`) when somebody saved in between; Stale when it is no longer a draft;
        ValidationError with a message per field.
    """
    require_writer(by, version.commitment.city)
    cleaned = clean_values(CommitmentVersion, WRITABLE, values)
    chosen = _clean_links(version, links or {})
    current = write_draft(version, revision=revision, values={**cleaned, "editor": by})
    for name, rows in chosen.items():
        getattr(current, name).set(rows)
    return settle_material(current)


@transaction.atomic
def save_milestones(
    *, version: CommitmentVersion, by: User, revision: int, rows: list[dict[str, Any]]
) -> CommitmentVersion:
    """Replace the milestones of a draft, in the order given.

    Args:
        version: the draft or returned text.
        by: an editor or approver of the city.
        revision: the revision the writer saw.
        rows: dicts of key (empty for a new one), title and due_on; rows without both are dropped.

    Returns: the stored text with its new revision.
    Raises: as `save_version`.
    """
    require_writer(by, version.commitment.city)
    wanted = _clean_milestones(rows)
    current = write_draft(version, revision=revision, values={"editor": by})
    known = set(current.milestones.values_list("key", flat=True))
    current.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            version=current, position=position, **{**row, "key": row["key"] if row["key"] in known else milestone_key()}
        )
        for position, row in enumerate(wanted, 1)
    )
    kept = current.milestones.values_list("key", flat=True)
    VersionEvidence.objects.filter(version=current).exclude(milestone_key__in=list(kept)).update(milestone_key="")
    return settle_material(current)


@transaction.atomic
def delete_draft(*, version: CommitmentVersion, by: User) -> None:
    """Delete a draft that was never sent, with evidence that nothing else lists; a text sent before is given up.

    The commitment goes too when this was its only text. A text that was sent stays in the record as lapsed.

    Args:
        version: the draft or returned text.
        by: an editor or approver of the city.

    Raises: NotAllowed; Stale when it is no longer a draft.
    """
    require_writer(by, version.commitment.city)
    lock_city(version.commitment.city_id)
    commitment = lock_commitment(version.commitment_id)
    current = lock_unmoved(version)
    if not may_edit_version(by, current):
        raise not_editable()
    if current.submissions or current.submitted_at:
        VERSION.apply(current, "discard", by=by)
        return
    evidence = [row.evidence for row in current.evidence_rows.select_related("evidence")]
    data = {"code": commitment.code, "number": current.number, "title": current.title}
    audit.record("delete_draft", by=by, obj=current, scope=commitment.city, data=data)
    current.delete()
    drop_unlisted(evidence)
    if not commitment.versions.exists():
        commitment.delete()


@transaction.atomic
def ask_sign_off(*, version: CommitmentVersion, by: User) -> CommitmentVersion:
    """Hand a complete draft to the city's approvers, who get a mail.

    Args:
        version: the draft or returned text.
        by: an editor or approver of the city.

    Returns: the text, waiting for sign-off.
    Raises: NotAllowed; NotReady with what is missing; Stale.
    """
    current = lock_unmoved(version)
    VERSION.apply(settle_material(current), "ask_sign_off", by=by)
    emails.sign_off_asked(current, by=by)
    return current


@transaction.atomic
def send_back(*, version: CommitmentVersion, by: User, note: str = "") -> CommitmentVersion:
    """Take a text that waits for sign-off back to its writers.

    Args:
        version: the text.
        by: an approver, or a writer who takes it back.
        note: what to change; goes to the writers by mail.

    Returns: the text, a draft again.
    Raises: NotAllowed; Stale.
    """
    current = lock_unmoved(version)
    note = clean_value(CommitmentVersion._meta.get_field("returned_reasons"), note)
    VERSION.apply(current, "send_back", by=by, note=note)
    emails.sent_back(current, by=by, note=note)
    return current


@transaction.atomic
def amend(*, commitment: Commitment, by: User) -> CommitmentVersion:
    """Start a new version: a copy of the text in force with its links, milestones (keys included) and evidence.

    When a new version is already on its way, that one is returned. A commitment that was never published starts
    again from its latest text.

    Args:
        commitment: the commitment.
        by: an editor or approver of the city; becomes the author.

    Returns: the draft.
    Raises: NotAllowed when it is closed or withdrawn, or `by` does not write for the city.
    """
    require_writer(by, commitment.city)
    current = lock_commitment(commitment.pk)
    require(current.state in CAN_GROW, _("This commitment has ended. It can no longer be changed."))
    versions = current.versions.select_related("commitment__city").order_by("-number")
    open_text = versions.open().first()
    if open_text:
        return open_text
    source = versions.published().first() or versions[0]
    version = _copy(source, number=versions.aggregate(last=Max("number"))["last"] + 1, by=by)
    audit.record("amend", by=by, obj=version, scope=current.city, data={"code": current.code, "number": version.number})
    return version


def _new_commitment(city: City, by: User) -> Commitment:
    for attempt in range(CODE_TRIES):
        try:
            with transaction.atomic():
                return Commitment.objects.create(city=city, created_by=by)
        except IntegrityError:
            if attempt == CODE_TRIES - 1:
                raise
    raise AssertionError("never reached")


def _clean_links(version: CommitmentVersion, links: dict[str, list[int]]) -> dict[str, list[Any]]:
    """Return the rows behind the primary keys; every one must be on offer, or chosen before."""
    chosen, errors = {}, {}
    for name, pks in links.items():
        if name not in LINK_FIELDS:
            raise ValueError(f"Not a link of a text: {name}")
        table: Any = CommitmentVersion._meta.get_field(name).related_model
        before = list(getattr(version, name).values_list("pk", flat=True))
        wanted = {pk for pk in pks if 0 < pk < MAX_KEY}
        rows = list(table._default_manager.offered(chosen=before).filter(pk__in=wanted))
        if len(rows) != len(set(pks)):
            errors[name] = _("Choose from the list.")
        chosen[name] = rows
    if errors:
        raise ValidationError(errors)
    return chosen


def _clean_milestones(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    cleaned, errors = [], []
    for number, row in enumerate(rows, 1):
        try:
            values = clean_values(Milestone, ("title", "due_on"), {name: row.get(name) for name in ("title", "due_on")})
        except ValidationError as error:
            words = " ".join(error.messages)
            errors.append(_("Milestone %(number)s: %(words)s") % {"number": number, "words": words})
            continue
        if values["title"] or values["due_on"]:
            cleaned.append({"key": str(row.get("key") or ""), **values})
    keys = [row["key"] for row in cleaned if row["key"]]
    if len(keys) != len(set(keys)):
        errors.append(_("The same milestone came twice. Reload the page and try again."))
    if len(cleaned) > MAX_MILESTONES:
        errors.append(_("%(most)s milestones are the most. Join some of them.") % {"most": MAX_MILESTONES})
    if errors:
        raise ValidationError(errors)
    return cleaned


def _copy(source: CommitmentVersion, *, number: int, by: User) -> CommitmentVersion:
    texts = {name: getattr(source, name) for name in TEXTS}
    was_public = source.state == CommitmentVersion.State.PUBLISHED
    version = CommitmentVersion.objects.create(
        commitment=source.commitment, number=number, author=by, editor=by, is_material=not was_public, **texts
    )
    for name in LINK_FIELDS:
        getattr(version, name).set(getattr(source, name).all())
    Milestone.objects.bulk_create(
        Milestone(version=version, key=row.key, position=row.position, title=row.title, due_on=row.due_on)
        for row in source.milestones.all()
    )
    VersionEvidence.objects.bulk_create(
        VersionEvidence(version=version, evidence_id=row.evidence_id, milestone_key=row.milestone_key)
        for row in source.evidence_rows.all()
    )
    return lock(version)
