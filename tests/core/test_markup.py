"""Rows of HTML are safe, whatever stands in them."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core.markup import filled, squeezed

ROW = '<td title="{}">{}</td>'
VALUES = [
    ("<img src=x onerror=alert(1)>", 'O\'Hara & "co"'),
    (format_html("<b>{}</b>", "<"), 7),
    (gettext_lazy("Show"), None),
]


def test_rows_are_what_format_html_would_make_of_them():
    assert filled(ROW, VALUES) == format_html_join("", ROW, VALUES)
    assert "&lt;img" in filled(ROW, VALUES)
    assert isinstance(filled(ROW, VALUES), SafeString)
    assert filled(ROW, []) == ""


def test_a_drawn_piece_loses_indents_and_stays_safe():
    drawn = squeezed(format_html("<li>\n  \n    <p>{}  b\n</p>\n\n  </li>\n", "<"))
    assert drawn == "<li>\n<p>&lt;  b\n</p>\n</li>\n"
    assert isinstance(drawn, SafeString)
