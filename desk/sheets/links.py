"""Links to the framework as readable labels, and back."""

import re
from collections.abc import Container, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cities.models import City
from cities.recommending import recommendation_choices
from commitments.models import FRAMEWORK_LINKS
from commitments.queries import LinkRow
from core.languages import COMPLETE
from core.spreadsheets import RawCell
from core.text import clean_line, clean_text
from desk.sheets.values import text_of
from framework.queries import choices_for_forms

REMARK = re.compile(r"\s*\([^()]*\)$")
NUMBERED = ("elements", "rights", "goals", "charter_articles", "recommendations")
MOST_CHOSEN, MOST_SHOWN = 60, 200  # choices of one cell; characters of a recommendation


class Labels:
    """The labels of everything a text can name: kind -> primary key -> label, in the order of the forms."""

    def __init__(self, city: City) -> None:
        """Eight queries."""
        self.offered = _offered()
        known = recommendation_choices(city, with_code=True)
        self.offered["recommendations"] = {pk: _short(label) for pk, label in known}
        self._names = {kind: _names(kind, options.items()) for kind, options in self.offered.items()}

    @cached_property
    def _elsewhere(self) -> dict[str, dict[str, int]]:
        """The names in the other complete languages: a sheet may be filled in by somebody who reads another one."""
        names: dict[str, dict[str, int]] = {}
        for language in COMPLETE:
            if language != get_language():
                with override(language):
                    for kind, options in _offered().items():
                        names[kind] = names.get(kind, {}) | _names(kind, options.items())
        return names

    def words(self, rows: Iterable[LinkRow]) -> str:
        """Return links as a cell shows them, each on its own line."""
        return "\n".join(clean_line(self.offered[row.kind].get(row.pk) or _name(row)) for row in rows)

    def label(self, kind: str, pk: int, chosen: Iterable[LinkRow]) -> str:
        """Return the label of one option, offered now or `chosen` before."""
        return self.offered[kind].get(pk) or next((_name(row) for row in chosen if row.pk == pk), "")

    def read(self, kind: str, cell: RawCell | None, chosen: list[LinkRow]) -> list[int]:
        """Return the primary keys that a cell names; what was `chosen` before stays known.

        Raises: ValidationError that names what is not in the list.
        """
        text = clean_text(text_of(cell)) if cell else ""
        own = _names(kind, [(row.pk, self.words([row])) for row in chosen])
        lines = [line for line in map(_key, text.split("\n")) if line]
        known = {**self._names[kind], **own}
        names = _called(lines, known)
        if any(name not in known for name in names):
            known = {**self._elsewhere.get(kind, {}), **known}
            names = _called(lines, known)
        if len(names) > MOST_CHOSEN:
            raise ValidationError(_("Choose fewer: one or more from the sheet “Choices”, each on a line of its own."))
        for name in names:
            if name not in known:
                words = _("“%(text)s” is not on the sheet “Choices”. Copy it from there, one on each line.")
                raise ValidationError(words % {"text": name[:60]})
        return sorted({known[name] for name in names})


def _offered() -> dict[str, dict[int, str]]:
    offered = choices_for_forms()
    return {kind: dict(_flat(getattr(offered, kind))) for kind in FRAMEWORK_LINKS}


def _called(lines: list[str], known: Container[str]) -> list[str]:
    """Return the names on the lines; a line that is no name as a whole may hold several, with semicolons."""
    return [name for line in lines for name in ([line] if line in known else map(_key, line.split(";"))) if name]


def _name(row: LinkRow) -> str:
    """Return the label of what is no longer offered. Recommendations are told apart by their codes."""
    return _short(f"{row.code} {row}") if row.kind == "recommendations" else str(row)


def _short(label: str) -> str:
    return Truncator(clean_line(label)).chars(MOST_SHOWN)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[int, str]]:
    """Return (primary key, label) of choices, grouped or not."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield int(key), str(label)


def _key(text: str) -> str:
    return clean_line(text).casefold()


def _names(kind: str, options: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Return every name by which an option can be called: label, label without remark, number. The label wins."""
    names: dict[str, int] = {}
    options = [(pk, _key(label)) for pk, label in options]
    for pk, label in options:
        names.setdefault(label, pk)
    for pk, label in options:
        names.setdefault(REMARK.sub("", label), pk)
        if kind in NUMBERED:
            names.setdefault(label.partition(" ")[0], pk)
    return names
