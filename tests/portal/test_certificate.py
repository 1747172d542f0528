"""The certificate of a label: only while it counts, with what it does not say, in the language of the page."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from labels.models import Label
from tests.factories import make_city, make_label

pytestmark = pytest.mark.django_db


def page_of(visitor, label, language="en"):
    return visitor.get(f"/{language}/labels/{label.code}/certificate/")


def test_it_says_who_what_until_when_and_what_it_does_not_say(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    label = make_label(city=make_city("Arden", origin="sample"), awarding_body="The Label Council")
    text = " ".join(page_of(visitor, label).content.decode().split())
    for words in (
        "Arden, Austria, is a labelled human rights city",
        "The Label Council",
        label.code,
        f"https://portal.example.org/en/labels/{label.code}/",
        "It does not say that all human rights are respected",
        "no label of the European Union",
        "Only the page of the label says",
        'role="img"',
        "sample",
    ):
        assert words in text
    assert f"{label.get_absolute_url()}certificate/" in visitor.get(label.get_absolute_url()).content.decode()


@pytest.mark.parametrize("changes", [{"state": "suspended"}, {"state": "on_hold"}, {"state": "revoked"}, {"ended": 1}])
def test_there_is_none_of_a_label_that_does_not_count(visitor, changes):
    label, today = make_label(), timezone.localdate()
    if changes.pop("ended", 0):
        since = today - dt.timedelta(days=1100)
        changes = {"granted_on": since, "valid_from": since, "valid_until": today - dt.timedelta(days=1)}
    Label.objects.update(**changes)
    assert page_of(visitor, label).status_code == 404
    assert visitor.get(f"/en/labels/{label.code}/certificate.pdf").status_code == 404
    assert "certificate/" not in visitor.get(label.get_absolute_url()).content.decode()


def test_there_is_none_while_the_label_is_switched_off(visitor, settings):
    label = make_label()
    settings.LABEL_ENABLED = False
    assert page_of(visitor, label).status_code == 404
    assert page_of(visitor, Label(code="HRL-222222")).status_code == 404


@pytest.mark.slow
def test_the_file_speaks_the_language_of_the_page(visitor):
    label = make_label(city=make_city("Arden"))
    made = visitor.get(reverse("portal:certificate_pdf", args=[label.code]).replace("/en/", "/de/"))
    assert made.headers["Content-Type"] == "application/pdf", made.content[:300]
    file = PdfReader(io.BytesIO(made.content))
    assert file.trailer["/Root"]["/Lang"] == "de"
    text = " ".join(page.extract_text() for page in file.pages)
    assert label.code in text
    assert "Arden" in text
