"""A city with a draft, a public commitment, and somebody who writes for it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import IO

import pytest

from commitments.models import Commitment
from core import spreadsheets
from tests.factories import make_commitment


@pytest.fixture
def draft(city, official) -> Commitment:
    return make_commitment(city=city, state="draft", author=official, version_title="A desk", version_budget=Decimal(5))


@pytest.fixture
def public(city) -> Commitment:
    return make_commitment(city=city, version_title="Public already")


@pytest.fixture
def client(official, client_of):
    return client_of(official)


@pytest.fixture
def read_here(monkeypatch) -> None:
    """Read spreadsheets in this process: a new Python for every file takes longer than the reading. The limited
    process is met in test_round_trip.py, tests/core/test_spreadsheets.py and tests/core/test_sandbox.py."""

    @contextmanager
    def read(work: str, source: IO[bytes]) -> Iterator[IO[bytes]]:
        assert work == "core.spreadsheets:read_spreadsheet"
        source.seek(0)
        target = io.BytesIO()
        spreadsheets.read_spreadsheet(source, target)
        target.seek(0)
        yield target

    monkeypatch.setattr(spreadsheets, "run_limited", read)
