"""The quick select says the same as Django's, only sooner."""

import pytest
from django import forms
from django.test.html import parse_html

from portal.widgets import QuickSelect

CHOICES = [
    ("", "All"),
    ("Tools & more", [("T1", "One <b>"), ("T2", "Two")]),
    ("F1", 'A "quote"'),
    ("7", "Seven"),
]


@pytest.mark.parametrize("value", [None, "", "T2", "F1", 7, "unknown", "<script>"])
def test_the_markup_is_djangos(value):
    attrs = {"id": "id_right", "aria-invalid": "true", "class": 'a"b'}
    quick, slow = (kind(choices=CHOICES).render("right", value, attrs) for kind in (QuickSelect, forms.Select))
    assert parse_html(quick) == parse_html(slow)
