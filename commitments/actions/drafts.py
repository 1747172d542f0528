"""Writing a text at the desk: start, save, hand over, give up."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from commitments import emails
from commitments.actions.common import (
    lock_city,
    lock_commitment,
    lock_unmoved,
    not_editable,
    require_writer,
    write_draft,
)
from commitments.actions.evidence import drop_unlisted
from commitments.actions.material import settle_material
from commitments.actions.values import clean_value, clean_values
from commitments.models import LINK_FIELDS, TEXTS, Commitment, CommitmentVersion
from commitments.rules import may_edit_version
from commitments.workflow import VERSION
from core import audit

WRITABLE = (*TEXTS, "change_reason", "is_material")
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
        links: "elements", "rights", "charter_articles", "instrument_items", "goals", "policy_areas", "groups" or
            "recommendations" -> primary keys.

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
        offered = table._default_manager.offered(chosen=before)
        if name == "recommendations":
            offered = offered.to_city(version.commitment.city)
        rows = list(offered.filter(pk__in=wanted))
        if len(rows) != len(set(pks)):
            errors[name] = _("Choose from the list.")
        chosen[name] = rows
    if errors:
        raise ValidationError(errors)
    return chosen
