"""The process that parses what strangers sent is killed at its limits, and the uploader reads why."""

import io
import time

import pytest
from django.core.exceptions import ValidationError

from core import sandbox


def run(work, *arguments):
    with sandbox.run_limited(f"tests.core.heavy:{work}", io.BytesIO(b"content"), *arguments) as written:
        return written.read()


def test_the_work_reads_and_writes():
    assert run("copy", "-seen") == b"content-seen"


def test_the_process_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    assert b"secret" not in run("environment")


@pytest.mark.parametrize(
    ("work", "code"), [("refuse", "damaged"), ("pour", "damaged"), ("hoard", "too_costly"), ("missing", "damaged")]
)
def test_work_that_fails_is_answered_with_words(work, code):
    with pytest.raises(ValidationError) as refusal:
        run(work)
    assert refusal.value.code == code
    assert "save it" in refusal.value.messages[0]


def test_work_without_end_is_killed(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    begun = time.monotonic()
    with pytest.raises(ValidationError) as refusal:
        run("spin")
    assert refusal.value.code == "too_costly"
    assert time.monotonic() - begun < 5
