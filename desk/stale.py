"""Two people saved the same page: what the second one typed beside what is stored now."""

from typing import Any

from django.utils.translation import gettext as _

from commitments.queries import in_words
from core.languages import language_name
from desk.forms.rowsets import RowKind
from desk.rows import LABELS

Row = dict[str, str]


def differences(form: Any, current: Any, content: Any, *, rows: Any = None, kind: RowKind | None = None) -> list[Row]:
    """Return the answers that differ: `old` is stored now, `new` is what was typed.

    Args:
        form: the part's form, valid.
        current: the text as stored.
        content: its links, milestones and evidence.
        rows: the formset of the part, if it has one.
        kind: what its rows are.
    """
    found = []
    for name, value in (form.text_values() | form.link_values()).items():
        if name in content.links:
            if {row.pk for row in content.links[name]} == set(value):
                continue
            old, new = _lines(content.links[name]), _chosen(form, name, value)
        else:
            old, new = stored_words(current, name), typed_words(current, name, value)
        found.append({"label": str(LABELS[name]), "old": old, "new": new})
    if rows is not None and kind is not None:
        before, now = kind.stored(getattr(content, kind.name)), rows.rows()
        old, new = ("\n".join(kind.line(row) for row in found_rows) for found_rows in (before, now))
        found.append({"label": str(kind.label), "old": old, "new": new})
    return [row for row in found if row["old"] != row["new"]]


def stored_words(current: Any, name: str) -> str:
    """Return a stored answer as people read it."""
    return _kind_words(current.is_material) if name == "is_material" else _name(name, in_words(current, name))


def typed_words(current: Any, name: str, value: Any) -> str:
    """Return a typed answer in the same words as a stored one."""
    if name == "is_material":
        return _kind_words(value)
    twin = type(current)(**{name: value})
    return _name(name, in_words(twin, name))


def _kind_words(is_material: bool) -> str:
    return _("Changes the aim, a target or a date") if is_material else _("Corrects a mistake in writing")


def _name(name: str, words: str) -> str:
    return language_name(words) if name == "language" else words


def _lines(rows: list[Any]) -> str:
    return "\n".join(str(row) for row in rows)


def _chosen(form: Any, name: str, pks: list[int]) -> str:
    """Return the chosen options as the form words them, without its remarks."""
    options = {}
    for key, label in form.fields[name].choices:
        options |= dict(label) if isinstance(label, list | tuple) else {key: label}
    return "\n".join(str(label) for key, label in options.items() if int(key) in set(pks))
