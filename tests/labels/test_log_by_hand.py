"""The public decision log, checked without the program; and the ends of days, kept elsewhere."""

import datetime as dt
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import AuditEvent
from labels import chain
from labels.log_guards import set_guards
from labels.models import DecisionEntry, DecisionHead
from labels.queries import log
from tests.labels.conftest import fill


def by_hand(path: Path) -> subprocess.CompletedProcess:
    """The lines of the page, run as they stand there."""
    return subprocess.run(
        [sys.executable, "-c", chain.BY_HAND, str(path)], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_the_lines_on_the_page_check_the_file(city, visitor, tmp_path):
    fill(city, 7)
    file = tmp_path / "decisions.jsonl"
    file.write_bytes(visitor.get("/data/v1/decisions.jsonl").content)
    head = visitor.get("/data/v1/decisions/head.json").json()

    assert by_hand(file).stdout.split() == [str(head["seq"]), head["hash"]] == ["7", log.log_head().hash]
    lines = file.read_bytes().splitlines()
    assert hashlib.sha256(lines[2]).hexdigest() == json.loads(lines[3])["prev"]
    file.write_bytes(file.read_bytes().replace(b"Reason 3", b"Reason 9"))
    assert "Entry 5 is not what followed entry 4" in by_hand(file).stderr


def test_the_docs_show_the_same_lines():
    docs = Path(__file__).resolve().parents[2] / "docs/decision-log.md"
    assert chain.BY_HAND in docs.read_text(encoding="utf-8")


def test_the_head_of_a_day_never_changes(city, tmp_path, visitor):
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    call_command("keep_decision_head", tmp_path)
    kept = tmp_path / f"label-log-{yesterday}.json"
    fill(city, 2)

    assert json.loads(kept.read_text()) == {"day": str(yesterday), "seq": 0, "hash": chain.GENESIS, "at": ""}
    assert visitor.get(f"/data/v1/decisions/heads/{yesterday}.json").content == kept.read_bytes()
    call_command("keep_decision_head", tmp_path)
    call_command("verify_decisions", heads=tmp_path)


def test_a_log_written_anew_no_longer_fits_the_kept_head(unguarded, city, tmp_path):
    past = timezone.now() - dt.timedelta(days=2)
    entry = fill(city, 1)[0]
    DecisionEntry.objects.update(at=past)
    entry.refresh_from_db()
    right = chain.hash_of(chain.line_of(entry))
    DecisionEntry.objects.update(hash=right)
    DecisionHead.objects.update(hash=right)
    AuditEvent.objects.filter(action="decision_logged").delete()
    call_command("keep_decision_head", tmp_path)
    entry.refresh_from_db()
    entry.city_name = "Elsewhere"
    anew = chain.hash_of(chain.line_of(entry))
    DecisionEntry.objects.update(city_name="Elsewhere", hash=anew)
    DecisionHead.objects.update(hash=anew)
    set_guards(None, "default")

    call_command("verify_decisions")  # rewritten with care: the log alone shows nothing
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_decisions", heads=tmp_path)
    with pytest.raises(CommandError, match="written anew"):
        call_command("keep_decision_head", tmp_path)


def test_a_day_that_is_not_over_has_no_head(tmp_path, visitor, db):
    today = dt.datetime.now(dt.UTC).date()
    with pytest.raises(CommandError, match="not over yet"):
        call_command("keep_decision_head", tmp_path, day=today)
    for day in (today, "2026-13-01", "x", "0001-01-01", "9999-12-31", "٢٠٢٦-01-01"):
        assert visitor.get(f"/data/v1/decisions/heads/{day}.json").status_code == 404
