"""Orphans are deleted after a day, missing files are named, changed ones are found."""

import os
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from commitments.actions import add_evidence
from core import files
from core.storage import private_storage
from tests.factories import make_commitment, make_evidence
from tests.factories.files import make_file

pytestmark = pytest.mark.django_db
WORDS = {"title": "Minutes", "proves": "Adopted", "visibility": "public", "has_personal_data": False}


@pytest.fixture
def piece(city, official):
    draft = make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()
    return add_evidence(city=city, by=official, kind="file", file=make_file("pdf"), version=draft, **WORDS)


def orphan(name: str, *, days: int = 2) -> Path:
    stored = Path(private_storage.path(private_storage.save(name, ContentFile(b"left behind"))))
    then = stored.stat().st_mtime - days * 86400
    os.utime(stored, (then, then))
    return stored


def told(command, *arguments):
    words = StringIO()
    call_command(command, *arguments, stdout=words)
    return words.getvalue().splitlines()


def test_orphans_go_after_a_day(piece, monkeypatch):
    monkeypatch.setattr(files, "BATCH", 2)
    old = [orphan(f"evidence/o{n}") for n in range(3)] + [orphan("mandates/aa/o")]
    fresh = orphan("evidence/fresh", days=0)
    kept = Path(private_storage.path(piece.file.name))
    os.utime(kept, (1, 1))

    assert told("reap_uploads", "--dry-run")[-1] == "Would delete 4 files, 44 bytes. Rows without a file: 0."
    assert all(path.exists() for path in old)
    assert told("reap_uploads")[-1] == "Deleted 4 files, 44 bytes. Rows without a file: 0."
    assert told("reap_uploads") == ["Deleted 0 files, 0 bytes. Rows without a file: 0."]
    assert (fresh.exists(), kept.exists()) == (True, True)
    assert not any(path.exists() for path in old)


def test_rows_without_a_file_are_named(piece):
    Path(private_storage.path(piece.file.name)).unlink()
    assert told("reap_uploads") == [
        f"File missing: commitments.evidence:{piece.pk} file {piece.file.name}",
        "Deleted 0 files, 0 bytes. Rows without a file: 1.",
    ]


def test_every_file_is_read_again(piece, city):
    assert told("verify_evidence") == ["Every stored file is what it was."]
    other = make_evidence(city=city, kind="file", sha256="0" * 64)
    words = StringIO()
    Path(private_storage.path(piece.file.name)).unlink()
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_evidence", stdout=words)
    assert f"commitments.evidence:{piece.pk} file {piece.file.name}: missing" in words.getvalue()
    assert f"commitments.evidence:{other.pk} file {other.file.name}: the content is not" in words.getvalue()


def test_all_tables_with_files_are_known():
    known = {f"{field.model._meta.label_lower}.{field.name}" for field in files.file_fields()}
    assert {"commitments.evidence.file", "cities.joinrequest.mandate_file"} <= known


def test_a_large_file_is_verified_in_blocks(city):
    content = ContentFile(b"x" * 30_000_000, name="a")
    make_evidence(city=city, kind="file", file=content, sha256="0" * 64)
    del content
    tracemalloc.start()
    assert len(list(files.faults())) == 1
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()
