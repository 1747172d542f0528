"""One reader of the API without an account."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def get(db: None) -> Callable[..., Any]:
    """`get("/v1/cities", country="AT")` asks the API; `expect` is the status it must answer with."""

    def ask(path: str, *, expect: int = 200, headers: dict[str, str] | None = None, **query: Any) -> Any:
        response = Client().get(f"/data{path}", query, headers=headers)
        assert response.status_code == expect, response.content
        return response.json() if response.content else None

    return ask
