"""One reader of the API without an account, and a commitment to read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from tests.factories import make_commitment, make_evidence, make_report


@pytest.fixture
def get(db: None) -> Callable[..., Any]:
    """`get("/v1/cities", country="AT")` asks the API; `expect` is the status it must answer with."""

    def ask(path: str, *, expect: int = 200, headers: dict[str, str] | None = None, **query: Any) -> Any:
        response = Client().get(f"/data{path}", query, headers=headers)
        assert response.status_code == expect, response.content
        return response.json() if response.content else None

    return ask


def live(commitment: Commitment) -> CommitmentVersion:
    """The text in force."""
    return commitment.versions.get(state="published")


@pytest.fixture
def commitment(city: City) -> Commitment:
    """A published commitment with evidence and a report."""
    made = make_commitment(city=city, version_title="A rights desk", version_language="de", version_budget="1200.50")
    make_evidence(version=live(made), title="Council minutes", kind="file")
    report = make_report(made)
    make_evidence(report=report, title="Photo of the desk")
    return made
