"""No template, of a page or of a mail, has words outside the tags that translate them."""

import re

from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(path for kind in ("html", "txt") for path in FOLDER.rglob(f"*.{kind}"))
_APART = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktranslate.*?endblocktranslate\s*%}"
    r"|<(script|style|code)\b.*?</\1>|<!--.*?-->|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_SPEAKING = re.compile(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")
_WORD = re.compile(r"[^\W\d_]{3,}")
# Names, and classes that a block of the administration holds.
SAME = {"colM", "dashboard", "JSON", "CSV", "XLSX", "PDF", "GeoJSON", "nbsp", "Atom", "SHA", "OpenAPI", "DCAT"}


def bare_words(source: str) -> set[str]:
    """Return the words of a template that stand in no tag of Django or HTML."""
    text = _APART.sub(" ", source)
    told = [*_SPEAKING.findall(text), _TAG.sub(" ", text)]
    return set(_WORD.findall(" ".join(told))) - SAME


def test_bare_words_are_found():
    assert bare_words('<p title="Plain">{% translate "Seen" %} Bare {{ value }}</p>') == {"Plain", "Bare"}


def test_every_word_of_a_template_can_be_translated():
    found = {str(path.relative_to(FOLDER)): bare_words(path.read_text()) for path in TEMPLATES}
    assert {name: sorted(words) for name, words in found.items() if words} == {}
