"""JSON-LD of schema.org: what a city and a commitment are, and nothing that rates them."""

import pytest
from django.utils import timezone

from commitments.models import Commitment
from tests.factories import make_city, make_commitment, make_label
from tests.markup import Markup

pytestmark = pytest.mark.django_db


def test_a_city_is_a_public_body_that_serves_an_area(get):
    city = make_city("Arden", about="A town on a river.", website="https://arden.example.org/", lat=47.1, lon=15.4)
    said = get(f"/v1/cities/{city.slug}/schema.jsonld")
    assert (said["@context"], said["@type"]) == ("https://schema.org", "GovernmentOrganization")
    assert said["@id"] == said["url"] == f"http://127.0.0.1:8000/en/cities/{city.slug}/"
    assert (said["name"], said["description"]) == ("Arden", "A town on a river.")
    assert said["address"]["addressCountry"] == "AT"
    assert said["areaServed"]["geo"] == {"@type": "GeoCoordinates", "latitude": 47.1, "longitude": 15.4}
    assert "hasCertification" not in said


def test_the_label_is_a_certification(get, settings):
    label = make_label(awarding_body="The Label Council")
    path = f"/v1/cities/{label.city.slug}/schema.jsonld"
    said = get(path)["hasCertification"]
    assert said["certificationStatus"] == "https://schema.org/CertificationActive"
    assert (said["certificationIdentification"], said["issuedBy"]["name"]) == (label.code, "The Label Council")
    type(label).objects.update(state="revoked")
    assert get(path)["hasCertification"]["certificationStatus"] == "https://schema.org/CertificationInactive"
    settings.LABEL_ENABLED = False
    assert "hasCertification" not in get(path)


def test_a_commitment_is_a_work_of_its_city(get, commitment, city):
    said = get(f"/v1/commitments/{commitment.code}/schema.jsonld")
    assert (said["@type"], said["name"], said["inLanguage"]) == ("CreativeWork", "A rights desk", "de")
    assert said["author"]["name"] == city.name
    assert said["temporalCoverage"] == "2026-03-01/2028-06-30"
    assert said["hasPart"]["@id"].endswith(f"/en/commitments/{commitment.code}/v/1/")
    assert not [name for name in str(said).split("'") if "rating" in name.lower()]


def test_a_compiled_text_has_no_author(get):
    made = make_commitment(origin="compiled", source_url="https://example.org/source")
    said = get(f"/v1/commitments/{made.code}/schema.jsonld")
    assert "author" not in said
    assert said["isBasedOn"] == "https://example.org/source"


def test_what_was_withdrawn_is_gone_and_what_is_hidden_never_was(get, commitment):
    Commitment.objects.filter(pk=commitment.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    said = get(f"/v1/commitments/{commitment.code}/schema.jsonld", expect=410)
    assert said["creativeWorkStatus"] == "withdrawn"
    assert "name" not in said
    for path in ("cities/nowhere", "commitments/HRC-222222", f"cities/{make_city(is_public=False).slug}"):
        get(f"/v1/{path}/schema.jsonld", expect=404)


def test_the_pages_link_to_it(visitor):
    made = make_commitment()
    for page in (f"cities/{made.city.slug}", f"commitments/{made.code}"):
        markup = Markup(visitor.get(f"/en/{page}/").content.decode())
        linked = markup.one("link", rel="alternate", type="application/ld+json").attrs["href"]
        assert visitor.get(linked).headers["Content-Type"] == "application/ld+json"
