"""What the pages “Other languages” show: which languages a text has, and its parts beside the original."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.actions import publish_translation, save_translation
from commitments.models import Commitment, CommitmentVersion, VersionTranslation
from commitments.queries import earlier_texts, part_names, published_version, translatable
from commitments.rules import may_publish_translation
from core import local
from core.access import Hidden, Refused
from core.languages import LANGUAGES, language_name
from core.translated import Provenance
from desk.access import commitment_to_act
from desk.forms.translating import TranslationForm

Row = dict[str, Any]


def text_to_translate(user: Any, code: str, language: str | None = None) -> CommitmentVersion:
    """Return the text in force of a commitment that `user` may put into another language.

    Args:
        language: the one that is asked for, if any.

    Raises: Hidden for strangers to what is not public, and for a language that is not one of the others; Refused for
        strangers, and when no text is in force.
    """
    commitment = commitment_to_act(user, code)
    version = published_version(commitment)
    if version is None or commitment.state == Commitment.State.WITHDRAWN:
        raise Refused(_("Only a text in force can be put into other languages. Publish it first."))
    if language is not None and (language not in dict(LANGUAGES) or language == version.language):
        raise Hidden
    version.commitment = commitment
    return version


def public_translation(user: Any, code: str, language: str) -> VersionTranslation:
    """Return a translation that the public reads and `user` may take back.

    Raises: as `text_to_translate`; Hidden when there is none; Refused for editors.
    """
    version = text_to_translate(user, code, language)
    found = version.translations.filter(language=language, public__isnull=False).first()
    if not may_publish_translation(user, version):
        raise Refused(
            _("Approvers of %(city)s publish translations and take them back.") % {"city": version.audit_scope}
        )
    if found is None:
        raise Hidden
    found.version = version
    return found


@dataclass(frozen=True)
class Opened:
    """A translation at the desk. `stored` is None for a language that nobody has begun; `carried` is where its words
    come from then: the number of an earlier version, or None."""

    version: CommitmentVersion
    language: str
    stored: VersionTranslation | None
    originals: dict[str, str]
    names: dict[str, str]
    texts: dict[str, Any]
    carried: int | None = None

    def unbound(self) -> TranslationForm:
        revision = self.stored.revision if self.stored else 0
        return self._form(initial=TranslationForm.initial_of(self.texts) | {"revision": revision})

    def bound(self, data: Any) -> TranslationForm:
        return self._form(data)

    def _form(self, data: Any = None, **more: Any) -> TranslationForm:
        return TranslationForm(data, originals=self.originals, names=self.names, **more)


def open_translation(version: CommitmentVersion, language: str) -> Opened:
    """Return a translation as it is stored; a new one begins with what an earlier version had for the same words."""
    milestones, indicators = list(version.milestones.all()), list(version.indicators.all())
    originals = translatable(version, milestones, indicators)
    stored = version.translations.select_related("public", "editor").filter(language=language).first()
    texts, carried = (stored.texts, None) if stored else earlier_texts(version, language, originals)
    return Opened(version, language, stored, originals, part_names(milestones, indicators), dict(texts), carried)


@transaction.atomic
def save_texts(opened: Opened, by: Any, form: TranslationForm, *, publish: bool) -> VersionTranslation:
    """Save what was typed, and publish it when that was asked: both or neither.

    Raises: as the two actions.
    """
    revision = form.cleaned_data["revision"]
    saved = save_translation(
        version=opened.version, language=opened.language, by=by, revision=revision, texts=form.texts()
    )
    return publish_translation(translation=saved, by=by, revision=saved.revision) if publish else saved


def stale_rows(form: TranslationForm, current: VersionTranslation, names: dict[str, str]) -> list[dict[str, str]]:
    """Return the parts that differ: `old` is stored now, `new` is what was typed."""
    stored, typed = current.texts, form.texts()
    return [
        {"label": label, "old": _words(stored.get(name)), "new": _words(typed.get(name))}
        for name, label in names.items()
        if stored.get(name) != typed.get(name)
    ]


def _words(piece: dict[str, str] | None) -> str:
    if piece is None:
        return ""
    return f"{piece['text']}\n({Provenance(piece['by']).label})"


def language_rows(version: CommitmentVersion) -> tuple[list[Row], list[Row]]:
    """Return the languages that somebody began, and those that wait. One query."""
    begun = {row.language: row for row in version.translations.select_related("public")}
    rows = [_row(version, code, name, begun.get(code)) for code, name in LANGUAGES if code != version.language]
    return [row for row in rows if row["tags"]], [row for row in rows if not row["tags"]]


def _row(version: CommitmentVersion, code: str, name: str, found: VersionTranslation | None) -> Row:
    url = reverse("desk:translation", args=[version.commitment.code, code])
    row: Row = {"lang": code, "name": name, "url": url, "tags": [], "meta": ""}
    if found is None:
        return row
    if found.public is None:
        return row | {"tags": [{"text": _("Not public yet"), "kind": "go"}], "meta": _saved(found)}
    row["tags"].append({"text": _("Public"), "kind": "ok"})
    if found.public.texts != found.texts:
        row["tags"].append({"text": _("Changes are not public yet"), "kind": "warn"})
    return row | {"meta": f"{made_words(found.public.texts)} {_public_since(found)}"}


def made_words(texts: dict[str, Any]) -> str:
    """Return how many parts a person translated, and how many a machine."""
    made = [piece["by"] for piece in texts.values()]
    people, machine = made.count(Provenance.HUMAN), made.count(Provenance.MACHINE)
    by_people = ngettext("%(n)d part by a person", "%(n)d parts by a person", people) % {"n": people}
    by_machine = ngettext("%(n)d part by machine, not checked", "%(n)d parts by machine, not checked", machine)
    words = [by_people] * bool(people) + [by_machine % {"n": machine}] * bool(machine)
    return ", ".join(words) + "."


def _public_since(found: VersionTranslation) -> str:
    return _("Public since %(day)s.") % {"day": local.day(found.public.at)} if found.public else ""


def _saved(found: VersionTranslation) -> str:
    return _("Saved on %(day)s.") % {"day": local.day(found.updated_at)}


def heading_of(language: str) -> str:
    """Return the heading of one language's page."""
    return _("The text in another language: %(language)s") % {"language": language_name(language)}
