"""Evidence at the desk: add, describe, remove, download; never another city's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments.models import CommitmentVersion, Evidence
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_report
from tests.factories.places import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official)
    return CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)


def add_url(version: CommitmentVersion) -> str:
    return reverse("desk:evidence_add", args=[version.commitment.code])


def a_file(name: str = "minutes.pdf", content: bytes = PDF, kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def words(**changed):
    return {"title": "Council minutes", "proves": "The council adopted it", "kind": "file", **changed}


def test_a_file_is_added_with_what_it_proves(official, draft, client_of):
    client = client_of(official)
    more = {"page": "12", "language": "de", "milestone_key": draft.milestones.get().key, **date("dated_on", 1, 2, 2026)}
    response = fill(client, add_url(draft), **words(file=a_file(), **more))
    assert response.url == reverse("desk:step", args=[draft.commitment.code, "evidence"])
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.file_name, evidence.page, evidence.language) == ("file", "minutes.pdf", "12", "de")
    page = text_of(client.get(response.url))
    assert "“Council minutes” is added." in page
    assert "PDF · " in page
    assert "Milestone 1" in page


def test_a_link_is_added(official, draft, client_of):
    fill(client_of(official), add_url(draft), **words(kind="link", url="www.example.org/minutes"))
    assert Evidence.objects.get().url == "https://www.example.org/minutes"


def test_personal_data_makes_it_confidential_and_says_so(official, draft, client_of):
    response = client_of(official).post(
        add_url(draft),
        form_of(client_of(official).get(add_url(draft))) | words(file=a_file(), has_personal_data="on"),
        follow=True,
    )
    assert Evidence.objects.get().visibility == "confidential"
    assert "It is confidential, because it contains personal data." in text_of(response)
    assert "Confidential" in text_of(response)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"kind": ""}, "Choose whether it is a file or a link."),
        ({"kind": "file"}, "Choose the file."),
        ({"kind": "link", "url": ""}, "Enter the web address."),
        ({"kind": "link", "url": "http://localhost/secret"}, "works only inside a network"),
        ({"kind": "link", "url": "http://169.254.169.254/latest"}, "works only inside a network"),
        ({"kind": "link", "url": "javascript:alert(1)"}, "Enter a full public web address"),
        ({"file": a_file("x.svg", b"<svg/>", "image/svg+xml")}, "This kind of file is not accepted."),
        ({"file": a_file("x.html", b"<html>", "text/html")}, "This kind of file is not accepted."),
        ({"file": a_file("x.pdf", b"MZ programme")}, "its content is something else"),
        ({"file": a_file("x.pdf", b"")}, "empty"),
        ({"file": a_file(), "title": ""}, "Give the evidence a title."),
        ({"file": a_file(), "proves": ""}, "Say what the evidence proves."),
        ({"file": a_file(), "milestone_key": "x" * 500}, "Choose one of the options."),
        ({"file": a_file(), "visibility": "secret"}, "Choose one of the options."),
        ({"file": a_file(), "language": "xx"}, "Choose one of the options."),
        ({"file": a_file(), "title": "a\x00b"}, "characters that cannot be read"),
        ({"file": a_file(), **date("dated_on", 31, 2, 2026)}, "The date of the document must be a real date"),
    ],
)
def test_faults_keep_what_was_typed(official, draft, client_of, typed, message):
    response = fill(client_of(official), add_url(draft), **words(page="page twelve") | typed)
    page = text_of(response)
    assert response.status_code == 200
    assert message in page
    assert 'value="page twelve"' in page
    assert not Evidence.objects.exists()


def test_a_good_file_must_be_chosen_again_after_another_fault(official, draft, client_of):
    page = text_of(fill(client_of(official), add_url(draft), **words(file=a_file(), title="")))
    assert "Choose the file again: your browser does not keep it" in page


def test_what_is_said_about_it_can_be_changed(official, draft, client_of):
    evidence = make_evidence(version=draft, kind="file")
    client = client_of(official)
    url = reverse("desk:evidence_edit", args=[draft.commitment.code, evidence.public_id])
    page = client.get(url)
    assert "minutes.txt" in text_of(page)
    fill(client, url, title="Minutes of December", milestone_key=draft.milestones.get().key)
    evidence.refresh_from_db()
    assert evidence.title == "Minutes of December"
    assert draft.evidence_rows.get().milestone_key == draft.milestones.get().key


def test_a_link_keeps_its_address_when_edited(official, draft, client_of):
    evidence = make_evidence(version=draft)
    url = reverse("desk:evidence_edit", args=[draft.commitment.code, evidence.public_id])
    fill(client_of(official), url, url="https://example.org/new")
    evidence.refresh_from_db()
    assert evidence.url == "https://example.org/new"


def test_it_is_removed_after_one_question(official, draft, client_of):
    evidence = make_evidence(version=draft)
    client = client_of(official)
    url = reverse("desk:evidence_remove", args=[draft.commitment.code, evidence.public_id])
    assert "Remove this evidence?" in text_of(client.get(url))
    assert Evidence.objects.exists()
    client.post(url)
    assert not Evidence.objects.exists()


def test_evidence_of_another_list_is_not_found(official, city, draft, client_of):
    stray = make_evidence(city=city)
    for name in ("evidence_edit", "evidence_remove"):
        url = reverse(f"desk:{name}", args=[draft.commitment.code, stray.public_id])
        assert client_of(official).get(url).status_code == 404
        assert client_of(official).get(f"{url}?report").status_code == 404


def test_a_sent_text_takes_no_evidence(official, city, client_of):
    commitment = make_commitment(city=city, state="submitted")
    version = commitment.versions.get()
    evidence = make_evidence(version=version)
    client = client_of(official)
    assert client.get(add_url(version)).status_code == 403
    assert client.post(add_url(version), words(kind="link", url="https://example.org/a")).status_code == 403
    url = reverse("desk:evidence_remove", args=[commitment.code, evidence.public_id])
    assert client.post(url).status_code == 403
    assert Evidence.objects.count() == 1


def test_evidence_of_a_report_is_added_described_and_removed(official, city, client_of):
    commitment = make_commitment(city=city)
    report = make_report(commitment, state="draft")
    client, url = client_of(official), reverse("desk:report_evidence_add", args=[report.pk])
    response = fill(client, url, **words(kind="link", url="https://example.org/photo"))
    evidence = Evidence.objects.get()
    assert response.url == reverse("desk:report", args=[report.pk]) + "#evidence"
    edit = reverse("desk:evidence_edit", args=[commitment.code, evidence.public_id]) + "?report"
    assert edit in text_of(client.get(reverse("desk:report", args=[report.pk])))
    assert fill(client, edit, title="Photo of the desk").url == response.url
    evidence.refresh_from_db()
    assert evidence.title == "Photo of the desk"
    client.post(reverse("desk:evidence_remove", args=[commitment.code, evidence.public_id]) + "?report")
    assert not report.evidence_rows.exists()


@pytest.mark.parametrize("visibility", ["public", "confidential"])
def test_the_own_city_downloads_its_files(official, draft, client_of, visibility):
    evidence = make_evidence(version=draft, kind="file", visibility=visibility)
    response = client_of(official).get(reverse("desk:evidence_file", args=[evidence.public_id]))
    assert b"".join(response.streaming_content).startswith(b"minutes")
    assert response["Content-Disposition"] == 'attachment; filename="minutes.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("who", ["other_official", "resident", "reviewer", "decider", "administrator"])
@pytest.mark.parametrize("visibility", ["public", "confidential"])
def test_nobody_else_downloads_at_the_desk(request, draft, client_of, who, visibility):
    evidence = make_evidence(version=draft, kind="file", visibility=visibility)
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("desk:evidence_file", args=[evidence.public_id])).status_code == 404


def test_a_link_and_a_lost_file_are_no_download(official, draft, client_of):
    link, lost = make_evidence(version=draft), make_evidence(version=draft, kind="file")
    lost.file.storage.delete(lost.file.name)
    for evidence in (link, lost):
        response = client_of(official).get(reverse("desk:evidence_file", args=[evidence.public_id]))
        assert response.status_code == 404
