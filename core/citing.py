"""A published work in the formats of reference managers: BibTeX, RIS, CSL-JSON.

Whatever a text holds, each format stays well-formed: one line, no control characters, the format's own signs escaped.
The same work always gives the same bytes, so that a download can be compared and cached.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import orjson

from core.text import one_line

# What LaTeX would read as a command. Braces become commands, too: BibTeX counts them even behind a backslash.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&%#_"},
    }
)
# The names that every BibTeX style knows; they stand without braces.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
COMMA = ",\n"
# RIS divides names at commas and forbids asterisks in them; an institution is one name.
_RIS_NAME = str.maketrans({",": "", "*": ""})


@dataclass(frozen=True)
class Work:
    """What is cited: one edition of a text by an institution.

    `key` names it in a reference manager (letters, digits, hyphens), `day` is when this edition was published,
    `address` its permanent address, `language` a code such as "de", `note` a sentence for its readers, or nothing.
    """

    key: str
    author: str
    title: str
    day: dt.date | None
    edition: str
    number: str
    publisher: str
    address: str
    language: str
    note: str


def bibtex(work: Work) -> str:
    """Return the work as a BibTeX entry of the type misc, which every style knows; fields of biblatex included.

    Names and title stand in a second pair of braces: an institution is not split, capital letters stay.
    """
    day = work.day
    fields = [
        ("author", f"{{{_latex(work.author)}}}"),
        ("title", f"{{{_latex(work.title)}}}"),
        ("date", f"{day:%Y-%m-%d}" if day else ""),
        ("year", f"{day:%Y}" if day else ""),
        ("howpublished", _latex(work.publisher)),
        ("number", _latex(work.number)),
        ("version", _latex(work.edition)),
        ("language", _latex(work.language)),
        ("url", one_line(work.address)),
        ("note", _latex(f"{work.number}, version {work.edition}. {work.note}".strip())),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    if day:
        lines.append(f"  month = {_MONTHS[day.month - 1]}")
    return f"@misc{{{work.key},\n{COMMA.join(lines)}\n}}\n"


def ris(work: Work) -> str:
    """Return the work as one RIS record of the type GOVDOC; lines end with CR LF, as the format wants."""
    day = work.day
    fields = [
        ("TY", "GOVDOC"),
        ("ID", work.key),
        ("AU", work.author.translate(_RIS_NAME)),
        ("TI", work.title),
        ("PY", f"{day:%Y}" if day else ""),
        ("DA", f"{day:%Y/%m/%d/}" if day else ""),
        ("ET", work.edition),
        ("AN", work.number),
        ("PB", work.publisher),
        ("LA", work.language),
        ("UR", work.address),
        ("N1", work.note),
    ]
    lines = [f"{tag}  - {text}" for tag, value in fields if (text := one_line(value))]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(work: Work) -> bytes:
    """Return the work as CSL-JSON (CSL 1.0.2): a list of one item of the type document, UTF-8, readable."""
    day = work.day
    item: dict[str, Any] = {
        "id": work.key,
        "type": "document",
        "author": [{"literal": one_line(work.author)}],
        "title": one_line(work.title),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "version": one_line(work.edition),
        "number": one_line(work.number),
        "publisher": one_line(work.publisher),
        "language": one_line(work.language),
        "URL": one_line(work.address),
        "note": one_line(work.note),
    }
    filled = {name: value for name, value in item.items() if value}
    return orjson.dumps([filled], option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _latex(value: str) -> str:
    return one_line(value).translate(_LATEX)
