"""The parts of the form: any order, nothing required, nothing lost, milestones as rows, stale saves."""

from decimal import Decimal

import pytest
from django.urls import reverse

from commitments.models import CommitmentVersion
from framework.models import Element, Right
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_version
from tests.factories.framework import make_charter_article, make_element, make_instrument_item, make_right

pytestmark = pytest.mark.django_db
PARTS = ["promise", "framework", "people", "milestones", "budget", "evidence"]


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.get(commitment=commitment)


def url(version: CommitmentVersion, part: str) -> str:
    return reverse("desk:step", args=[version.commitment.code, part])


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_and_saves_as_it_is(official, draft, client_of, part):
    client = client_of(official)
    page = client.get(url(draft, part))
    number = PARTS.index(part) + 1
    assert f"Part {number} of 7" in text_of(page)
    response = client.post(url(draft, part), form_of(page) if part != "evidence" else {})
    following = [*[url(draft, key) for key in PARTS[1:]], reverse("desk:check", args=[draft.commitment.code])]
    assert response.status_code == 302
    assert response.url == following[PARTS.index(part)]
    fresh = CommitmentVersion.objects.get(pk=draft.pk)
    for name in ("title", "summary", "unit", "starts_on", "budget", "consulted"):
        assert getattr(fresh, name) == getattr(draft, name)
    assert fresh.milestones.count() == 1


def test_incomplete_is_fine_while_drafting(official, draft, client_of):
    fill(client_of(official), url(draft, "promise"), title="", summary="", problem="", action="")
    draft.refresh_from_db()
    assert draft.title == ""
    assert draft.editor == official


def test_save_and_come_back_later_leads_to_the_task_list(official, draft, client_of):
    response = fill(client_of(official), url(draft, "promise"), later="1")
    assert response.url == reverse("desk:commitment", args=[draft.commitment.code])


def test_an_unknown_part_is_not_found(official, draft, client_of):
    assert client_of(official).get(url(draft, "mayor")).status_code == 404
    assert client_of(official).get(url(draft, "change")).status_code == 404


def test_links_are_chosen_from_folded_groups(official, draft, client_of):
    element, right = make_element(), make_right()
    client = client_of(official)
    page = client.get(url(draft, "framework"))
    assert "1 chosen" in text_of(page)
    point, article = make_instrument_item(), make_charter_article()
    typed = {"elements": [element.pk], "rights": [right.pk], "instrument_items": [point.pk]}
    client.post(url(draft, "framework"), form_of(page) | typed | {"charter_articles": [article.pk]})
    assert list(draft.elements.all()) == [element]
    assert (list(draft.instrument_items.all()), list(draft.charter_articles.all())) == ([point], [article])
    assert list(draft.rights.all()) == [right]


@pytest.mark.parametrize("value", ["0", "9" * 30, "x", "-1", ""])
def test_a_choice_that_is_not_on_offer_is_refused(official, draft, client_of, value):
    before = set(draft.rights.values_list("pk", flat=True))
    response = fill(client_of(official), url(draft, "framework"), rights=[value])
    assert response.status_code == 200
    assert "Choose from the list." in text_of(response)
    assert set(draft.rights.values_list("pk", flat=True)) == before


def test_a_retired_element_stays_chosen(official, draft, client_of):
    Element.objects.update(is_offered=False)
    Right.objects.update(is_offered=False)
    fill(client_of(official), url(draft, "framework"))
    assert draft.elements.count() == 1


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("250000", "250000"),
        ("250 000", "250000"),
        ("€ 1.200.000,50", "1200000.50"),
        ("1,200,000.5", "1200000.50"),
        ("50,000", "50000"),
        ("12,5", "12.50"),
        ("", None),
    ],
)
def test_money_is_read_as_people_write_it(official, draft, client_of, typed, amount):
    fill(client_of(official), url(draft, "budget"), budget=typed)
    draft.refresh_from_db()
    assert draft.budget == (Decimal(amount) if amount else None)


@pytest.mark.parametrize("typed", ["a lot", "-5", "1e99", "NaN", "9" * 5000, "1,2,3", "١٢٣"])
def test_an_amount_that_makes_no_sense_stays_in_the_box(official, draft, client_of, typed):
    response = fill(client_of(official), url(draft, "budget"), budget=typed, unit="Libraries of Arden")
    page = text_of(response)
    assert response.status_code == 200
    assert "Write the budget as a number of euro" in page
    assert typed in page
    assert 'value="Libraries of Arden"' in page


# --- Amendments ---------------------------------------------------------------------------------------


def test_an_amendment_also_says_why(official, city, client_of):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="draft", change_reason="")
    client = client_of(official)
    assert "Part 1 of 8" in text_of(client.get(url(version, "change")))
    fill(client, url(version, "change"), change_reason="Two libraries are being rebuilt.", is_material="yes")
    version.refresh_from_db()
    assert (version.change_reason, version.is_material) == ("Two libraries are being rebuilt.", True)


def test_a_change_that_calls_itself_a_correction_is_found_out(official, city, client_of):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="draft", summary="Only two desks, and later.")
    response = client_of(official).post(
        url(version, "change"),
        form_of(client_of(official).get(url(version, "change"))) | {"is_material": "no"},
        follow=True,
    )
    assert "so an approver signs it off" in text_of(response)
    version.refresh_from_db()
    assert version.is_material


def test_the_evidence_part_lists_what_was_added(official, draft, client_of):
    make_evidence(version=draft, title="Council minutes", proves="It was adopted", page="12", language="de")
    page = text_of(client_of(official).get(url(draft, "evidence")))
    assert "Council minutes" in page
    assert "page 12 · Deutsch" in page
    assert "It was adopted" in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_part_costs_the_same_for_one_and_three(official, draft, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_evidence(version=draft)
    client = client_of(official)
    client.get(url(draft, "evidence"))
    with django_assert_num_queries(6):
        client.get(url(draft, "evidence"))
