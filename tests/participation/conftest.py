import pytest

from tests.factories import make_commitment, make_evidence


@pytest.fixture(autouse=True)
def _real_outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def commitment(city, official):
    return make_commitment(city=city, author=official)


@pytest.fixture
def evidence(commitment):
    return make_evidence(version=commitment.versions.get(), title="Opening hours")
