"""Titles of the reference data are read in the reader's language, everywhere; the log and the data keep the English."""

import io

import openpyxl
import pytest
from django.utils.translation import override

from commitments.models import CommitmentVersion
from core import catalogs
from core.models import AuditEvent
from core.reference import REFERENCE, reference_words
from framework import actions
from framework.models import Network
from tests.desk.sheets.files import confirm, download, put, upload
from tests.factories import make_commitment, make_policy_area
from tests.factories.framework import make_element, make_goal, make_right, make_rights_title

pytestmark = pytest.mark.django_db
WORDS = {"de": ("Gleichheit", "Hochwertige Bildung"), "fr": ("Égalité", "Éducation de qualité")}


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def cited(city):
    title = make_rights_title(code="CFR-TITLE-III", number="III", order=3, heading="Equality")
    make_right(title=title, code="CFR-24", number=24, order=24, heading="The rights of the child")
    make_policy_area(code="PA02", name="Housing and homelessness")
    goal = make_goal(code="SDG-4", number=4, order=4, title="Quality Education")
    commitment = make_commitment(city=city)
    cites = CommitmentVersion.goals.through
    cites.objects.bulk_create([cites(commitmentversion=commitment.versions.get(), goal=goal)])
    return commitment


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_public_page_names_titles_in_the_language_of_the_reader(visitor, cited, language):
    heading, goal = WORDS[language]
    here = f"/{language}"
    with override(language):
        child = reference_words("The rights of the child")
        housing = reference_words("Housing and homelessness")
    pages = {
        f"{here}/": [heading],
        f"{here}/rights/": [heading, child],
        f"{here}/rights/cfr-24/": [heading, child],
        f"{here}/commitments/": [heading, child, housing],
        f"{here}/commitments/{cited.code}/": [child, goal],
        f"{here}{cited.city.get_absolute_url()[3:]}": [heading],
    }
    for address, words in pages.items():
        page = text(visitor.get(address))
        for word in words:
            assert word in page, (address, word)
        assert "The rights of the child" not in page, address
        assert "Housing and homelessness" not in page, address


def test_a_title_that_an_administrator_wrote_stands_as_it_is(visitor, administrator):
    element = make_element(code="F1", official_title="Respecting rights daily, in our own way")
    actions.save_edited(row=element, by=administrator, changed=["official_title"])
    assert "Respecting rights daily, in our own way" in text(visitor.get("/de/framework/"))


def test_the_log_names_a_row_as_the_table_holds_it(administrator):
    goal = make_goal(code="SDG-4", number=4, order=4, title="Quality Education")
    with override("de"):
        actions.save_edited(row=goal, by=administrator, changed=["url"])
    assert AuditEvent.objects.get(action="edit_reference").data["row"] == "4 Quality Education"


def test_a_network_of_a_city_is_named_in_the_language_of_the_reader(visitor, city):
    name = "European Coalition of Cities against Racism"
    known = Network.objects.create(code="ECCAR", kind="city_network", name=name)
    city.facts.create(kind="network", title=known.code, source_url="https://example.org/")
    with override("de"):
        german = reference_words(name)
    assert german in text(visitor.get(f"/de/cities/{city.slug}/"))


def test_codes_are_no_texts():
    found = {row.id for row in catalogs.texts() if row.context == REFERENCE}
    assert "Equality" in found
    assert not {text for text in found if text.startswith("CFR-")}


def test_machines_read_codes_in_every_language(visitor, cited):
    page = visitor.get(f"/data/v1/commitments/{cited.code}", headers={"accept-language": "de"}).json()
    assert page["rights"] == ["CFR-24"]


def test_forms_and_sheets_offer_titles_in_the_language_of_the_writer(client_of, official, city):
    area = make_policy_area(code="PA02", name="Housing and homelessness")
    draft = make_commitment(city=city, state="draft", author=official)
    draft.versions.get().policy_areas.clear()
    client = client_of(official)
    assert "Wohnen und Wohnungslosigkeit" in text(client.get(f"/de/desk/commitments/{draft.code}/edit/framework/"))
    book = download(client)
    for words in ("Wohnen und Wohnungslosigkeit", "Logement et sans-abrisme", "housing and homelessness"):
        draft.versions.get().policy_areas.clear()
        put(book, "commitments", policy_areas=words)
        assert confirm(client, upload(client, book).url).status_code == 302
        assert list(draft.versions.get().policy_areas.all()) == [area]


def test_a_sheet_of_a_german_reader_names_titles_in_german(client_of, official, city):
    make_policy_area(code="PA02", name="Housing and homelessness")
    make_commitment(city=city, state="draft", author=official)
    with override("de"):
        book = openpyxl.load_workbook(
            io.BytesIO(client_of(official).post("/de/desk/city/at-arden/sheet/download/").getvalue())
        )
    cells = {str(cell.value) for page in book for row in page for cell in row}
    assert "Wohnen und Wohnungslosigkeit" in cells
    assert "Housing and homelessness" not in cells
