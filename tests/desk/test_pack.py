"""The hand-over pack: all of the city, nothing of others, nothing of the office, and little memory."""

import hashlib
import io
import json
import tracemalloc
import zipfile

import pytest
from django.utils import timezone

from accounts.step_up import SIGN_INS
from commitments.models import Commitment
from core import audit
from core.models import AuditEvent
from core.zip_stream import SUMS, zip_stream
from desk.pack import pack_entries
from tests.factories import (
    make_commitment,
    make_evidence,
    make_profile_translation,
    make_report,
    make_translation,
    make_version,
)

pytestmark = pytest.mark.django_db
PACK = "/en/desk/city/at-arden/pack/"


def opened(city) -> dict[str, bytes]:
    """Name and content of every file of the pack."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zip_stream(pack_entries(city)))))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def record(city, other_city, official, approver, reviewer) -> Commitment:
    """A public text with an open amendment, a report, documents, and what the office keeps for itself."""
    commitment = make_commitment(city=city, author=official, version_title="Rights desks")
    make_translation(commitment.versions.get(), "fr", title="Bureaux des droits")
    draft = make_version(commitment, state="checking", author=official, title="=Open text")
    make_evidence(version=draft, kind="file", visibility="confidential", title="Names of complainants")
    make_report(commitment, text="Two desks opened")
    draft.assignments.create(reviewer=reviewer, assigned_by=reviewer)
    draft.reviews.create(reviewer=reviewer, verdict="return", reasons="Internal opinion")
    audit.record("declare_conflict", by=reviewer, obj=city, scope=city, data={"reason": "My cousin works there"})
    audit.record("publish", by=reviewer, obj=commitment, scope=city, data={"note": "Internal opinion"})
    make_evidence(
        version=make_commitment(city=other_city, version_title="Secret of Borlen").versions.get(), kind="file"
    )
    return commitment


def test_the_pack_holds_all_of_the_city_and_its_sums_are_right(record, city, official):
    files = opened(city)

    told = json.loads(files["commitments.json"])
    assert [text["title"] for text in told[0]["texts"]] == ["Rights desks", "=Open text"]
    assert told[0]["texts"][0]["milestones"][0]["title"] == "Three desks are open"
    french = {"title": {"text": "Bureaux des droits", "by": "human"}}
    assert told[0]["texts"][0]["translations"] == [{"language": "fr", "saved": french, "public": french}]
    assert json.loads(files["reports.json"])[0]["text"] == "Two desks opened"
    assert json.loads(files["evidence.json"])[0]["title"] == "Names of complainants"
    assert official.email in files["members.csv"].decode()
    assert "summary: the promise in plain language" in files["README.txt"].decode()
    assert len([name for name in files if name.startswith("evidence/")]) == 1
    sums = dict(reversed(line.split("  ", 1)) for line in files.pop(SUMS).decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_pack_holds_the_profile_in_every_language_public_or_only_saved(city):
    make_profile_translation(city, "fr", about="Nous écoutons.")
    make_profile_translation(city, "mt", by="machine", about="Nisimgħu.")
    city.translations.filter(language="mt").update(public=None)
    french, maltese = json.loads(opened(city)["city.json"])["translations"]
    assert french["public"]["about"]["text"] == "Nous écoutons."
    assert (maltese["saved"]["about"]["by"], maltese["public"]) == ("machine", {})


def test_nothing_of_others_and_nothing_of_the_office_leaks(record, city, reviewer):
    everything = b"\n".join(opened(city).values()).decode(errors="replace")

    for secret in (reviewer.name, reviewer.email, "Internal opinion", "My cousin", "Secret of Borlen", "Borlen"):
        assert secret not in everything, secret
    assert "the review office,publish" in everything


def test_an_approver_takes_it_after_proving_who_they_are(record, approver, client_of):
    client = client_of(approver)
    assert client.get(PACK).status_code == 200
    assert not AuditEvent.objects.filter(action="take_pack").exists()
    answer = client.post(PACK)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="at-arden-{timezone.localdate()}.zip"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer.streaming_content)))
    assert AuditEvent.objects.filter(action="take_pack").count() == 1

    session = client.session
    session[SIGN_INS] = []
    session.save()
    assert "/reauthenticate/" in client.post(PACK).url


def test_big_files_stay_out_of_memory():
    def big() -> io.BytesIO:
        return io.BytesIO(bytes(2**20) * 8)

    files = [big() for _number in range(4)]
    tracemalloc.start()
    sent = sum(len(part) for part in zip_stream((f"{n}.bin", file) for n, file in enumerate(files)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent > 0
    assert peak < 4 * 2**20
