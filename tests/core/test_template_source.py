"""Sources of templates: smaller when they are read, the same words for readers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from core.template_source import squeezed_source

OWN = Path(settings.BASE_DIR) / "templates"
# A line that ends in text or a value, then a tag that stands alone, then text: a blank must stay between them.
JOINED = re.compile(r"[^\s>}]\{% (?:if|elif|else|for|empty|with|block|kept)\b(?:(?!%\}).)*%\}[^\s<{]")


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("<p>\n  One\n\n    two  \n</p>\n", "<p>\nOne\ntwo\n</p>\n"),
        (
            "<p>\n  {% if yes %}\n    One\n  {% endif %}\n  {% if yes %}\n    two\n  {% endif %}\n</p>",
            "<p>\nOne\ntwo\n</p>",
        ),
        ("<p>\n  {% if no %}\n    One\n  {% else %}\n    two\n  {% endif %}\n  three\n</p>", "<p>\ntwo\nthree\n</p>"),
        ("One\n{% for n in 'ab' %}\n  {{ n }}\n{% endfor %}\ntwo", "One\na\nb\ntwo"),
        ("One{% if yes %} two{% endif %}\nthree", "One two\nthree"),
        ("One\n{% if yes %}two{% endif %}\nthree", "One\ntwo\nthree"),
        ("{% if yes %}\nOne\n{% endif %}", "\nOne\n"),
        ("Sorted:\n  {{ value }}\n  {{ value }}", "Sorted:\nx\nx"),
    ],
)
def test_indents_go_and_words_stay_apart(source, drawn):
    template = engines["django"].from_string(squeezed_source(source))
    assert template.render({"yes": True, "value": "x"}) == drawn


def test_our_pages_are_read_without_indents_and_mails_and_packages_as_they_are():
    assert "\n  " not in get_template("base.html").template.source
    mail = next(path for path in sorted(OWN.rglob("*.txt")) if "\n\n" in path.read_text())
    assert get_template(str(mail.relative_to(OWN))).template.source == mail.read_text()
    assert "\n  " in get_template("django/forms/widgets/select.html").template.source


@pytest.mark.parametrize("path", sorted(OWN.rglob("*.html")), ids=lambda path: str(path.relative_to(OWN)))
def test_no_template_relies_on_its_lines(path):
    source = path.read_text()
    assert not re.search(r"<(pre|textarea)\b[^>]*>[^<]*\n", source), "text in which lines count comes from a value"
    assert len(JOINED.findall(squeezed_source(source))) == len(JOINED.findall(source)), "no words come together"
