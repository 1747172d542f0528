"""One commitment, its versions and its public evidence, as a visitor sees them."""

import datetime as dt
import uuid

import pytest

from commitments.models import Commitment, CommitmentVersion
from tests.factories import make_city, make_commitment, make_evidence, make_report, make_version

pytestmark = pytest.mark.django_db
LIST = "/en/commitments/"
SOURCE = "https://www.source.example.org/a"


def text(response):
    return " ".join(response.content.decode().split())


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def replaced(commitment, **fields):
    """Publish a second version; the first keeps its address."""
    CommitmentVersion.objects.filter(commitment=commitment, state="published").update(state="superseded")
    return make_version(commitment, state="published", **fields)


# --- One commitment ------------------------------------------------------------------------------------


def test_the_page_tells_the_promise_and_its_progress(visitor):
    commitment = make_commitment(progress="under_way", version_budget=410000, version_budget_note="over two years")
    version = commitment.versions.get()
    milestone = version.milestones.get()
    report = make_report(commitment, as_of=dt.date(2026, 2, 10))
    report.claims.update(progress="done", reached_on=dt.date(2026, 2, 2), note="two days late")
    make_evidence(version=version, kind="file", title="Signed agreement", page="3", proves="It names the libraries.")
    make_evidence(report=report, title="Visits by month")
    page = text(visitor.get(f"{LIST}{commitment.code}/"))
    for words in (
        f"Commitment {commitment.code}",
        version.title,
        "Under way",
        "Anyone can get free help to report discrimination.",
        "One desk, open two afternoons a week.",
        "Open three more desks.",
        "The only milestone is reached.",
        milestone.title,
        "reached 2 February 2026 · two days late",
        "10 February 2026",
        "The second desk opened.",
        "Two public meetings, 83 people.",
        "Longer opening hours.",
        "Signed agreement",
        "page 3",
        "It names the libraries.",
        "Visits by month (web page, example.org)",
        "€410,000, over two years",
        "Libraries",
        "Progress report published",
        "Permanent address of version 1",
        f"/en/commitments/{commitment.code}/v/1/",
    ):
        assert words in page, words


def test_the_code_is_read_in_any_case(visitor):
    commitment = make_commitment()
    assert visitor.get(f"{LIST}{commitment.code.lower()}/").status_code == 200


@pytest.mark.parametrize("state", ["draft", "sign_off", "submitted", "checking", "returned"])
def test_a_text_on_its_way_has_no_page(visitor, state):
    commitment = make_commitment(state=state)
    for address in ("", "v/1/", "history/"):
        assert visitor.get(f"{LIST}{commitment.code}/{address}").status_code == 404


def test_everything_of_a_hidden_city_is_hidden(visitor):
    commitment = make_commitment(city=make_city(is_public=False))
    item = make_evidence(version=commitment.versions.get(), kind="file")
    for address in ("", "v/1/", "history/"):
        assert visitor.get(f"{LIST}{commitment.code}/{address}").status_code == 404
    assert visitor.get(f"/en/evidence/{item.public_id}/").status_code == 404


def test_an_amendment_on_its_way_stays_private(visitor):
    commitment = make_commitment()
    make_version(commitment, state="submitted", title="Secret amendment")
    make_report(commitment, state="draft", text="Secret report")
    for address in ("", "v/1/", "history/"):
        assert "Secret" not in text(visitor.get(f"{LIST}{commitment.code}/{address}"))
    assert visitor.get(f"{LIST}{commitment.code}/v/2/").status_code == 404
    assert "1 submission being checked." in text(visitor.get(f"{LIST}{commitment.code}/"))


def test_confidential_evidence_is_not_even_named(visitor):
    commitment = make_commitment()
    make_evidence(version=commitment.versions.get(), title="Secret list", visibility="confidential")
    for address in ("", "v/1/"):
        assert "Secret list" not in text(visitor.get(f"{LIST}{commitment.code}/{address}"))


def test_a_withdrawn_commitment_leaves_a_page_with_the_reason(visitor):
    commitment = make_commitment(version_title="Night shelter")
    Commitment.objects.filter(pk=commitment.pk).update(
        state="withdrawn", public_reason="The house was sold.", withdrawn_at=dt.datetime(2026, 10, 24, tzinfo=dt.UTC)
    )
    response = visitor.get(f"{LIST}{commitment.code}/")
    assert response.status_code == 200
    page = text(response)
    assert "The city withdrew this commitment" in page
    assert "The house was sold." in page
    assert "24 October 2026" in page
    assert "The city withdrew this commitment on 24 October 2026." in text(visitor.get(f"{LIST}{commitment.code}/v/1/"))


def test_a_delay_shows_the_reason(visitor):
    commitment = make_commitment(progress="delayed", progress_reason="Two trainers left.")
    assert "Two trainers left." in text(visitor.get(f"{LIST}{commitment.code}/"))


def test_a_compiled_text_names_its_source_and_no_city_as_author(visitor):
    commitment = make_commitment(origin="compiled", source_url=SOURCE, version_title="Report")
    page = text(visitor.get(f"{LIST}{commitment.code}/"))
    assert "Compiled from public sources, not submitted by the city." in page
    assert f'href="{SOURCE}">Source: source.example.org' in page
    assert f": Report, {commitment.city.name}. Compiled from public sources. Commitment {commitment.code}" in page
    assert "2026 to 2028" in page
    assert "March 2026" not in page


def test_foreign_text_carries_its_language(visitor):
    commitment = make_commitment(version_language="de", version_title="Hilfe", version_summary="Alle bekommen Hilfe.")
    page = text(visitor.get(f"{LIST}{commitment.code}/"))
    assert '<h1 lang="de">Hilfe</h1>' in page
    assert '<p class="lede lines" lang="de">Alle bekommen Hilfe.</p>' in page
    assert "The city wrote this text in German." in page
    assert "The city wrote this text" not in text(visitor.get(f"{LIST}{make_commitment().code}/"))


def test_text_is_never_markup(visitor):
    commitment = make_commitment(version_title="<script>x</script>", version_summary="<b>bold</b>")
    for address in ("", "v/1/", "history/"):
        assert "<script>x" not in visitor.get(f"{LIST}{commitment.code}/{address}").content.decode()
    assert "&lt;b&gt;bold" in text(visitor.get(f"{LIST}{commitment.code}/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_five_queries(visitor, django_assert_num_queries, rows):
    commitment = make_commitment()
    for _ in range(rows):
        make_evidence(version=commitment.versions.get())
        make_evidence(report=make_report(commitment))
    with django_assert_num_queries(5):
        visitor.get(f"{LIST}{commitment.code}/")


# --- Versions -------------------------------------------------------------------------------------------


def test_every_version_keeps_its_page(visitor):
    commitment = make_commitment(version_title="First words")
    replaced(commitment, title="New words", change_reason="Two libraries are being rebuilt.")
    first, second = (text(visitor.get(f"{LIST}{commitment.code}/v/{number}/")) for number in (1, 2))
    assert "First words" in first
    assert "This is version 1. A newer one, version 2 of" in first
    assert "New words" in second
    assert "You read version 2, the text in force, exactly as it was published." in second
    assert "Two libraries are being rebuilt." in second


@pytest.mark.parametrize("number", ["0", "3", "01", "-1", "x", "9" * 5000, "٣", "1.0"])
def test_an_unknown_version_is_not_found(visitor, number):
    commitment = make_commitment()
    assert visitor.get(f"{LIST}{commitment.code}/v/{number}/").status_code == 404


def test_the_history_shows_what_changed_side_by_side(visitor):
    commitment = make_commitment(version_summary="Get free help.")
    replaced(commitment, summary="Get free, confidential help.", change_reason="People asked for it.")
    page = text(visitor.get(f"{LIST}{commitment.code}/history/"))
    assert "<ins>, confidential</ins>" in page
    assert "People asked for it." in page
    assert "The first public text." in page
    assert page.index("Version 2") < page.index("The first public text.")


def test_the_history_of_an_invented_text_says_so(visitor):
    real, invented = make_commitment(), make_commitment(city=make_city("Sampletown", origin="sample"))
    for row, said in ((real, False), (invented, True)):
        page = visitor.get(f"{row.get_absolute_url()}history/").content.decode()
        assert ("This city does not exist." in page) is said


def test_the_history_tells_the_language_of_the_citys_words(visitor):
    commitment = make_commitment(version_language="de", version_summary="Alle bekommen Hilfe.")
    replaced(commitment, language="de", summary="Alle bekommen schnell Hilfe.")
    page = text(visitor.get(f"{LIST}{commitment.code}/history/"))
    assert '<p class="lines" lang="de">Alle bekommen <ins>schnell </ins>Hilfe.' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_versions_and_history_cost_the_same_queries(visitor, django_assert_num_queries, rows):
    commitment = make_commitment()
    for _ in range(rows):
        replaced(commitment)
    with django_assert_num_queries(7):
        visitor.get(f"{LIST}{commitment.code}/v/1/")
    with django_assert_num_queries(5):
        visitor.get(f"{LIST}{commitment.code}/history/")


# --- Evidence -------------------------------------------------------------------------------------------


def test_a_public_file_is_downloaded_never_shown(visitor):
    item = make_evidence(version=make_commitment().versions.get(), kind="file")
    response = visitor.get(f"/en/evidence/{item.public_id}/")
    assert b"".join(response.streaming_content).startswith(b"minutes")
    assert response["Content-Disposition"] == 'attachment; filename="minutes.txt"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_public_link_leads_to_its_site(visitor):
    item = make_evidence(version=make_commitment().versions.get())
    response = visitor.get(f"/en/evidence/{item.public_id}/")
    assert (response.status_code, response["Location"]) == (302, item.url)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_evidence_of_a_text_on_its_way_is_not_there(visitor, state):
    item = make_evidence(version=make_commitment(state=state).versions.get(), kind="file")
    assert visitor.get(f"/en/evidence/{item.public_id}/").status_code == 404


def test_confidential_evidence_is_not_there_even_for_its_city(visitor, client_of, official, city):
    version = make_commitment(city=city).versions.get()
    item = make_evidence(version=version, kind="file", visibility="confidential")
    for client in (visitor, client_of(official)):
        assert client.get(f"/en/evidence/{item.public_id}/").status_code == 404


def test_an_unknown_id_is_not_found(visitor):
    assert visitor.get(f"/en/evidence/{uuid.uuid4()}/").status_code == 404
    assert visitor.get("/en/evidence/1/").status_code == 404
