"""The shipped reference files, and how they map to tables.

Each file holds sections; a section is a list of rows whose keys are field names, with parents named by their code.
To ship another table, add its section to a file and a line to TABLES.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from framework.models import (
    CharterArticle,
    CharterPart,
    Element,
    Framework,
    Goal,
    Instrument,
    InstrumentItem,
    Network,
    PillarIntro,
    PolicyArea,
    Right,
    RightsHolderGroup,
    RightsTitle,
)
from framework.models.base import ReferenceRow

SHIPPED = Path(__file__).parent / "data"
CROSSWALK = "crosswalk.json"
Link = tuple[int, int]


class BrokenReferenceError(ValueError):
    """A reference file cannot be used. The text names the file and the entry."""


@dataclass(frozen=True)
class Table:
    model: type[ReferenceRow]
    file: str
    section: str
    key: tuple[str, ...] = ("code",)
    parents: Mapping[str, type[ReferenceRow]] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The columns a load may write, besides the key."""
        own = [column.attname for column in self.model._meta.concrete_fields]
        return [name for name in own if name not in {"id", "is_offered", "is_current", *self.key}]

    def key_of(self, row: Any) -> tuple[Any, ...]:
        """The key of a stored row, or of a mapping of column values."""
        get = row.get if isinstance(row, Mapping) else lambda name: getattr(row, name)
        return tuple(get(name) for name in self.key)


# Parents come before their children.
TABLES = (
    Table(RightsTitle, "eu_charter.json", "rights_title"),
    Table(Right, "eu_charter.json", "right", parents={"title": RightsTitle}),
    Table(CharterPart, "european_charter_cities.json", "charter_part"),
    Table(CharterArticle, "european_charter_cities.json", "charter_article", parents={"part": CharterPart}),
    Table(Goal, "sdgs.json", "goal"),
    Table(Instrument, "other_frameworks.json", "instrument"),
    Table(InstrumentItem, "other_frameworks.json", "instrument_item", parents={"instrument": Instrument}),
    Table(Network, "other_frameworks.json", "network"),
    Table(PolicyArea, "policy_areas.json", "policy_area"),
    Table(RightsHolderGroup, "policy_areas.json", "rights_holder_group"),
    Table(Framework, "elements.json", "framework"),
    Table(PillarIntro, "elements.json", "pillar_intro", ("framework_id", "pillar"), {"framework": Framework}),
    Table(Element, "elements.json", "element", ("framework_id", "code"), {"framework": Framework}),
)
LINKS: dict[str, type[ReferenceRow]] = {
    "rights": Right,
    "goals": Goal,
    "charter_articles": CharterArticle,
    "instrument_items": InstrumentItem,
}


def read_files(directory: Path) -> dict[str, dict[str, Any]]:
    """Return every reference file by name."""
    return {name: _read(directory / name) for name in sorted({table.file for table in TABLES} | {CROSSWALK})}


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BrokenReferenceError(f"{path.name} is missing in {path.parent}.") from error
    except ValueError as error:
        raise BrokenReferenceError(f"{path.name} is not readable JSON: {error}.") from error
    if not isinstance(content, dict):
        raise BrokenReferenceError(f"{path.name} must hold an object with sections.")
    return content


def rows_of(table: Table, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a table, as named in its file."""
    rows = content.get(table.section)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenReferenceError(f"{table.file}: the section “{table.section}” must be a list of objects.")
    return rows


def ids_by_code(model: Any) -> dict[str, int]:
    """Return the primary keys of a table by code."""
    return dict(model.objects.values_list("code", "pk"))


def values_of(table: Table, row: Mapping[str, Any], parent_ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return a row as column values: parents as ids, texts of dates as dates."""
    where = f"{table.file}: {table.section} {row.get('code') or row}"
    columns = {column.attname: column for column in table.model._meta.concrete_fields}
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name in table.parents:
            if str(value) not in parent_ids[name]:
                raise BrokenReferenceError(f"{where} names the unknown {name} “{value}”.")
            values[f"{name}_id"] = parent_ids[name][value]
        elif name in table.columns or name in table.key:
            values[name] = _converted(columns[name], value, where)
        else:
            raise BrokenReferenceError(f"{where} has the unknown field “{name}”.")
    return values


def _converted(column: Any, value: Any, where: str) -> Any:
    try:
        return column.to_python(value)
    except ValidationError as error:
        raise BrokenReferenceError(f"{where}: {column.name} cannot be “{value}”.") from error


def links_of(section: str, crosswalk: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return a section of the crosswalk: code -> kind of link -> codes."""
    rows = crosswalk.get(section)
    if not isinstance(rows, dict) or not all(
        isinstance(row, dict) and row.keys() <= LINKS.keys() for row in rows.values()
    ):
        kinds = ", ".join(LINKS)
        raise BrokenReferenceError(f"{CROSSWALK}: “{section}” must map each code to lists of {kinds}.")
    return rows


def wanted_links(section: str, name: str, owners: Mapping[int, Mapping[str, list[str]]]) -> set[Link]:
    """Return the crosswalk's links of one kind as pairs of ids, for owners given as id -> links by code."""
    ids = ids_by_code(LINKS[name])
    wanted = {(owner, code) for owner, links in owners.items() for code in links.get(name, [])}
    if unknown := sorted({code for _owner, code in wanted} - ids.keys()):
        raise BrokenReferenceError(f"{CROSSWALK}: {section} names the unknown {name} {', '.join(unknown)}.")
    return {(owner, ids[code]) for owner, code in wanted}
