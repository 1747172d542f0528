"""What the pages “Other languages” show, whatever is translated: the languages, and each part beside its original."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import local
from core.access import Hidden, Refused
from core.languages import LANGUAGES, language_name
from core.translated import Provenance, Texts, is_older
from desk.forms.revision import fingerprint
from desk.forms.translating import TranslationForm

Row = dict[str, Any]


@dataclass(frozen=True)
class Acts:
    """What is done with a translation: the actions of the app that owns the text.

    `save` takes what was opened, the form and who saves; `publish` and `take_back` are the actions themselves.
    """

    save: Callable[..., Any]
    publish: Callable[..., Any]
    take_back: Callable[..., Any]


@dataclass(frozen=True)
class Places:
    """Names of the three pages (all languages, one language, taking it back) and what their addresses need."""

    names: tuple[str, str, str]
    args: list[str]

    def all(self) -> str:
        return reverse(f"desk:{self.names[0]}", args=self.args)

    def one(self, language: str) -> str:
        return reverse(f"desk:{self.names[1]}", args=[*self.args, language])

    def take_back(self, language: str) -> str:
        return reverse(f"desk:{self.names[2]}", args=[*self.args, language])


@dataclass(frozen=True)
class Text:
    """A public text that somebody may put into other languages.

    `originals` maps each part to its words, `names` to what it is called, `lengths` to how many characters it has at
    most. `may_change`: the original may change while it is translated. `frame` is what `desk.pages.page` shows around.
    """

    source: Any
    originals: Mapping[str, str]
    names: Mapping[str, str]
    lengths: Mapping[str, int]
    may_publish: bool
    may_change: bool
    acts: Acts
    places: Places
    frame: Row
    back: tuple[str, str]
    carry: Callable[[str], tuple[Texts, int | None]] = lambda _language: ({}, None)

    @property
    def language(self) -> str:
        return self.source.language

    def require_other(self, language: str) -> None:
        """Raise Hidden for a language that is not one of the others."""
        if language not in dict(LANGUAGES) or language == self.language:
            raise Hidden


@dataclass(frozen=True)
class Opened:
    """A translation at the desk. `stored` is None for a language that nobody has begun; `carried` is where its words
    come from then: the number of an earlier version, or None."""

    text: Text
    language: str
    stored: Any
    texts: Texts
    carried: int | None = None

    @property
    def older(self) -> dict[str, str]:
        """The parts whose original has changed since they were translated: name -> what it said."""
        originals = self.text.originals
        rows = {name: piece for name, piece in self.texts.items() if name in originals}
        return {name: piece["of"] for name, piece in rows.items() if is_older(piece, originals[name])}

    def unbound(self) -> TranslationForm:
        revision = self.stored.revision if self.stored else 0
        opened_on = {"revision": revision, "seen": fingerprint(dict(self.text.originals))}
        return self._form(initial=TranslationForm.initial_of(self.texts) | opened_on)

    def bound(self, data: Any) -> TranslationForm:
        return self._form(data)

    def _form(self, data: Any = None, **more: Any) -> TranslationForm:
        text = self.text
        parts = {name: (text.names[name], text.lengths[name]) for name in text.originals}
        return TranslationForm(data, parts=parts, older=self.older, **more)


def open_translation(text: Text, language: str) -> Opened:
    """Return a translation as it is stored; a new one begins with what an earlier text had for the same words."""
    stored = text.source.translations.select_related("public", "editor").filter(language=language).first()
    texts, carried = (stored.texts, None) if stored else text.carry(language)
    return Opened(text, language, stored, dict(texts), carried)


def public_translation(text: Text, language: str) -> Any:
    """Return a translation that the public reads and that may be taken back.

    Raises: Hidden when there is none; Refused for those who may not publish.
    """
    found = text.source.translations.filter(language=language, public__isnull=False).first()
    if not text.may_publish:
        words = _("Approvers of %(city)s publish translations and take them back.")
        raise Refused(words % {"city": text.frame["city"]})
    if found is None:
        raise Hidden
    return found


@transaction.atomic
def save_texts(opened: Opened, by: Any, form: TranslationForm, *, publish: bool) -> Any:
    """Save what was typed, and publish it when that was asked: both or neither.

    Raises: as the two actions.
    """
    acts = opened.text.acts
    saved = acts.save(opened, form, by)
    return acts.publish(translation=saved, by=by, revision=saved.revision) if publish else saved


def stale_rows(form: TranslationForm, current: Any, text: Text) -> list[dict[str, str]]:
    """Return the parts that differ: `old` is stored now, `new` is what was typed."""
    stored, typed = current.texts, form.texts()
    return [
        {"label": text.names[name], "old": _words(stored.get(name)), "new": _words(typed.get(name))}
        for name in text.originals
        if _words(stored.get(name)) != _words(typed.get(name))
    ]


def _words(piece: dict[str, str] | None) -> str:
    if piece is None:
        return ""
    return f"{piece['text']}\n({Provenance(piece['by']).label})"


def language_rows(text: Text) -> tuple[list[Row], list[Row]]:
    """Return the languages that somebody began, and those that wait. One query."""
    begun = {row.language: row for row in text.source.translations.select_related("public")}
    rows = [_row(text, code, name, begun.get(code)) for code, name in LANGUAGES if code != text.language]
    return [row for row in rows if row["tags"]], [row for row in rows if not row["tags"]]


def _row(text: Text, code: str, name: str, found: Any) -> Row:
    row: Row = {"lang": code, "name": name, "url": text.places.one(code), "tags": [], "meta": ""}
    if found is None:
        return row
    if found.public is None:
        return row | {"tags": [{"text": _("Not public yet"), "kind": "go"}], "meta": _saved(found)}
    row["tags"].append({"text": _("Public"), "kind": "ok"})
    if found.public.texts != found.texts:
        row["tags"].append({"text": _("Changes are not public yet"), "kind": "warn"})
    if Opened(text, code, found, found.public.texts).older:
        row["tags"].append({"text": _("Belongs to an older text"), "kind": "warn"})
    return row | {"meta": f"{made_words(found.public.texts)} {_public_since(found)}"}


def made_words(texts: Texts) -> str:
    """Return how many parts a person translated, and how many a machine."""
    made = [piece["by"] for piece in texts.values()]
    people, machine = made.count(Provenance.HUMAN), made.count(Provenance.MACHINE)
    by_people = ngettext("%(n)d part by a person", "%(n)d parts by a person", people) % {"n": people}
    by_machine = ngettext("%(n)d part by machine, not checked", "%(n)d parts by machine, not checked", machine)
    words = [by_people] * bool(people) + [by_machine % {"n": machine}] * bool(machine)
    return ", ".join(words) + "."


def _public_since(found: Any) -> str:
    return _("Public since %(day)s.") % {"day": local.day(found.public.at)}


def _saved(found: Any) -> str:
    return _("Saved on %(day)s.") % {"day": local.day(found.updated_at)}


def heading_of(language: str) -> str:
    """Return the heading of one language's page."""
    return _("The text in another language: %(language)s") % {"language": language_name(language)}
