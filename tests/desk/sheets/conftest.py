"""A city with a draft, a public commitment, and somebody who writes for it."""

from decimal import Decimal

import pytest

from commitments.models import Commitment
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
