"""The city's spreadsheet as people get it, change it and send it back."""

import io
from typing import Any

from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from commitments.models import Commitment, CommitmentVersion
from tests.desk.pages import form_of
from tests.factories.files import make_upload

HERE = "/en/desk/city/at-arden/sheet/"
PAGES = {
    "commitments": "Commitments",
    "milestones": "Milestones",
    "indicators": "Indicators",
    "progress": "Progress",
    "measured": "Figures",
}


def download(client: Client) -> Workbook:
    """The workbook as an office program opens it."""
    response = client.post(f"{HERE}download/")
    assert response.status_code == 200, response
    return load_workbook(io.BytesIO(response.getvalue()))


def columns_of(page: Any) -> dict[str, int]:
    """Field -> column, as the hidden first row says."""
    return {str(cell.value).partition(":")[2]: cell.column for cell in page[1] if cell.value}


def cell(book: Workbook, sheet: str, field: str, row: int = 3) -> Any:
    """One cell by its field; the first row of data is 3."""
    page = book[PAGES[sheet]]
    return page.cell(row, columns_of(page)[field])


def put(book: Workbook, sheet: str, row: int = 3, **values: Any) -> None:
    """Type into cells of one row."""
    for field, value in values.items():
        cell(book, sheet, field, row).value = value


def first_spare(book: Workbook, sheet: str) -> int:
    """The first empty row."""
    page = book[PAGES[sheet]]
    code = columns_of(page)["code"]
    return next(row for row in range(3, page.max_row + 2) if not page.cell(row, code).value)


def as_bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client: Client, book: Workbook | bytes, name: str = "arden.xlsx") -> HttpResponse:
    """Send a workbook back; the answer leads to its differences, or tells its faults."""
    content = book if isinstance(book, bytes) else as_bytes(book)
    return client.post(HERE, {"file": make_upload(name, content)})


def confirm(client: Client, address: str, **answers: str) -> HttpResponse:
    """Look at the differences and save them."""
    return client.post(address, form_of(client.get(address), with_field="seen") | answers)


def text(commitment: Commitment) -> CommitmentVersion:
    """The newest text of a commitment."""
    return commitment.versions.select_related("commitment__city").latest("number")
