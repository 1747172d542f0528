"""What the style sheets name and what the portal's pages use: classes read off CSS, templates and code."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHEETS, PAGES, SCRIPTS = ROOT / "static/css", ROOT / "templates", ROOT / "static/js"
ADMIN = Path(django.__file__).parent / "contrib/admin"
# Tags that draw a component without naming its file.
DRAWN_BY = {
    "language_choice": "components/languages.html",
    "theme_choice": "components/theme.html",
    "{{ asked.form": "components/filters.html",
    "{{ form": "components/fields.html",
    "control": "components/widgets/date_fields.html",
}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"{[^{}]*}")
_NAME = re.compile(r"\.([a-zA-Z][\w-]*)")
_CLASS = re.compile(r'\bclass="((?:{[{%].*?[%}]}|[^"])*)"', re.DOTALL)
_TAG = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
_LITERAL = re.compile(r"""["']([\w -]+)["']""")
_TRANSLATED = re.compile(r"""_\(("[^"]*"|'[^']*')\)""")
_BEGUN = re.compile(r"([\w]+-){[{%]")
_CLASS_BLOCK = re.compile(r"{% *block \w*(?:class|coltype) *%}(.*?){%", re.DOTALL)
_PART = re.compile(r"""{% *(?:include|extends) ["']([^"']+)["']""")
_WORD = re.compile(r"[\w-]+")
_TALK = re.compile(r" *(?:translate|blocktranslate|url|static|extends|include) ")


def named(sheet: str) -> set[str]:
    """Return every class that a style sheet names."""
    return set(_NAME.findall(_RULE.sub("{}", _COMMENT.sub("", sheet))))


def of_template(text: str) -> set[str]:
    """Return the classes of a template: written out, chosen by a tag, given to a component; `b-*` is how one begins."""
    found: set[str] = set()
    for value in [*_CLASS.findall(text), *_CLASS_BLOCK.findall(text)]:
        found.update(_TAG.sub(" ", value).split(), (f"{begin}*" for begin in _BEGUN.findall(value)))
        found.update(word for tag in _TAG.findall(value) for words in _LITERAL.findall(tag) for word in words.split())
    for tag in _TAG.findall(_TRANSLATED.sub("", text)):
        given = re.findall(r"""=["']([\w -]+)["']""", tag) if _TALK.match(tag) else _LITERAL.findall(tag)
        found.update(word for words in given for word in words.split())
    return found


def of_code(text: str) -> set[str]:
    """Return every word of the short literals of a Python file: among them are the kinds and signs that pages draw."""
    literals = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {word for value in literals if isinstance(value, str) for word in _WORD.findall(value[:200])}


def templates_of(first: Iterable[Path]) -> set[Path]:
    """Return these templates and every one that they extend, include or draw with a tag."""
    found: set[Path] = set()
    waiting = list(first)
    while waiting:
        path = waiting.pop()
        if path in found or not path.exists():
            continue
        found.add(path)
        text = path.read_text()
        waiting += [PAGES / name for name in _PART.findall(text)]
        waiting += [PAGES / name for tag, name in DRAWN_BY.items() if tag in text]
    return found


def classes_of(paths: Iterable[Path]) -> set[str]:
    """Return the classes of templates, scripts and Python files."""
    found: set[str] = set()
    for path in paths:
        text = path.read_text()
        if path.suffix == ".html":
            found |= of_template(text)
        else:
            found |= of_code(text) if path.suffix == ".py" else set(_WORD.findall(text))
    return found


def missing(wanted: set[str], used: set[str]) -> list[str]:
    """Return the wanted classes that nothing uses."""
    begins = tuple(word[:-1] for word in used if word.endswith("-*"))
    return sorted(name for name in wanted - used if not name.startswith(begins or ("\0",)))
