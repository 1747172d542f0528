"""HTML of many equal rows: filled as `format_html` does, in a fraction of its time, because nothing in it is lazy."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def filled(template: str, rows: Iterable[Iterable[Any]]) -> SafeString:
    """Return `template` once for each row, its {} filled with the row's values. What is not marked safe is escaped."""
    return SafeString("".join(template.format(*map(_escaped, row)) for row in rows))


def squeezed(html: SafeString) -> SafeString:
    """Return what a template drew without its empty lines and indents; not for text in which lines count."""
    return SafeString(re.sub(r"\s*\n\s*", "\n", html))


def _escaped(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
