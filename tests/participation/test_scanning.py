"""The file that proves what somebody says passes the virus scan, and is locked away like every other."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core.models import AuditEvent
from core.storage import private_storage
from participation import tasks
from participation.models import CounterEvidence
from review.checklists import DEFAULTS
from tests.factories import make_statement
from tests.markup import Markup
from tests.scanner import EICAR, fake_clamd

pytestmark = pytest.mark.django_db
TICKS = list(DEFAULTS["statement"])


@pytest.fixture
def scanner(tmp_path, settings):
    with fake_clamd(tmp_path) as settings.CLAMD_SOCKET:
        yield settings.CLAMD_SOCKET


def proved(commitment, evidence, content=b"The desk was closed.", **fields):
    """A text whose proof is a file."""
    name = private_storage.save("statements/file", ContentFile(content))
    file = {"proof": "file", "url": "", "file": name, "file_name": "notes.txt", "content_type": "text/plain"}
    return make_statement(commitment, evidence=evidence, **file, **fields)


def office(statement, name, *more):
    return reverse(f"admin:participation_counterevidence_{name}", args=[*more] or [statement.pk])


def decide(client, statement, name, **values):
    return client.post(office(statement, "decide", statement.pk, name), values).content.decode()


def state_of(statement):
    return CounterEvidence.objects.values_list("state", "scan_state").get(pk=statement.pk)


def test_nothing_is_published_before_its_proof_is_scanned(scanner, commitment, evidence, reviewer, client_of):
    statement, client = proved(commitment, evidence), client_of(reviewer)

    refused = decide(client, statement, "publish", ticks=TICKS)
    assert "The file is not scanned for viruses yet" in refused
    assert "Scan the files now" in refused
    decide(client, statement, "scan_files")
    assert DBTaskResult.objects.get().args_kwargs["args"] == [statement.file.name]
    assert tasks.scan_proof.call(statement.file.name) == "clean"
    decide(client, statement, "publish", ticks=TICKS)

    assert state_of(statement) == ("published", "clean")


def test_a_virus_opens_for_nobody_and_is_never_published(scanner, commitment, evidence, reviewer, client_of):
    statement, client = proved(commitment, evidence, EICAR), client_of(reviewer)
    call_command("scan_evidence", stdout=StringIO())

    page = Markup(client.get(office(statement, "change")).content.decode()).by_id("content-main").text
    assert "a virus was found: nobody can open it: Eicar-Test-Signature" in page
    assert client.get(office(statement, "file", statement.public_id)).status_code == 403
    assert "Refuse the text" in decide(client, statement, "publish", ticks=TICKS)
    assert state_of(statement) == ("submitted", "infected")
    assert AuditEvent.objects.filter(action="quarantine_proof").count() == 1
    decide(client, statement, "refuse", reason="no_proof", note="Send a clean file.")
    assert state_of(statement)[0] == "refused"


def test_a_virus_found_after_publication_takes_the_link_off_every_page(
    scanner, commitment, evidence, official, client_of
):
    visitor = client_of(None)
    statement = proved(commitment, evidence, EICAR, state="published")
    public = reverse("portal:statement_proof", args=[statement.public_id])
    record = reverse("opendata:commitment", args=[commitment.code])
    pages = (commitment.get_absolute_url(), record)
    assert all(public in visitor.get(page).content.decode() for page in pages)

    assert tasks.scan_proof.call(statement.file.name) == "infected"

    assert visitor.get(public).status_code == 404
    desk = client_of(official).get(reverse("desk:statement_reply", args=[statement.public_id])).content.decode()
    for page in (*(visitor.get(page).content.decode() for page in pages), desk):
        assert statement.text in page
        assert public not in page
    assert "a file in which a virus was found" in visitor.get(pages[0]).content.decode()


def test_a_failed_scan_is_tried_again_and_holds_the_text_back(settings, commitment, evidence, reviewer, client_of):
    settings.CLAMD_SOCKET = "/nowhere"
    statement = proved(commitment, evidence)
    assert tasks.scan_proof.call(statement.file.name) == "error"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [statement.file.name, 2]
    assert "virus scan of the file failed" in decide(client_of(reviewer), statement, "publish", ticks=TICKS)
    with pytest.raises(CommandError, match="Some scans failed"):
        call_command("scan_evidence", stdout=StringIO())
    assert tasks.scan_proof.call("statements/unknown") == ""


def test_without_a_scanner_nothing_waits(commitment, evidence, reviewer, client_of):
    statement = proved(commitment, evidence)
    tasks.scan_soon(statement)
    assert not DBTaskResult.objects.exists()
    decide(client_of(reviewer), statement, "publish", ticks=TICKS)
    assert state_of(statement) == ("published", "unscanned")
