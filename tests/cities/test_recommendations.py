"""Recommendations of others: imported after a look, added by a city, linked by its commitments."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.actions import add_recommendation
from cities.models import Recommendation
from commitments.models import CommitmentVersion
from core.models import AuditEvent
from tests.desk.pages import date, fill, text_of
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db
URL = "/admin/cities/recommendation/import/"
SOUND = (
    "city,country,source,body,reference,date,text,language,link\n"
    "at-arden,,national,Equality body,12/2025,2025-06-01,Open a rights desk.,en,https://example.org/12\n"
    ",AT,coe,ECRI,§ 47,2024-03-01,Train the police.,en,\n"
)
BROKEN = (
    "city,country,source,body,date,text,link\nat-nowhere,,club,,31.2.2025,Open a desk.,http://127.0.0.1/\n,,,ECRI,,,\n"
)


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("rows.csv", text.encode("utf-8"), content_type="text/csv")


def test_a_file_is_looked_at_then_stored_once(administrator, city, client_of):
    client = client_of(administrator)
    look = client.post(URL, {"file": upload(SOUND)})
    assert "2 rows are sound." in text_of(look)
    assert not Recommendation.objects.exists()
    for _time in range(2):
        assert client.post(URL, {"text": SOUND, "save": "1"}).status_code == 302
    own, national = Recommendation.objects.order_by("pk")
    assert (own.city, own.country, own.reference) == (city, "", "12/2025")
    assert (national.city, national.country, national.by_city) == (None, "AT", False)
    assert AuditEvent.objects.filter(action="import_recommendations").count() == 2


def test_every_cell_that_makes_no_sense_is_named_and_nothing_is_stored(administrator, city, client_of):
    page = text_of(client_of(administrator).post(URL, {"text": BROKEN, "save": "1"}))
    for words in (
        "There is no city with the address “at-nowhere”.",
        "Use one of: national, coe, un, eu, other.",
        "Say who recommends it.",
        "Write the date as 2026-03-31.",
        "Name a city or a country, one of the two.",
        "Say what is recommended.",
    ):
        assert words in page
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00x", b"a;b\n1;2\n", b"body,text\n" + b"\x00,x\n"])
def test_a_file_of_another_kind_is_told_in_words(administrator, client_of, raw):
    assert client_of(administrator).post(URL, {"file": SimpleUploadedFile("x.csv", raw)}).status_code == 200
    assert not Recommendation.objects.exists()


def test_only_administrators_import(decider, reviewer, client_of):
    for person in (decider, reviewer):
        assert client_of(person).get(URL).status_code == 403
        assert client_of(person).post(URL, {"text": SOUND, "save": "1"}).status_code == 403


def test_a_city_adds_its_own_and_links_it_and_the_public_reads_it(official, city, other_city, client_of, visitor):
    commitment = make_commitment(city=city, state="draft", author=official)
    version = CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)
    client = client_of(official)
    typed = {"source": "coe", "body": "ECRI", "text": "Train the staff.", **date("dated_on", 1, 3, 2024)}
    response = fill(client, reverse("desk:recommendation_add", args=[commitment.code]), **typed)
    assert response.status_code == 302
    own = Recommendation.objects.get()
    assert (own.city, own.by_city) == (city, True)
    foreign = Recommendation.objects.create(city=other_city, body="Elsewhere", text="Not ours.")

    part = reverse("desk:step", args=[commitment.code, "recommendations"])
    page = text_of(client.get(part))
    assert "ECRI: Train the staff." in page
    assert "Not ours." not in page
    assert fill(client, part, recommendations=[foreign.pk]).status_code == 200
    assert fill(client, part, recommendations=[own.pk]).status_code == 302
    assert list(version.recommendations.all()) == [own]

    CommitmentVersion.objects.filter(pk=version.pk).update(state="published", published_at="2026-03-01T10:00Z")
    type(commitment).objects.filter(pk=commitment.pk).update(state="active")
    assert "ECRI: Train the staff." in text_of(visitor.get(commitment.get_absolute_url()))
    assert visitor.get(f"/data/v1/commitments/{commitment.code}").json()["recommendations"] == [own.code]


def test_the_same_one_twice_is_one(official, city):
    words = {"source": "un", "body": "CERD", "text": "Collect data."}
    assert add_recommendation(city=city, by=official, **words) == add_recommendation(city=city, by=official, **words)
