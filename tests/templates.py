"""A misspelt or forgotten template variable fails the test that meets it, in the project's own templates."""

import sys
from pathlib import Path
from typing import Any

OWN = str(Path(__file__).resolve().parent.parent / "templates")


class Missing(str):
    """Django's `string_if_invalid` for tests: raises where a template of the project lacks a variable."""

    __slots__ = ()

    def __mod__(self, variable: Any) -> str:
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template
        if template and str(template.origin.name).startswith(OWN):
            raise AssertionError(f"{template.origin.name}: nobody gave {variable}")
        return ""
