"""What a browser without script sees and sends: the text of a page, and its forms as they would be posted."""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages import forms_of

TOKEN = "csrfmiddlewaretoken"


def text_of(response: HttpResponse) -> str:
    """The page's HTML with every run of blanks as one space."""
    return " ".join(response.content.decode().split())


def form_of(response: HttpResponse, *, with_field: str = "") -> dict[str, Any]:
    """The fields of the first form that asks for something and has `with_field`, filled as the page shows them."""
    forms = forms_of(response.content.decode())
    asking = [form for form in forms if form.keys() - {TOKEN} and (not with_field or with_field in form)]
    return {name: row[0] if len(row) == 1 else row for name, row in asking[0].items() if name != TOKEN}


def fill(client: Client, page: str, /, *, with_field: str = "", **typed: Any) -> HttpResponse:
    """Open a page, change some fields of its form, and send it."""
    return client.post(page, form_of(client.get(page), with_field=with_field) | typed)


def date(name: str, day: int, month: int, year: int) -> dict[str, int]:
    """A date as three boxes post it."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def queries_of(client: Client, pages: dict[str, str]) -> dict[str, int]:
    """How many queries each page costs, the second time it is opened."""
    numbers = {}
    for name, address in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        numbers[name] = len(asked)
    return numbers
