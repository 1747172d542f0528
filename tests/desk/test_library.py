"""The evidence library of a city: found, used again without copying a byte, kept as a copy."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import CommitmentVersion, Evidence, LinkCheck
from tests.desk.pages import fill, text_of
from tests.factories import make_commitment, make_evidence, make_report
from tests.factories.files import make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(city):
    return make_commitment(city=city).versions.select_related("commitment__city").get()


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official)
    return CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)


def page_of(client, city, **query):
    return client.get(reverse("desk:evidence", args=[city.slug]), query)


def test_every_piece_is_listed_with_use_health_and_scan(official, other_city, published, draft, client_of):
    city = draft.commitment.city
    file = make_evidence(version=published, title="Signed minutes", kind="file", scan_state="clean")
    link = make_evidence(version=draft, title="Budget page")
    now = timezone.now()
    LinkCheck.objects.create(evidence=link, result="gone", http_status=404, since=now, checked_at=now, failed_at=now)
    make_evidence(version=make_commitment(city=other_city).versions.get(), title="Their secret")
    client = client_of(official)

    text = text_of(page_of(client, city))

    assert "2 documents and links" in text
    assert f"“{published.title}”, version 1 (published)</a>" in text
    assert "scanned, no virus found" in text
    assert "page gone since" in text
    assert "Their secret" not in text
    assert "Budget page" not in text_of(page_of(client, city, q="SIGNED"))
    assert "Signed minutes" not in text_of(page_of(client, city, state="care"))
    assert "Signed minutes" not in text_of(page_of(client, city, kind="link"))
    assert "Nothing fits." in text_of(page_of(client, city, q="zzz"))
    for nonsense in ({"kind": "x"}, {"state": "x"}, {"page": "9" * 5000}, {"to": "x" * 999}, {"q": "x" * 200}):
        assert page_of(client, city, **nonsense).status_code == 200
    assert file.title in text


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_library_asks_the_same_few_questions(pieces, official, draft, client_of, django_assert_num_queries):
    city = draft.commitment.city
    report = make_report(make_commitment(city=city), state="draft")
    for number in range(pieces):
        make_evidence(version=draft, title=f"Page {number}")
        make_evidence(report=report, title=f"Report page {number}")
    client = client_of(official)
    page_of(client, city)
    with django_assert_num_queries(6):
        page_of(client, city)


def test_a_document_is_used_again_in_a_draft(city, official, published, draft, client_of):
    piece = make_evidence(version=published, kind="file", title="Minutes", proves="Adopted")
    client = client_of(official)
    to = draft.commitment.code
    attach = reverse("desk:evidence_attach", args=[piece.public_id])
    assert f"{attach}?to={to}" in page_of(client, city, to=to).content.decode()
    assert f"{attach}?to={to}" in client.get(attach).content.decode()

    response = fill(client, f"{attach}?to={to}", milestone_key=draft.milestones.get().key)

    assert response.url == reverse("desk:step", args=[to, "evidence"])
    assert draft.evidence_rows.get().evidence == piece
    assert draft.evidence_rows.get().milestone_key
    fill(client, f"{attach}?to={to}", page="12", proves="The money is there")
    other = draft.evidence_rows.exclude(evidence=piece).get().evidence
    assert (other.page, other.proves, other.file.name) == ("12", "The money is there", piece.file.name)


def test_a_document_is_used_again_in_a_report(city, official, published, client_of):
    piece = make_evidence(version=published, title="Minutes")
    report = make_report(published.commitment, state="draft")
    attach = reverse("desk:evidence_attach", args=[piece.public_id])
    client = client_of(official)
    assert f"to=report-{report.pk}" in client.get(attach).content.decode()
    fill(client, f"{attach}?to=report-{report.pk}")
    assert report.evidence_rows.get().evidence == piece


def test_nothing_is_attached_elsewhere(official, other_official, other_city, published, client_of):
    piece = make_evidence(version=published)
    theirs = make_commitment(city=other_city, state="draft")
    attach = reverse("desk:evidence_attach", args=[piece.public_id])
    assert client_of(other_official).get(f"{attach}?to={theirs.code}").status_code == 404
    for to in (theirs.code, "report-999999", "report-x", "report-" + "9" * 30, "x\u0660"):
        assert client_of(official).get(attach, {"to": to}).status_code == 404
    assert client_of(official).get(attach, {"to": published.commitment.code}).status_code == 404


def test_a_copy_of_a_page_is_kept_beside_its_link(official, draft, client_of):
    link = make_evidence(version=draft, title="Budget page")
    url = reverse("desk:evidence_copy", args=[link.public_id])
    client = client_of(official)

    fill(client, url, file=make_file("pdf"), archive_url="https://web.archive.org/web/2026/https://arden.example/")

    link.refresh_from_db()
    assert link.archive_url.startswith("https://web.archive.org/")
    assert link.archive.kind == "file"
    page = client.get(reverse("desk:step", args=[draft.commitment.code, "evidence"])).content.decode()
    assert reverse("desk:evidence_file", args=[link.archive.public_id]) in page
    response = client.get(reverse("desk:evidence_file", args=[link.archive.public_id]))
    assert response.getvalue().startswith(b"%PDF")
    assert client.get(reverse("desk:evidence_attach", args=[link.archive.public_id])).status_code == 404
    assert Evidence.objects.count() == 2


def test_a_published_link_may_only_name_an_archive(official, published, client_of):
    link = make_evidence(version=published)
    url = reverse("desk:evidence_copy", args=[link.public_id])
    client = client_of(official)
    assert 'name="file"' not in client.get(url).content.decode()
    fill(client, url, archive_url="https://web.archive.org/x")
    assert (
        "https://web.archive.org/x"
        in client.get(reverse("portal:commitment", args=[published.commitment.code])).content.decode()
    )
    assert "Error:" in fill(client, url, archive_url="https://127.0.0.1/").content.decode()
    assert Evidence.objects.get().archive_url == "https://web.archive.org/x"


def test_a_file_with_a_virus_is_not_opened_at_the_desk(official, draft, client_of):
    piece = make_evidence(version=draft, kind="file", scan_state="infected", scan_found="Eicar")
    client = client_of(official)
    assert client.get(reverse("desk:evidence_file", args=[piece.public_id])).status_code == 403
    page = text_of(page_of(client, draft.commitment.city))
    assert "Virus found" in page
    assert "Use it again" not in page
