"""Formats of reference managers: well-formed whatever a title holds."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from core.citing import Work, bibtex, csl, ris
from core.text import one_line

WORK = Work(
    key="HRC-7K2Q9D-v2",
    author="Sampleford",
    title="A rights desk in every library",
    day=dt.date(2026, 3, 1),
    edition="2",
    number="HRC-7K2Q9D",
    publisher="Human Rights Cities",
    address="https://portal.example.org/en/commitments/HRC-7K2Q9D/v/2/",
    language="en",
    note="",
)
HOSTILE = [
    "50 % off & more_money #1 $5 ^2 ~home",
    "a } b", "{ open", "\\input{/etc/passwd}", "back\\", "}\n@misc{evil,\n  title = {x}",
    "two\r\nTY  - JOUR\r\nER  - \r\n", "NUL\x00 bell\x07 half\ud800 not\uffff", "abc\u202egnp.exe", "حقوق الإنسان",
    '"quoted" </script><b>bold</b>', "Ωmega Straße žluťoučký 🏙️", "line\u2028separator\u0085next", "* , ; 日本",
]  # fmt: skip
# CSL 1.0.2, csl-data.json: what an item may hold.
CSL_NAMES = {"id", "type", "author", "title", "issued", "version", "number", "publisher", "language", "URL", "note"}
LATEX = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\$": "$", r"\&": "&", r"\%": "%", r"\#": "#", r"\_": "_",
}  # fmt: skip


def read_bibtex(text):
    """Read one entry the way BibTeX does: braces are counted, also behind a backslash."""
    head = re.match(r"@misc\{([A-Za-z0-9-]+),\n", text)
    fields, at = {}, head.end()
    while text[at] != "}":
        name = re.compile(r"\s*(\w+) = ").match(text, at)
        at, depth, start = name.end(), 0, name.end()
        while depth or text[at] not in ",\n":
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        fields[name[1]] = text[start:at]
        at = re.compile(r",?\n").match(text, at).end()
    assert text[at:] == "}\n"
    return head[1], fields


def from_latex(value):
    return re.sub("|".join(map(re.escape, LATEX)), lambda sign: LATEX[sign[0]], value)


def read_ris(text):
    assert text.endswith("\r\nER  - \r\n")
    lines = text.split("\r\n")[:-2]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - \S.*", line) for line in lines)
    return {line[:2]: line[6:] for line in lines}


def test_bibtex_names_the_institution_whole_and_the_day():
    key, fields = read_bibtex(bibtex(WORK))
    assert key == "HRC-7K2Q9D-v2"
    assert fields == {
        "author": "{{Sampleford}}",
        "title": "{{A rights desk in every library}}",
        "date": "{2026-03-01}",
        "year": "{2026}",
        "month": "mar",
        "howpublished": "{Human Rights Cities}",
        "number": "{HRC-7K2Q9D}",
        "version": "{2}",
        "language": "{en}",
        "url": "{https://portal.example.org/en/commitments/HRC-7K2Q9D/v/2/}",
        "note": "{HRC-7K2Q9D, version 2.}",
    }


def test_ris_is_one_record_of_a_public_document():
    assert read_ris(ris(WORK)) == {
        "TY": "GOVDOC",
        "ID": "HRC-7K2Q9D-v2",
        "AU": "Sampleford",
        "TI": "A rights desk in every library",
        "PY": "2026",
        "DA": "2026/03/01/",
        "ET": "2",
        "AN": "HRC-7K2Q9D",
        "PB": "Human Rights Cities",
        "LA": "en",
        "UR": "https://portal.example.org/en/commitments/HRC-7K2Q9D/v/2/",
    }


def test_csl_json_is_a_list_of_one_document():
    (item,) = json.loads(csl(WORK))
    assert item == {
        "id": "HRC-7K2Q9D-v2",
        "type": "document",
        "author": [{"literal": "Sampleford"}],
        "title": "A rights desk in every library",
        "issued": {"date-parts": [[2026, 3, 1]]},
        "version": "2",
        "number": "HRC-7K2Q9D",
        "publisher": "Human Rights Cities",
        "language": "en",
        "URL": "https://portal.example.org/en/commitments/HRC-7K2Q9D/v/2/",
    }


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_one_value(title):
    work = replace(WORK, title=title, author=title, note=title)
    expected = one_line(title)

    key, fields = read_bibtex(bibtex(work))
    assert (key, fields["year"]) == (WORK.key, "{2026}")
    assert from_latex(fields["title"][2:-2]) == from_latex(fields["author"][2:-2]) == expected
    record = read_ris(ris(work))
    assert (record["TY"], record["TI"], record["N1"]) == ("GOVDOC", expected, expected)
    assert not set(record["AU"]) & set("*,")
    (item,) = json.loads(csl(work))
    assert set(item) <= CSL_NAMES
    assert item["title"] == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_holds_nothing_that_breaks_a_format(text):
    line = one_line(text)
    assert line.encode()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\uffff]", line)
    assert one_line(line) == line


def test_a_text_without_a_day_has_no_date():
    work = replace(WORK, day=None)
    assert not {"date", "year", "month"} & set(read_bibtex(bibtex(work))[1])
    assert not {"PY", "DA"} & set(read_ris(ris(work)))
    assert "issued" not in json.loads(csl(work))[0]
