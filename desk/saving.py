"""One part of a draft as it is stored, and the saving of it: the same for its button and for autosave."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction

from commitments.actions import save_version
from commitments.models import CommitmentVersion
from commitments.queries import VersionParts, links_of
from desk.forms.commitment import Links, PartForm
from desk.forms.revision import fingerprint
from desk.parts import Part


@dataclass(frozen=True)
class Opened:
    """A part of a text: what its boxes say, and its rows, if it has any."""

    version: CommitmentVersion
    part: Part
    links: Links
    rows: list[Any]

    @cached_property
    def initial(self) -> dict[str, Any]:
        return self.form.initial_of(self.version, self.links)

    @cached_property
    def said(self) -> dict[str, Any]:
        """Everything the part says, rows included: whoever saw just this may save over it."""
        kind = self.part.rows
        return self.initial | ({"rows": kind.stored(self.rows)} if kind else {})

    @property
    def form(self) -> Any:
        return self.part.form

    def unbound(self) -> PartForm:
        form = self.form(initial=self.initial | {"revision": self.version.revision, "seen": fingerprint(self.said)})
        form.offer(self.links, self.version.commitment.city)
        return form

    def bound(self, data: Any) -> tuple[PartForm, Any]:
        """Return what was posted: the form, and the rows of a part that has rows."""
        form = self.form(data)
        form.offer(self.links, self.version.commitment.city)
        return form, self.part.rows.posted(data) if self.part.rows else None


def open_part(version: CommitmentVersion, part: Part) -> Opened:
    """Return one part of a text. One query, two for a part with rows."""
    links = {kind: [row.pk for row in rows] for kind, rows in links_of([version.pk])[version.pk].items()}
    rows = list(getattr(version, part.rows.name).all()) if part.rows else []
    return Opened(version, part, links, rows)


def reopened(version: CommitmentVersion, part: Part, content: VersionParts) -> Opened:
    """Return the same from content that was read already."""
    links = {kind: sorted(row.pk for row in found) for kind, found in content.links.items()}
    return Opened(version, part, links, getattr(content, part.rows.name) if part.rows else [])


def is_sound(form: PartForm, rows: Any) -> bool:
    """Judge everything, so that every fault is told at once."""
    valid = [form.is_valid()]
    if rows is not None:
        valid.append(rows.is_valid())
        valid.append(rows.hold_within(form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")))
    return all(valid)


@transaction.atomic
def save_part(opened: Opened, by: Any, form: PartForm, rows: Any) -> CommitmentVersion:
    """Save the answers of a part that make sense, and its rows when all of them do.

    When others saved other parts meanwhile and this one is untouched, nobody is bothered.

    Raises: as `save_version`.
    """
    version = opened.version
    revision = form.cleaned_data["revision"]
    if form.saw(opened.said):
        revision = version.revision
    texts, links = form.text_values(), form.link_values()
    if texts or links or opened.part.rows is None:
        version = save_version(version=version, by=by, revision=revision, values=texts, links=links)
        revision = version.revision
    if rows is not None and opened.part.rows is not None:
        version = opened.part.rows.save(version=version, by=by, revision=revision, rows=rows.rows())
    return version


def rows_fail(rows: Any) -> bool:
    """Whether a box of the rows makes no sense: then all of them wait, for their order and keys belong together."""
    return any(form.errors for form in rows) or bool(rows.non_form_errors())


def is_unchanged(opened: Opened, form: PartForm, rows: Any) -> bool:
    """Whether the post says just what is stored: then nothing is saved, and nobody becomes the text's editor."""
    said = form.text_values() | {name: sorted(found) for name, found in form.link_values().items()}
    stored = {name: value for name, value in opened.initial.items() if name in said}
    return said == stored and (rows is None or rows.rows() == opened.said["rows"])


def keys_of(rows: Any, stored: list[Any]) -> dict[str, str]:
    """Return box -> key for each row that was posted, in order, so that the page keeps the keys that a save gave."""
    found = iter(stored)
    return {row.add_prefix("key"): getattr(next(found, None), "key", "") if rows.counts(row) else "" for row in rows}
