"""Two people saved the same page: what the second one typed beside what is stored now."""

from typing import Any

from django.utils.translation import gettext as _

from commitments.queries import in_words
from core.languages import language_name
from desk.rows import LABELS
from desk.words import day

Row = dict[str, str]


def differences(form: Any, typed: dict[str, Any], current: Any, content: Any, rows: Any) -> list[Row]:
    """Return the answers that differ: `old` is stored now, `new` is what was typed.

    Args:
        form: the part's form.
        typed: cleaned values by field, links as primary keys.
        current: the text as stored.
        content: its links, milestones and evidence.
        rows: the formset of milestones, if the part has one.
    """
    found = []
    for name, value in typed.items():
        if name in content.links:
            if {row.pk for row in content.links[name]} == set(value):
                continue
            old, new = _lines(content.links[name]), _chosen(form, name, value)
        else:
            old, new = stored_words(current, name), typed_words(current, name, value)
        found.append({"label": str(LABELS[name]), "old": old, "new": new})
    if rows is not None:
        old = _milestone_lines([{"title": row.title, "due_on": row.due_on} for row in content.milestones])
        found.append({"label": _("Milestones"), "old": old, "new": _milestone_lines(rows.rows())})
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


def _milestone_lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        " · ".join(part for part in (row["title"], day(row["due_on"]) if row["due_on"] else "") if part) for row in rows
    )
