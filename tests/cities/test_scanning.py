"""The document of a request to join or a mandate passes the virus scan like evidence, before anybody accepts it."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cities import actions, tasks
from cities.models import JoinRequest, Mandate
from core import files
from core.models import AuditEvent, OutboxMail
from core.storage import private_storage
from review.workflow import NotReady
from tests.cities.conftest import ALL_TICKS, a_document, answers
from tests.factories.places import PDF
from tests.scanner import EICAR, fake_clamd

pytestmark = pytest.mark.django_db
VIRUS = PDF.replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")


@pytest.fixture
def scanner(tmp_path, settings):
    with fake_clamd(tmp_path) as settings.CLAMD_SOCKET:
        yield settings.CLAMD_SOCKET


def hand_in(city, by, content=PDF):
    today = timezone.localdate()
    return actions.hand_in_mandate(
        city=city,
        by=by,
        kind="decision",
        title="Council decision 9",
        starts_on=today,
        ends_on=today + dt.timedelta(days=900),
        file=a_document(content),
        is_public=True,
    )


def test_a_request_waits_for_the_scan(scanner, asked, decider, client_of):
    client = client_of(decider)
    address = reverse("admin:cities_joinrequest_decide", args=[asked.pk, "accept"])
    response = client.post(address, {"ticks": ALL_TICKS})
    text = response.content.decode()
    assert "The document is not scanned for viruses yet" in text
    assert "Scan the files now" in text
    client.post(reverse("admin:cities_joinrequest_decide", args=[asked.pk, "scan_files"]))
    assert DBTaskResult.objects.get().args_kwargs["args"] == [asked.mandate_file.name]

    assert tasks.scan_mandate.call(asked.mandate_file.name) == "clean"

    city = actions.accept_join(join_request=asked, by=decider, ticks=ALL_TICKS)
    assert city.mandates.get().scan_state == "clean"


def test_a_virus_in_a_request_is_locked_away_and_mended(scanner, resident, decider, graz, client_of):
    asked = actions.ask_to_join(by=resident, place=graz, **answers(mandate_file=a_document(VIRUS)))
    call_command("scan_evidence", stdout=StringIO())

    asked.refresh_from_db()
    assert (asked.scan_state, asked.scan_found) == ("infected", "Eicar-Test-Signature")
    with pytest.raises(NotReady, match="A virus was found in the document"):
        actions.accept_join(join_request=asked, by=decider, ticks=ALL_TICKS)
    document = reverse("admin:cities_joinrequest_document", args=[asked.pk])
    assert client_of(decider).get(document).status_code == 403
    page = client_of(decider).get(reverse("admin:cities_joinrequest_change", args=[asked.pk])).content.decode()
    assert document not in page
    assert "Eicar-Test-Signature" in page
    mail = OutboxMail.objects.get(name="join_infected")
    assert mail.recipients == [resident.email]
    here = reverse("desk:join_sent", args=[asked.pk])
    assert here in mail.text
    assert "Take the request back below" in client_of(resident).get(here).content.decode()

    actions.return_join(join_request=asked, by=decider, note="Send a clean copy.")
    assert "Choose a clean copy in the form below" in client_of(resident).get(here).content.decode()
    again = {"join_request": asked, "by": resident, "place": graz}
    with pytest.raises(ValidationError, match="Choose a clean one"):
        actions.resend_join(**again, **answers(mandate_file=None))
    actions.resend_join(**again, **answers())
    asked.refresh_from_db()
    assert (asked.state, asked.scan_state, asked.scan_found) == ("submitted", "unscanned", "")


def test_a_virus_in_a_mandate_is_locked_away_everywhere(scanner, city, approver, decider, client_of):
    mandate = hand_in(city, approver, VIRUS)
    assert tasks.scan_mandate.call(mandate.file.name) == "infected"

    mandate.refresh_from_db()
    with pytest.raises(NotReady, match="A virus was found"):
        actions.accept_mandate(mandate=mandate, by=decider)
    assert AuditEvent.objects.filter(action="quarantine_document").count() == 1
    assert OutboxMail.objects.get(name="mandate_infected").recipients == [approver.email]
    Mandate.objects.update(state="on_file")
    office = reverse("admin:cities_mandate_document", args=[mandate.pk])
    assert client_of(decider).get(office).status_code == 403
    assert (
        office not in client_of(decider).get(reverse("admin:cities_mandate_change", args=[mandate.pk])).content.decode()
    )
    desk = reverse("desk:mandate_file", args=[mandate.pk])
    assert client_of(approver).get(desk).status_code == 403
    page = client_of(approver).get(reverse("desk:mandate", args=[city.slug])).content.decode()
    assert desk not in page
    assert "nobody can open it. Hand in a clean copy" in page
    assert client_of(None).get(reverse("portal:mandate", args=[mandate.pk])).status_code == 404
    profile = client_of(None).get(reverse("portal:city", args=[city.slug])).content.decode()
    assert reverse("portal:mandate", args=[mandate.pk]) not in profile
    pack = client_of(approver).post(reverse("desk:pack", args=[city.slug]))
    assert b"mandates/" not in b"".join(pack.streaming_content)


def test_an_upload_at_the_desk_is_scanned_soon(scanner, city, approver, decider):
    mandate = hand_in(city, approver)
    tasks.scan_soon(mandate)
    assert DBTaskResult.objects.count() == 1
    with pytest.raises(NotReady, match="not scanned for viruses yet"):
        actions.accept_mandate(mandate=mandate, by=decider)
    Mandate.objects.update(scan_state="clean")
    mandate.refresh_from_db()
    tasks.scan_soon(mandate)
    assert DBTaskResult.objects.count() == 1
    actions.accept_mandate(mandate=mandate, by=decider)


def test_a_failed_scan_is_tried_again_and_holds_the_mandate_back(settings, city, approver, decider):
    settings.CLAMD_SOCKET = "/nowhere"
    mandate = hand_in(city, approver)
    assert tasks.scan_mandate.call(mandate.file.name) == "error"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [mandate.file.name, 2]
    mandate.refresh_from_db()
    with pytest.raises(NotReady, match="virus scan of the document failed"):
        actions.accept_mandate(mandate=mandate, by=decider)
    with pytest.raises(CommandError, match="Some scans failed"):
        call_command("scan_evidence", stdout=StringIO())
    assert actions.scan_document(name="mandates/unknown") == ""


def test_without_a_scanner_nothing_waits(asked, decider, city, approver):
    actions.accept_join(join_request=asked, by=decider, ticks=ALL_TICKS)
    mandate = actions.accept_mandate(mandate=hand_in(city, approver), by=decider)
    assert mandate.scan_state == "unscanned"
    tasks.scan_soon(mandate)
    assert not DBTaskResult.objects.exists()


def test_documents_are_verified_and_never_reaped(asked, decider, city, approver, monkeypatch):
    mandate = hand_in(city, approver)
    monkeypatch.setattr(files, "AGE", -dt.timedelta(days=1))
    assert list(files.orphans()) == []
    assert list(files.faults()) == []
    for row, name in ((JoinRequest.objects.get(), asked.mandate_file.name), (mandate, mandate.file.name)):
        with private_storage.open(name, "wb") as stored:
            stored.write(b"other")
        assert any(f"{row._meta.label_lower}:{row.pk}" in line for line in files.faults())
