"""Templates without what only their source needs: indents, empty lines, the ends of lines that hold nothing but a tag.

Readers get smaller pages, and there is less to draw and to pack for each of them. No two words come together: a line of
text keeps its end. Line numbers in errors are those of what is drawn.
"""

import re
from pathlib import Path
from typing import Any

from django.template import Origin
from django.template.loaders import filesystem
from django.template.utils import get_app_template_dirs

INDENT = re.compile(r"[ \t]*\n\s*")
LONE_TAG = re.compile(
    r"(?<=\n)(\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|kept|endkept)\b(?:(?!%\}).)*%\})\n"
)


class Loader(filesystem.Loader):
    """Reads templates from the portal's own folder, then from those of packages, which stay as they are."""

    def get_dirs(self) -> list[Any]:
        """Return the folders, ours first."""
        return [*super().get_dirs(), *get_app_template_dirs("templates")]

    def get_contents(self, origin: Origin) -> str:
        """Return the source as it is drawn; of mails as text just what the file holds."""
        source = super().get_contents(origin)
        is_own = any(Path(origin.name).is_relative_to(folder) for folder in super().get_dirs())
        return squeezed_source(source) if is_own and origin.name.endswith(".html") else source


def squeezed_source(source: str) -> str:
    """Return the source of a template for HTML without its indents. Text in which lines count must come from values."""
    return LONE_TAG.sub(r"\1", INDENT.sub("\n", source))
