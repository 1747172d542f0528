"""A file with a virus is locked away on every page and mail tells its city; clean files say so."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from commitments import actions, tasks
from commitments.models import CommitmentVersion, Evidence
from core.models import AuditEvent, OutboxMail
from review.workflow import NotReady
from tests.commitments.office import TICKS
from tests.factories import make_commitment, make_evidence, make_report
from tests.factories.files import make_file, make_upload
from tests.races import run_at_once
from tests.scanner import EICAR, fake_clamd

WORDS = {"title": "Minutes", "proves": "Adopted", "visibility": "public", "has_personal_data": False}
VIRUS = b"Minutes of the council\n" + EICAR


@pytest.fixture
def scanner(tmp_path, settings):
    with fake_clamd(tmp_path) as settings.CLAMD_SOCKET:
        yield settings.CLAMD_SOCKET


@pytest.fixture
def draft(city):
    return make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()


def add(draft, by, file, **more):
    return actions.add_evidence(
        city=draft.commitment.city, by=by, kind="file", file=file, version=draft, **(WORDS | more)
    )


def test_a_clean_file_says_so_and_its_twin_too(scanner, draft, official):
    piece = add(draft, official, make_file("pdf"))

    assert actions.scan_stored_file(name=piece.file.name) == "clean"

    piece.refresh_from_db()
    assert (piece.scan_state, piece.scan_found) == ("clean", "")
    assert piece.scanned_at
    assert add(draft, official, make_file("pdf"), page="2").scan_state == "clean"
    assert add(draft, official, make_file("pdf")) == piece
    assert not OutboxMail.objects.exists()


def test_a_virus_locks_the_file_away_and_tells_the_city(scanner, draft, official, approver):
    piece = add(draft, official, make_upload("minutes.txt", VIRUS))
    other = add(draft, official, make_upload("minutes.txt", VIRUS), page="2")

    for _ in range(2):
        assert actions.scan_stored_file(name=piece.file.name) == "infected"

    assert set(Evidence.objects.values_list("scan_state", "scan_found")) == {("infected", "Eicar-Test-Signature")}
    assert AuditEvent.objects.filter(action="quarantine_evidence").count() == 2
    mails = OutboxMail.objects.filter(name="evidence_infected")
    assert {mail.recipients[0] for mail in mails} == {official.email, approver.email}
    assert mails.count() == 4
    assert "Eicar-Test-Signature" in mails[0].text
    assert reverse("desk:evidence", args=[draft.commitment.city.slug]) in mails[0].text
    with pytest.raises(ValidationError, match="virus"):
        add(draft, official, make_upload("minutes.txt", VIRUS), page="3")
    with pytest.raises(ValidationError, match="virus"):
        actions.attach_evidence(evidence=other, by=official, page="", proves="x", version=draft)


def test_a_virus_stops_publication(city, reviewer, client_of):
    version = make_commitment(city=city, state="submitted").versions.select_related("commitment__city").get()
    piece = make_evidence(version=version, kind="file", title="Budget", scan_state="infected", scan_found="Eicar")
    version = actions.claim(obj=version, by=reviewer)

    with pytest.raises(NotReady) as refusal:
        actions.publish_version(obj=version, by=reviewer, ticks=())

    assert any("A virus was found in “Budget”. Return the text" in reason for reason in refusal.value.reasons)
    page = client_of(reviewer).get(reverse("admin:commitments_commitmentversion_change", args=[version.pk]))
    assert "Virus found" in page.content.decode()
    file = reverse("admin:commitments_evidence_file", args=[piece.public_id])
    assert file not in page.content.decode()
    assert client_of(reviewer).get(file).status_code == 403


def test_a_virus_stops_the_sign_off(draft, official):
    make_evidence(version=draft, kind="file", title="Budget", scan_state="infected")
    with pytest.raises(NotReady, match="A virus was found in “Budget”"):
        actions.ask_sign_off(version=draft, by=official)


def test_the_public_never_meets_it(city, visitor):
    version = make_commitment(city=city).versions.get()
    piece = make_evidence(version=version, kind="file", title="Budget of the desk", scan_state="infected")
    code = version.commitment.code

    assert visitor.get(reverse("portal:evidence", args=[piece.public_id])).status_code == 404
    for address in (reverse("portal:commitment", args=[code]), reverse("portal:city", args=[city.slug]),
                    reverse("opendata:commitment", args=[code])):  # fmt: skip
        assert "Budget of the desk" not in visitor.get(address).content.decode()


def test_a_file_that_is_gone_or_a_scanner_that_is_gone_is_an_error(draft, official, settings):
    settings.CLAMD_SOCKET = "/nowhere"
    piece = add(draft, official, make_file("pdf"))
    assert actions.scan_stored_file(name=piece.file.name) == "error"
    piece.file.storage.delete(piece.file.name)
    assert actions.scan_stored_file(name=piece.file.name) == "error"
    piece.refresh_from_db()
    assert piece.scan_found == "the file is missing"
    assert actions.scan_stored_file(name="evidence/unknown") == ""


def test_the_command_scans_what_was_not_scanned(scanner, draft, official):
    add(draft, official, make_file("pdf"))
    add(draft, official, make_upload("minutes.txt", VIRUS))
    add(draft, official, make_upload("minutes.txt", VIRUS), page="2")
    told = StringIO()
    call_command("scan_evidence", stdout=told)
    call_command("scan_evidence", stdout=told)
    call_command("scan_evidence", "--all", stdout=told)
    assert told.getvalue().splitlines() == [
        "Scanned 2 files: 1 clean, 1 infected, 0 error.",
        "Scanned 0 files: 0 clean, 0 infected, 0 error.",
        "Scanned 2 files: 1 clean, 1 infected, 0 error.",
    ]


def test_the_command_needs_a_scanner_that_works(draft, official, settings):
    with pytest.raises(CommandError, match="CLAMD_SOCKET"):
        call_command("scan_evidence")
    settings.CLAMD_SOCKET = "/nowhere"
    add(draft, official, make_file("pdf"))
    with pytest.raises(CommandError, match="Some scans failed"):
        call_command("scan_evidence", stdout=StringIO())


def test_an_upload_is_scanned_soon_where_there_is_a_scanner(draft, official, settings):
    piece = add(draft, official, make_file("pdf"))
    tasks.scan_soon(piece)
    assert not DBTaskResult.objects.exists()
    settings.CLAMD_SOCKET = "/nowhere"
    tasks.scan_soon(piece)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [piece.file.name]


def test_a_scanner_that_is_gone_opens_no_locked_file(tmp_path, settings, draft, official):
    with fake_clamd(tmp_path) as settings.CLAMD_SOCKET:
        bad = add(draft, official, make_upload("minutes.txt", VIRUS))
        good = add(draft, official, make_file("pdf"))
        call_command("scan_evidence", stdout=StringIO())
    settings.CLAMD_SOCKET = "/nowhere"

    with pytest.raises(CommandError, match="Some scans failed"):
        call_command("scan_evidence", "--all", stdout=StringIO())

    assert {piece.pk: piece.scan_state for piece in Evidence.objects.all()} == {bad.pk: "infected", good.pk: "clean"}


def test_a_false_alarm_ends_with_a_scan_that_finds_nothing(tmp_path, settings, draft, official):
    piece = add(draft, official, make_file("pdf"))
    Evidence.objects.update(scan_state="infected", scan_found="Wrong")
    with fake_clamd(tmp_path) as settings.CLAMD_SOCKET:
        assert actions.scan_stored_file(name=piece.file.name) == "clean"
    assert AuditEvent.objects.get(action="release_evidence").data["before"] == "Wrong"
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "case", [("unscanned", "is not scanned for viruses yet"), ("error", "scan of “Budget” failed")]
)
def test_with_a_scanner_publication_waits_for_it(settings, city, reviewer, client_of, case):
    state, words = case
    version = make_commitment(city=city, state="submitted").versions.select_related("commitment__city").get()
    link = make_evidence(version=version, title="Budget")
    copy = make_evidence(city=city, kind="file", title="Copy of the page", scan_state=state)
    Evidence.objects.filter(pk=link.pk).update(archive=copy)
    version, client = actions.claim(obj=version, by=reviewer), client_of(reviewer)
    here = reverse("admin:commitments_commitmentversion_change", args=[version.pk])
    assert "Scan the files now" not in client.get(here).content.decode()
    settings.CLAMD_SOCKET = "unix:/nowhere"

    with pytest.raises(NotReady, match=words):
        actions.publish_version(obj=version, by=reviewer, ticks=TICKS)

    assert "Scan the files now" in client.get(here).content.decode()
    address = reverse("admin:commitments_commitmentversion_decide", args=[version.pk, "scan_files"])
    assert client.get(address).status_code == 405
    assert "The virus scan has started" in client.post(address, follow=True).content.decode()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [copy.file.name]
    Evidence.objects.filter(pk=copy.pk).update(scan_state="clean")
    assert "Scan the files now" not in client.get(here).content.decode()
    actions.publish_version(obj=version, by=reviewer, ticks=TICKS)
    assert CommitmentVersion.objects.get().state == "published"


def test_with_a_scanner_a_report_waits_too(settings, city, reviewer):
    report = make_report(make_commitment(city=city), state="submitted")
    make_evidence(report=report, kind="file", title="Budget")
    report = actions.claim(obj=report, by=reviewer)
    settings.CLAMD_SOCKET = "unix:/nowhere"
    with pytest.raises(NotReady, match="“Budget” is not scanned for viruses yet"):
        actions.publish_report(obj=report, by=reviewer, ticks=TICKS)


def test_without_a_scanner_nothing_waits(city, reviewer):
    version = make_commitment(city=city, state="submitted").versions.select_related("commitment__city").get()
    make_evidence(version=version, kind="file")
    version = actions.claim(obj=version, by=reviewer)
    assert actions.publish_version(obj=version, by=reviewer, ticks=TICKS).state == "published"


def test_a_scan_that_failed_is_tried_again_by_the_worker(settings, draft, official):
    settings.CLAMD_SOCKET = "/nowhere"
    piece = add(draft, official, make_file("pdf"))
    for tries in range(1, tasks.MOST_TRIES + 1):
        assert tasks.scan_file.call(piece.file.name, tries) == "error"
    planned = DBTaskResult.objects.order_by("run_after")
    assert [row.args_kwargs["args"][1] for row in planned] == [2, 3, 4, 5, 6]
    assert planned[0].run_after < planned[4].run_after


@pytest.mark.django_db(transaction=True)
def test_the_twin_of_a_file_that_is_being_scanned_is_locked_away_too(scanner, draft, official):
    piece = add(draft, official, make_upload("minutes.txt", VIRUS))
    acts = [lambda n=n: add(draft, official, make_upload("minutes.txt", VIRUS), page=str(n)) for n in range(3)]
    outcomes = run_at_once(lambda: actions.scan_stored_file(name=piece.file.name), *acts)
    assert outcomes[0] == "infected"
    assert set(Evidence.objects.values_list("scan_state", flat=True)) == {"infected"}
