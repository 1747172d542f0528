"""Mails of these tests go to the outbox table, as in the portal."""

import pytest


@pytest.fixture(autouse=True)
def _real_outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
