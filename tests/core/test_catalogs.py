"""The check of the translations finds what it is for: missing, marked, left over and broken texts."""

import io

import pytest
from babel.messages import Catalog
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, override

from core import catalogs

WANTED = Catalog()
WANTED.add("Save")
WANTED.add("Hello %(name)s")
WANTED.add("A <b>bold</b> word")
WANTED.add(("%(n)d city", "%(n)d cities"))
WHOLE = """
msgid "Save"
msgstr "Sichern"

#, python-format
msgid "Hello %(name)s"
msgstr "Guten Tag, %(name)s"

msgid "A <b>bold</b> word"
msgstr "Ein <b>fettes</b> Wort"

#, python-format
msgid "%(n)d city"
msgid_plural "%(n)d cities"
msgstr[0] "%(n)d Stadt"
msgstr[1] "%(n)d Städte"
"""
HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
LOOKS_ALIKE = """
msgid "Save"
msgstr "Sichern"

msgid "Hello %(nam)s"
msgstr "Guten Tag"

msgid "Gone for good"
msgstr "Weg"
"""


@pytest.fixture(autouse=True)
def _folder(monkeypatch, tmp_path):
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)


def write(body, language="de"):
    path = catalogs.path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + body)


def faults(body):
    write(body)
    return catalogs.coverage("de", WANTED).faults


def test_a_whole_language_has_no_fault():
    assert faults(WHOLE) == []
    assert catalogs.coverage("de", WANTED).done == 4


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('msgstr "Sichern"', 'msgstr ""', "not translated: 'Save'"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "not translated: 'Save'"),
        ('msgid "Save"', 'msgid "Keep"', "no longer used: 'Keep'"),
        ('msgstr[1] "%(n)d Städte"', 'msgstr[1] ""', "not translated: '%(n)d city'"),
        ("Tag, %(name)s", "Tag", "other placeholders than the English text: 'Hello %(name)s'"),
        ("<b>fettes</b>", "fettes", "other tags than the English text: 'A <b>bold</b> word'"),
    ],
)
def test_each_fault_is_named(was, becomes, fault):
    assert fault in faults(WHOLE.replace(was, becomes))


def test_the_texts_come_from_python_templates_and_reference_data():
    found = catalogs.texts()
    assert found.get("Sign in") is not None
    assert found.get("%(number)d city found").id[1] == "%(number)d cities found"
    assert found.get("Right to life", "framework") is not None
    assert found.get("Who carries the promise: bodies, mandates and procedures.", "framework") is not None
    assert found.get("Staff numbers and yearly budget", "framework") is not None
    # the rules of the label that the portal ships, hints line by line
    for text in ("Self-assessment", "the office checks", "Awarded with conditions", "Guidance for departments"):
        assert found.get(text, "framework") is not None, text
    assert found.get("working_days", "framework") is None


def test_an_update_keeps_what_is_done_and_marks_what_only_looks_alike():
    write(LOOKS_ALIKE)
    catalogs.update("de", WANTED, keep_empty=True)
    after = catalogs.read("de")
    assert after.get("Save").string == "Sichern"
    assert after.get("Hello %(name)s").fuzzy
    assert after.get("Gone for good") is None
    assert after.get("A <b>bold</b> word").string == ""


def test_a_compiled_catalogue_follows_its_source():
    write(WHOLE)
    assert catalogs.compile_stale() == 1
    assert catalogs.compile_stale() == 0
    assert catalogs.path_of("de").with_suffix(".mo").read_bytes()


def test_the_command_fails_for_a_complete_language_and_prints_the_coverage_of_all():
    out = io.StringIO()
    with pytest.raises(CommandError, match="Not whole: de"):
        call_command("translations", "check", "de", "bg", stdout=out, stderr=io.StringIO())
    assert "bg: 0 of " in out.getvalue()
    with pytest.raises(CommandError, match="Unknown: xx"):
        call_command("translations", "check", "xx")


def test_a_language_without_a_text_falls_back_to_english():
    with override("mt"):
        assert gettext("Sign in") == "Sign in"
