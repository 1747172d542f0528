"""Export, then import: no change, whatever the city wrote and whichever program saved the file in between."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from commitments.actions.values import clean_values
from commitments.models import CommitmentVersion, Indicator, Milestone
from core.spreadsheets import RawSheet, read_spreadsheet
from desk.sheets.links import Labels
from desk.sheets.reading import Reader
from desk.sheets.standing import standings
from desk.sheets.values import escape, unescape
from desk.sheets.workbook import write_workbook
from tests.desk.sheets.files import PAGES, as_bytes, columns_of, download, put, upload
from tests.factories import make_commitment, make_report
from tests.factories.files import make_zip

pytestmark = pytest.mark.django_db

hard = st.sampled_from(
    [
        "=1+1",
        "+49 30",
        "-5",
        "@SUM(A1)",
        "\tx",
        "a\nb\n\nc",
        "_x000D_",
        "_x0041_",
        "_x005F_",
        "'=1",
        "  spaced  ",
        "007",
    ]
)
texts = st.one_of(hard, st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.just("long " * 900))
days = st.one_of(st.none(), st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31)))
money = st.one_of(st.none(), st.decimals(0, Decimal("999999999999.99"), places=2))
figures = st.one_of(st.none(), st.decimals(-(10**13), 10**13 - 1, places=4))


def cleaned(**values: Any) -> dict[str, Any]:
    """Values as the portal stores them."""
    try:
        return clean_values(CommitmentVersion, values, values)
    except ValidationError:
        return {}


def read_back(city: Any, content: bytes) -> Any:
    """What the reader finds in a file; the limited process is left out, its work is done here."""
    result = io.BytesIO()
    read_spreadsheet(io.BytesIO(content), result)
    return Reader(city, standings(city), Labels(city)).read(RawSheet.from_json(result.getvalue()))


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(written=st.tuples(texts, texts, texts, days, money, figures))
def test_export_and_import_change_nothing(city, written):
    title, body, step, starts_on, budget, figure = written
    commitment = city.commitments.first() or make_commitment(city=city, state="draft")
    values = cleaned(
        title=title[:200], summary=body[:1000], problem=body, decision=step[:300], starts_on=starts_on, budget=budget
    )
    CommitmentVersion.objects.filter(commitment=commitment).update(**values, ends_on=None)
    name = cleaned(decision=step[:300]).get("decision") or "Step"
    Milestone.objects.filter(version__commitment=commitment).update(title=name, due_on=starts_on)
    figures = {"title": name, "baseline": figure, "target_on": starts_on}
    Indicator.objects.update_or_create(version=commitment.versions.get(), key="an-indicator", defaults=figures)
    target = io.BytesIO()
    write_workbook(city, target)
    reading = read_back(city, target.getvalue())

    assert reading.faults == []
    assert reading.rows == []


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_no_character_is_lost_in_xml(text):
    assert unescape(escape(text)) == text


def shared_strings(content: bytes) -> bytes:
    """The same workbook as other programs write it: texts in a table of their own."""
    table: list[str] = []

    def moved(match: re.Match[str]) -> str:
        table.append(match[2])
        return f'{match[1]} t="s"><v>{len(table) - 1}</v></c>'

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    for name in [name for name in entries if name.startswith("xl/worksheets/")]:
        xml = entries[name].decode()
        entries[name] = re.sub(r'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', moved, xml, flags=re.DOTALL)
    items = "".join(f"<si>{text}</si>" for text in table)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entries["xl/sharedStrings.xml"] = f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{space}">{items}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    types = entries["[Content_Types].xml"].decode()
    entries["[Content_Types].xml"] = types if "sharedStrings" in types else types.replace("</Types>", part)
    return make_zip(entries)


def test_a_file_with_shared_texts_says_the_same(official, city, client_of):
    make_report(make_commitment(city=city, version_title="=1 & _x0041_ <b>"), state="draft")
    client = client_of(official)
    response = upload(client, shared_strings(as_bytes(download(client))))
    assert response.url.endswith("/sheet/")


def test_moved_columns_other_dates_and_extra_columns(official, city, client_of):
    """Columns are known by the hidden row, dates as serial number or text, strange columns are named and left."""
    draft = make_commitment(city=city, state="draft", version_starts_on=dt.date(2027, 6, 15))
    client = client_of(official)
    book = download(client)
    page = book["Commitments"]
    columns = columns_of(page)
    put(book, "commitments", starts_on=46553, ends_on="30.6.2028")
    page.cell(3, columns["starts_on"]).number_format = "General"
    page.move_range(f"D1:D{page.max_row}", cols=30)
    page.cell(2, columns["title"]).value = "Meine Spalte"
    page.cell(3, columns["title"]).value = "My own note"
    page.cell(2, columns["unit"]).value = "Zuständig"
    page.title = "Zusagen"
    put_unit = page.cell(3, columns["unit"])
    put_unit.value = "Amt 7"
    response = client.get(upload(client, book).url)
    content = response.content.decode()
    assert "Meine Spalte" in content
    assert "Amt 7" in content
    assert content.count('<p class="lab">On the portal now</p>') == 1
    assert draft.versions.get().starts_on == dt.date(2027, 6, 15)


def test_the_file_opens_with_everything_in_its_place(official, city, client_of):
    make_commitment(city=city)
    client = client_of(official)
    book = load_workbook(io.BytesIO(client.post("/en/desk/city/at-arden/sheet/download/").getvalue()))
    assert book.sheetnames == ["Read me", *PAGES.values(), "Choices", "lists", "portal"]
    rules = book["Commitments"].data_validations.dataValidation
    assert [rule.formula1 for rule in rules] == ["'lists'!$A$1:$A$24"]
    assert book["Commitments"].row_dimensions[1].hidden
    assert book["Commitments"].column_dimensions["A"].hidden
