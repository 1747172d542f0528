"""Faults in templates: inline style and script, English that nobody can translate, components that see too much."""

import re

COMMENT = re.compile(r"{#.*?#}|{% *comment\b.*?{% *endcomment *%}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"{% *blocktrans(?:late)?\b.*?{% *endblocktrans(?:late)? *%}", re.DOTALL)
CLASS_NAMES = re.compile(r"{% *block (?:\w*class|coltype)\b.*?{% *endblock\b.*?%}", re.DOTALL)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
MACHINE_TEXT = re.compile(r"<(script|style|code|pre|kbd)\b[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
HTML_TAG = re.compile(r"<[^>]*>", re.DOTALL)
SHOWN = re.compile(
    r"\b(?:alt|title|placeholder|aria-label|aria-description|label|summary)\s*=\s*([\"'])(.*?)\1", re.DOTALL
)
INPUT_VALUE = re.compile(r"<input\b[^>]*type=[\"'](?:submit|button|reset)[\"'][^>]*value=[\"']([^\"']*)", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
ENTITY = re.compile(r"&#?\w+;")
SAME_EVERYWHERE = {"CSV", "DOI", "EUPL", "HRC", "HRL", "HTML", "ID", "JSON", "ODS", "ODT", "DOCX", "XLSX", "PDF", "URL",
                   "OpenAPI", "SHA", "UTC"}  # fmt: skip
INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "inline style sheet"),
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE | re.DOTALL), "style attribute"),
    (
        re.compile(r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*\stype=\"application/(?:ld\+)?json\")", re.IGNORECASE),
        "inline script",
    ),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE | re.DOTALL), "event attribute"),
    (re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|data):", re.IGNORECASE), "script address"),
)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _blank(match: re.Match[str]) -> str:
    """Spaces of the same shape, so that line numbers stay true."""
    return re.sub(r"\S", " ", match.group(0))


def inline_code(text: str) -> list[str]:
    """Style and script that the strict content security policy refuses."""
    text = COMMENT.sub(_blank, text)
    text = DJANGO.sub(lambda match: re.sub(r"[^\n]", "_", match.group(0)), text)
    return [f"line {_line(text, m.start())}: {name}" for pattern, name in INLINE for m in pattern.finditer(text)]


def untranslated(text: str) -> list[str]:
    """Words that a reader sees and no translator can reach: text, attributes, words given to a component."""
    text = COMMENT.sub(_blank, text)
    faults = [
        f"line {_line(text, at)}: “{words.strip()[:60]}”" for at, words in _words_in_tags(text) if _is_language(words)
    ]
    text = DJANGO.sub(_blank, CLASS_NAMES.sub(_blank, TRANSLATED.sub(_blank, text)))
    text = MACHINE_TEXT.sub(_blank, text)
    shown = [
        (match.start(), match.group(match.lastindex or 0))
        for rule in (SHOWN, INPUT_VALUE)
        for match in rule.finditer(text)
    ]
    plain = HTML_TAG.sub(_blank, text)
    shown += [(match.start(), match.group(0)) for match in re.finditer(r"[^\n]+", plain)]
    return faults + [f"line {_line(text, at)}: “{words.strip()[:60]}”" for at, words in shown if _is_language(words)]


def _words_in_tags(text: str) -> list[tuple[int, str]]:
    """Literal sentences in tags: `{% include "x" with heading="Some words" %}` without `_( )`."""
    found = []
    for tag in DJANGO.finditer(text):
        if re.match(
            r"{% *(?:translate|trans|url|static|load|extends|block\w*|if|elif|ifchanged|date|now|plural)\b",
            tag.group(0),
        ):
            continue
        content = re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", "", tag.group(0))
        content = re.sub(r"\|\w+:(\"[^\"]*\"|'[^']*')", "", content)
        for _quote, words in re.findall(r"([\"'])(.*?)\1", content):
            if re.search(r"[^\W\d_]{2,} [^\W\d_]+", words) or re.fullmatch(r"[A-Z][a-z]{2,}[.:]?", words):
                found.append((tag.start(), words))
    return found


def _is_language(words: str) -> bool:
    return any(word not in SAME_EVERYWHERE for word in WORD.findall(ENTITY.sub(" ", words)))


def open_includes(text: str) -> list[str]:
    """Components included without `only`: they would see, and come to need, the whole page."""
    text = COMMENT.sub(_blank, text)
    return [
        f"line {_line(text, tag.start())}: {tag.group(0)[:60]}"
        for tag in re.finditer(r"{% *include [\"']components/[^%]*%}", text)
        if not re.search(r"\bonly *%}$", tag.group(0))
    ]


def headings(text: str) -> list[str]:
    """A page has one h1 at most; includes bring it elsewhere."""
    count = len(re.findall(r"<h1\b", COMMENT.sub(_blank, text), re.IGNORECASE))
    return [f"{count} times <h1>"] if count > 1 else []


def lost_tokens(pages: dict[str, str]) -> list[str]:
    """Forms that nobody can send: a fragment with `csrf_token` that is included with `only` and not given it.

    Args:
        pages: every template, by the name that an `include` uses.
    """
    texts = {name: COMMENT.sub(_blank, text) for name, text in pages.items()}
    includes = {name: re.findall(r"{% *include [\"']([^\"']+)[\"']([^%]*)%}", text) for name, text in texts.items()}
    need = {name for name, text in texts.items() if re.search(r"{% *csrf_token *%}", text)}
    before = -1
    while before != len(need):
        before = len(need)
        open_to = {name for name, rows in includes.items() if any(one in need and " only" not in w for one, w in rows)}
        need |= open_to | {
            name for name, rows in includes.items() if any("csrf_token=csrf_token" in w for _, w in rows)
        }
    return [
        f"{name}: {one}"
        for name, rows in includes.items()
        for one, words in rows
        if one in need and " only" in words and "csrf_token=" not in words
    ]
