"""The mayor signs off: asked at the desk, signed on a page that needs no account and no script."""

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from commitments.actions import content_digest
from commitments.models import CommitmentVersion, SignOffLink
from tests.desk.pages import fill, text_of
from tests.factories import make_commitment, make_evidence, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(city, official) -> CommitmentVersion:
    City.objects.filter(pk=city.pk).update(email_domains=["arden.example"])
    commitment = make_commitment(city=city, state="sign_off", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)


def at(name: str, version: CommitmentVersion) -> str:
    return reverse(f"desk:{name}", args=[version.commitment.code])


@pytest.fixture
def link(waiting, official, client_of, mailoutbox) -> str:
    """The address in the mayor's mail, asked for at the desk."""
    fill(client_of(official), at("mayor", waiting), name="Mara Mayor", email="mayor@arden.example")
    return "/en/desk/sign/" + mailoutbox[-1].body.partition("/desk/sign/")[2].split()[0]


def test_the_mayor_reads_signs_and_gets_a_receipt_without_account(link, waiting):
    make_evidence(version=waiting, title="Names of victims", visibility="confidential")
    browser = Client(enforce_csrf_checks=True)

    page = browser.get(link)
    text = text_of(page)
    assert "Rights desks" in text
    assert "Anyone can get free help" in text
    assert content_digest(waiting) in text
    assert "Names of victims" not in text
    assert "Take the link back" not in text
    assert set(page.cookies) == {"csrftoken"}

    signed = browser.post(link, {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})
    version = CommitmentVersion.objects.get()
    assert version.state == "submitted"
    assert "Signed and sent" in text_of(signed)
    assert version.reference in text_of(signed)
    assert version.content_hash in text_of(signed)
    assert version.reference in text_of(browser.get(link))
    assert set(browser.cookies) == {"csrftoken"}


def test_the_page_is_nobody_elses(link, visitor):
    page = visitor.get(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "/desk/" in text_of(visitor.get("/robots.txt"))


def test_reading_changes_nothing(link, waiting, visitor):
    visitor.get(link)
    visitor.head(link)
    assert SignOffLink.objects.get().used_at is None
    assert CommitmentVersion.objects.get().state == "sign_off"


def test_a_post_without_the_page_is_refused(link):
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    assert CommitmentVersion.objects.get().state == "sign_off"


def test_the_author_cannot_use_the_link(link, official, client_of):
    assert client_of(official).post(link).status_code == 403
    assert CommitmentVersion.objects.get().state == "sign_off"


def test_a_changed_text_is_not_shown_for_signing(link, waiting, visitor):
    CommitmentVersion.objects.update(title="Another promise")
    page = visitor.post(link)
    assert page.status_code == 409
    assert "changed the text" in text_of(page)
    assert "I sign this text" not in text_of(visitor.get(link))


def test_the_desk_shows_the_link_and_takes_it_back(link, waiting, official, visitor, client_of):
    client = client_of(official)
    assert "The link is on its way" in text_of(client.get(at("mayor", waiting)))

    client.post(at("mayor_revoke", waiting))

    assert "no longer works" in text_of(client.get(at("mayor", waiting)))
    assert "took this link back" in text_of(visitor.get(link))
    assert client.post(at("mayor_revoke", waiting)).status_code == 404


def test_a_second_approver_confirms_an_address_elsewhere(waiting, approver, city, client_of, mailoutbox):
    page = fill(client_of(approver), at("mayor", waiting), name="Mara Mayor", email="mara@party.example")
    assert page.status_code == 302
    assert "This is the mayor’s address" not in text_of(client_of(approver).get(at("mayor", waiting)))
    assert client_of(approver).post(at("mayor_confirm", waiting)).status_code == 403

    second = make_user("Second Approver")
    make_role(second, city, "approver")
    assert "This is the mayor’s address" in text_of(client_of(second).get(at("mayor", waiting)))
    client_of(second).post(at("mayor_confirm", waiting))
    assert mailoutbox[-1].to == ["mara@party.example"]


def test_faults_stand_at_their_field(waiting, official, client_of):
    page = text_of(fill(client_of(official), at("mayor", waiting), name="", email="edda@arden.example"))
    assert "Enter the name of the mayor." in page
    page = text_of(fill(client_of(official), at("mayor", waiting), name="Me", email="edda@arden.example"))
    assert "cannot sign it. Enter the mayor" in page
