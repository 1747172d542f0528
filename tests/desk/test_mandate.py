"""The mandate at the desk: what is missing, handing in, re-affirming; and what the public reads."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cities.models import City, Mandate
from commitments.models import CommitmentVersion
from tests.desk.pages import date, fill, text_of
from tests.factories import make_commitment, make_report
from tests.factories.places import PDF

pytestmark = pytest.mark.django_db
HERE = "/en/desk/city/at-arden/mandate/"


@pytest.fixture
def ended(city) -> Mandate:
    """The mandate on file ended yesterday."""
    end = timezone.localdate() - dt.timedelta(days=1)
    City.objects.filter(pk=city.pk).update(mandate_until=end, email_domains=["arden.example"])
    file = ContentFile(PDF, name="decision.pdf")
    return Mandate.objects.create(
        city=city, title="Council decision 7", starts_on=dt.date(2021, 1, 1), ends_on=end, file=file, file_name="d.pdf"
    )


def test_a_text_is_not_sent_while_the_mandate_has_ended(ended, city, official, approver, client_of):
    commitment = make_commitment(city=city, state="sign_off", author=official)
    page = reverse("desk:sign_off", args=[commitment.code])

    text = text_of(client_of(approver).get(page))

    assert "must be re-affirmed before the city sends anything" in text
    assert "Send to the review office" not in text
    assert CommitmentVersion.objects.get().state == "sign_off"
    assert "Re-affirm the mandate" in text_of(client_of(approver).get("/en/desk/"))
    assert "See the mandate" in text_of(client_of(official).get("/en/desk/"))


def test_a_report_is_not_sent_while_the_mandate_has_ended(ended, city, official, client_of):
    report = make_report(make_commitment(city=city), state="draft", author=official)
    page, client = reverse("desk:report_submit", args=[report.pk]), client_of(official)

    assert "an approver does that at the desk, under Team, Mandate" in text_of(client.get(page))
    response = client.post(page, {"key": uuid4()})

    assert "must be re-affirmed before the city sends anything" in text_of(response)
    report.refresh_from_db()
    assert report.state == "draft"


def test_an_interested_city_drafts_but_does_not_send(city, official, client_of):
    City.objects.filter(pk=city.pk).update(membership="interested")
    commitment = make_commitment(city=city, state="draft", author=official)
    client = client_of(official)

    assert "Hand in the council" in text_of(client.get(reverse("desk:check", args=[commitment.code])))
    assert client.get(reverse("desk:step", args=[commitment.code, "promise"])).status_code == 200
    assert "Interested" in text_of(client.get("/en/cities/at-arden/"))


def test_the_public_reads_neutral_words_and_the_document_when_the_city_says_so(ended, approver, visitor, client_of):
    document = reverse("portal:mandate", args=[ended.pk])
    profile = text_of(visitor.get("/en/cities/at-arden/"))
    assert "Mandate ended on" in profile
    assert document not in profile
    assert visitor.get(document).status_code == 404

    client_of(approver).post(reverse("desk:mandate_act", args=[ended.pk, "show"]))

    assert document in text_of(visitor.get("/en/cities/at-arden/"))
    assert b"".join(visitor.get(document).streaming_content) == PDF


def test_an_approver_hands_in_a_decision(ended, city, approver, official, client_of):
    client = client_of(approver)
    values = {
        "kind": "decision",
        "title": "New decision",
        "file": SimpleUploadedFile("new.pdf", PDF, "application/pdf"),
    }
    response = client.post(f"{HERE}new/", values | date("starts_on", 1, 1, 2027) | date("ends_on", 1, 1, 2032))
    assert response.url == HERE
    assert "The office reads the document" in text_of(client.get(HERE))
    assert "Take it back" not in text_of(client_of(official).get(HERE))

    waiting = Mandate.objects.get(state="submitted")
    client.post(reverse("desk:mandate_act", args=[waiting.pk, "withdraw"]))
    assert Mandate.objects.get(pk=waiting.pk).state == "withdrawn"


def test_the_new_mayor_reaffirms_without_account(ended, approver, visitor, client_of, mailoutbox):
    typed = date("starts_on", 1, 11, 2026) | date("ends_on", 1, 11, 2031)
    fill(client_of(approver), f"{HERE}re-affirm/", name="Mara Mayor", email="mayor@arden.example", **typed)
    link = "/en/desk/re-affirm/" + mailoutbox[-1].body.partition("/re-affirm/")[2].split()[0]
    assert "can re-affirm until" in text_of(client_of(approver).get(HERE))

    mandate = Mandate.objects.get(title="Election of the mayor")
    client_of(approver).post(reverse("desk:mandate_act", args=[mandate.pk, "again"]))
    assert visitor.get(link).status_code == 404
    link = "/en/desk/re-affirm/" + mailoutbox[-1].body.partition("/re-affirm/")[2].split()[0]
    promise = make_commitment(city=City.objects.get(), version_title="Rights desks")
    page = visitor.get(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert "I re-affirm for the city" in text_of(page)
    assert f'<a href="{promise.get_absolute_url()}" lang="en">Rights desks</a>' in text_of(page)
    assert Mandate.objects.get(title="Election of the mayor").state == "asked"
    assert "Re-affirmed" in text_of(visitor.post(link))

    assert City.objects.get().mandate_until == dt.date(2031, 11, 1)
    assert "Mandate ended" not in text_of(visitor.get("/en/cities/at-arden/"))
    assert "sessionid" not in visitor.cookies
