"""How somebody looks at the queue: tab, filters, words, order and page, read from an address and written to one.

What an address asks for and does not exist is left out; nothing in it can break the page.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from core.text import fold

TABS, ORDERS = ("all", "mine", "free", "overdue", "unread"), ("age", "due")
WORDS_LENGTH, LAST_PAGE = 100, 10
CODE = re.compile(r"[A-Za-z0-9_.-]{1,32}", re.ASCII)


@dataclass(frozen=True)
class Look:
    """One way to look at the queue. Empty fields do not narrow it."""

    tab: str = "all"
    kind: str = ""
    country: str = ""
    theme: str = ""
    q: str = ""
    sort: str = "age"
    page: int = 1

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Look":
        """Return the look that an address asks for."""
        words = "".join(char for char in values.get("q", "")[:WORDS_LENGTH] if char.isprintable())
        page = values.get("page", "")
        return cls(
            tab=_one_of(TABS, values.get("tab", "")),
            kind=_code(values.get("kind", "")),
            country=_code(values.get("country", "")),
            theme=_code(values.get("theme", "")),
            q=" ".join(words.split()),
            sort=_one_of(ORDERS, values.get("sort", "")),
            page=min(max(int(page), 1), LAST_PAGE) if re.fullmatch(r"[0-9]{1,4}", page, re.ASCII) else 1,
        )

    @classmethod
    def of_query(cls, query: str) -> "Look":
        """Return the look that the part of an address after the question mark asks for."""
        return cls.of(dict(parse_qsl(query[:500])))

    @property
    def terms(self) -> list[str]:
        """The words to search for, folded."""
        return fold(self.q).split()

    @property
    def shape(self) -> "Look":
        """The same look with every value left open: looks of one shape ask the same question about other values."""
        open_values = {name: name if getattr(self, name) else "" for name in ("kind", "country", "theme")}
        return replace(self, **open_values, q=" ".join("x" for _term in self.terms) or self.q[:1])

    def query(self, **changes: object) -> str:
        """Return the look as the part of an address after the question mark, without what says nothing."""
        plain = {field.name: field.default for field in fields(self)}
        wanted = asdict(replace(self, **{"page": 1, **changes}))
        return urlencode({name: value for name, value in wanted.items() if value != plain[name]})


def _one_of(known: tuple[str, ...], value: str) -> str:
    return value if value in known else known[0]


def _code(value: str) -> str:
    return value if CODE.fullmatch(value) else ""
