"""What is wrong in a file is told with sheet, cell and how to mend it. Nothing is kept then."""

import pytest

from commitments.models import Commitment, CommitmentVersion, Indicator, SheetImport
from tests.desk.pages import text_of
from tests.desk.sheets.files import HERE, cell, download, first_spare, put, upload
from tests.factories import make_commitment
from tests.factories.files import content_of, make_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(official, client_of):
    return client_of(official)


@pytest.fixture
def book(client, city):
    public = make_commitment(city=city, state="draft")
    Indicator.objects.create(version=public.versions.get(), title="People helped")
    CommitmentVersion.objects.filter(commitment=public).update(state="published")
    Commitment.objects.filter(pk=public.pk).update(state="active")
    make_commitment(city=city, state="draft")
    return download(client)


FAULTS = [
    ("commitments", {"title": "x" * 201}, "Commitments!D3: Use 200 characters at most; this text has 201."),
    ("commitments", {"title": "=A1"}, "Commitments!D3: Formulas are not read."),
    ("commitments", {"title": ""}, "Commitments!D3: Write a few words as a title."),
    ("commitments", {"title": True}, "Commitments!D3: Here belongs a text."),
    ("commitments", {"language": "Klingon"}, "Commitments!E3: “Klingon” is not in the list."),
    ("commitments", {"starts_on": "31.2.2027"}, "Commitments!J3: Enter a real date"),
    ("commitments", {"ends_on": "2020-01-01"}, "Commitments!K3: The end date must not be before the start date."),
    ("commitments", {"budget": "much"}, "Commitments!L3: Write the budget as a number"),
    ("commitments", {"budget": -1}, "Commitments!L3: "),
    ("commitments", {"rights": "The right to fly"}, "is not on the sheet “Choices”"),
    ("commitments", {"code": "HRC-ABCDEF"}, "Commitments!B3: There is no commitment “HRC-ABCDEF” of this city."),
    ("milestones", {"title": ""}, "Milestones!F3: An emptied row is not a deletion."),
    ("milestones", {"key": "abc"}, "Milestones!C3: There is no “abc” of"),
    ("milestones", {"due_on": "soon"}, "Milestones!G3: Enter a real date"),
    ("milestones", {"due_on": "2028-07-01"}, "Milestones!G3: This date must not be after the end of the commitment"),
    ("indicators", {"title": "", "unit": "people"}, "Indicators!F3: An emptied row is not a deletion."),
    ("indicators", {"target": "1.200"}, "Indicators!J3: “1.200” can be read in two ways."),
    ("indicators", {"frequency": "often"}, "Indicators!L3: “often” is not in the list."),
    ("progress", {"progress": "Planned"}, "Progress!E3: Choose how the whole commitment stands"),
    ("progress", {"on": "2099-01-01"}, "Progress!F3: This date must not be in the future."),
]


@pytest.mark.usefixtures("read_here")
def test_faults_name_the_cell(client, book):
    """One after the other in the same workbook: making it takes longer than all the rest."""
    untold = []
    for sheet, values, words in FAULTS:
        before = {field: cell(book, sheet, field).value for field in values}
        put(book, sheet, **values)
        if words.replace("'", "&#x27;") not in (page := text_of(upload(client, book))):
            untold.append((sheet, values, words, page))
        put(book, sheet, **before)
    assert untold == []
    assert not SheetImport.objects.exists()
    assert upload(client, book).url == HERE, "nothing of it stays in the workbook"


def test_the_same_code_twice_is_a_fault(client, book):
    code = book["Commitments"]["B3"].value
    put(book, "commitments", first_spare(book, "commitments"), code=code, title="A copy")
    assert "Commitments!B5: Row 3 has the same code." in text_of(upload(client, book))


def test_a_remark_on_a_milestone_needs_its_progress(client, book):
    put(book, "progress", 4, note="Soon", text="Much happened")
    page = text_of(upload(client, book))
    assert "Progress!H4: Write this in the row of the whole commitment" in page


def test_hundreds_of_faults_are_not_all_listed(client, book):
    at = first_spare(book, "milestones")
    for row in range(at, at + 150):
        put(book, "milestones", row, code="HRC-ABCDEF", title="x")
    page = text_of(upload(client, book))
    assert "And 51 more." in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", make_xlsx(), "its first (hidden) row is gone"),
        ("a.xlsx", b"", "empty"),
        ("a.ods", content_of("ods"), "Save the spreadsheet as .xlsx"),
        ("a.xlsx", make_xlsx(**{"xl/vbaProject.bin": b"x"}), "macros"),
        ("a.xlsx", make_xlsx(**{"xl/externalLinks/externalLink1.xml": "<x/>"}), "linked to other files"),
    ],
)
def test_files_that_are_no_sheet_of_ours(client, city, name, content, words):
    response = upload(client, content, name)
    assert response.status_code == 200
    assert words in text_of(response)


def test_the_sheet_of_another_city_is_refused(client, book):
    book["portal"]["B2"].value = "at-borlen"
    assert "This spreadsheet was made for another city." in text_of(upload(client, book))
    book["portal"]["B2"].value = "at-arden"
    for page in book.worksheets:
        page.delete_rows(1)
    assert "its first (hidden) row is gone" in text_of(upload(client, book))
    assert client.get(f"{HERE}download/").status_code == 405
