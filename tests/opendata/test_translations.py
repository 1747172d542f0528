"""Texts in other languages as data: what there is, and who translated each part."""

import re

import pytest

from commitments.models import CommitmentVersion
from opendata.schemas import CommitmentOut, CommitmentPage
from opendata.version_schemas import VersionOut
from tests.factories import make_commitment, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(city) -> CommitmentVersion:
    made = make_commitment(city=city, version_language="de", version_title="Beratung in jeder Bibliothek")
    version = made.versions.get()
    key = version.milestones.get().key
    make_translation(version, "fr", title="Des conseils", **{f"milestone-{key}": "Trois bureaux"})
    make_translation(version, "fr", by="machine", summary="De l'aide.")
    make_translation(version, "mt", by="machine", title="Pariri")
    return version


def test_a_whole_record_names_each_part_with_its_provenance(get, version):
    for address in (
        f"/v1/commitments/{version.commitment.code}",
        f"/v1/commitments/{version.commitment.code}/versions/1",
    ):
        record = get(address)
        assert (record["language"], record["title"]) == ("de", "Beratung in jeder Bibliothek"), "the original stays"
        french, maltese = record["translations"]
        assert (french["language"], french["release"], maltese["language"]) == ("fr", 2, "mt")
        assert french["fields"] == {
            "title": {"text": "Des conseils", "provenance": "human"},
            "summary": {"text": "De l'aide.", "provenance": "machine"},
        }
        key = record["milestones"][0]["key"]
        assert french["milestones"] == {key: {"text": "Trois bureaux", "provenance": "human"}}
        assert record["translated_into"] == ["fr", "mt"]


def test_the_replies_are_what_the_description_says(get, version):
    CommitmentOut.model_validate(get(f"/v1/commitments/{version.commitment.code}"))
    VersionOut.model_validate(get(f"/v1/commitments/{version.commitment.code}/versions/1"))
    CommitmentPage.model_validate(get("/v1/commitments"))


def test_a_list_names_the_languages_only(get, version):
    row = get("/v1/commitments")["results"][0]
    assert row["translated_into"] == ["fr", "mt"]
    assert "translations" not in row


def test_nothing_that_is_saved_only(get, version):
    version.translations.filter(language="mt").update(public=None)
    record = get(f"/v1/commitments/{version.commitment.code}")
    assert record["translated_into"] == ["fr"]
    assert "Pariri" not in str(record)


def test_a_withdrawn_commitment_has_no_text_in_any_language(visitor, version):
    version.commitment.state = "withdrawn"
    version.commitment.save()
    body = visitor.get(f"/data/v1/commitments/{version.commitment.code}").content.decode()
    assert "Des conseils" not in body
    assert "translations" not in body


def test_the_table_says_in_one_cell_what_there_is(visitor, version):
    body = b"".join(visitor.get("/data/v1/commitments.csv").streaming_content).decode()
    assert "fr: title (human), summary (machine); mt: title (machine)" in body


def test_linked_data_names_the_work_and_its_translations(visitor, version):
    work = visitor.get(f"/data/v1/commitments/{version.commitment.code}/schema.jsonld").json()
    assert work["inLanguage"] == "de"
    french, maltese = work["workTranslation"]
    assert (french["inLanguage"], french["name"]) == ("fr", "Des conseils")
    assert french["@id"].endswith(f"/fr/commitments/{version.commitment.code}/")
    assert "creativeWorkStatus" in maltese, "a machine made it"


def test_feeds_and_citations_name_the_language(visitor, version):
    assert '<title xml:lang="de">Arden: Beratung in jeder Bibliothek' in visitor.get("/feeds/all.atom").content.decode()
    assert '<title xml:lang="de">' in visitor.get("/feeds/commitments.atom").content.decode()
    page = visitor.get(f"/fr/commitments/{version.commitment.code}/").content.decode()
    assert re.search(r"Beratung in jeder Bibliothek \([^)]*[Aa]llemand\)", page), "in the words of the page"
    english = visitor.get(f"/data/v1/commitments/{version.commitment.code}/v/1/cite.txt").content.decode()
    assert "Beratung in jeder Bibliothek (in German)" in english
