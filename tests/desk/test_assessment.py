"""The self-assessment at the desk, with and without script, and the survey that a city shares."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from cities.models import City
from labels.actions import load_scheme
from labels.models import Answer, Assessment, Survey, SurveyReply
from labels.survey_codes import code_of, mark_of
from tests.desk.pages import fill, text_of

pytestmark = pytest.mark.django_db
BASE = "/en/desk/city/at-arden/assessment/"
ANSWER = f"{BASE}officials/F1/"


@pytest.fixture
def begun(official, client_of):
    load_scheme()
    client_of(official).post(BASE)
    return Assessment.objects.get()


def test_it_begins_with_a_button_and_shows_every_question(official, client_of, begun):
    page = text_of(client_of(official).get(BASE))

    assert page.count("Has the council declared") == 2
    assert "Answers of officials" in page
    assert "Answers of elected members" in page
    assert "Not answered" in page
    assert "Open: S5, T4" in page
    assert "Still open: F1, F2, F3" in page


def test_a_get_begins_nothing(official, client_of):
    load_scheme()
    client_of(official).get(BASE)
    assert not Assessment.objects.exists()


def test_one_question_is_answered_and_leads_to_the_next(official, client_of, begun):
    browser = client_of(official)
    page = text_of(browser.get(ANSWER))
    assert "No public text of the city names the Charter." in page

    response = fill(browser, ANSWER, with_field="text", value="partly", text="A text names it.")

    assert response.url == f"{BASE}officials/F2/"
    assert Answer.objects.get().value == "partly"
    assert "Partly" in text_of(browser.get(BASE))


def test_two_people_see_both_texts(official, approver, client_of, begun):
    old = client_of(approver).get(ANSWER)
    fill(client_of(official), ANSWER, with_field="text", value="partly", text="First.")
    late = {"value": "met", "text": "Second.", "evidence": "", "language": "en", "revision": 0, "seen": ""}

    response = client_of(approver).post(ANSWER, late)

    assert old.status_code == 200
    assert response.status_code == 409
    assert Answer.objects.get().text == "First."
    page = text_of(response)
    assert "First" in page
    assert "Second" in page


def test_it_is_saved_while_people_write(official, client_of, begun):
    browser = client_of(official)
    sent = {"value": "", "text": "Half a sen", "evidence": "", "language": "en", "revision": 0, "seen": ""}

    answer = browser.post(f"{ANSWER}autosave/", sent)

    assert answer.status_code == 200
    assert answer.json()["revision"] == 1
    assert Answer.objects.get().text == "Half a sen"
    again = browser.post(f"{ANSWER}autosave/", sent | {"text": "Half a sentence", **{
        key: answer.json()[key] for key in ("revision", "seen")}})  # fmt: skip
    assert again.json()["revision"] == 2
    assert browser.post(f"{ANSWER}autosave/", sent | {"text": "Late"}).status_code == 409
    assert Answer.objects.get().text == "Half a sentence"


def test_powers_are_said_on_one_page(official, client_of, begun):
    browser, address = client_of(official), f"{BASE}powers/"
    assert "Name who has the power." in text_of(
        fill(browser, address, with_field="who_S5", tier="municipality", power_S5="not_ours")
    )
    fill(
        browser,
        address,
        with_field="who_S5",
        tier="municipality",
        power_S5="not_ours",
        who_S5="the state",
        power_T4="ours",
    )

    assert "Not ours: no answer needed" in text_of(browser.get(BASE))


def test_what_is_usual_in_the_country_is_proposed_with_its_source_and_counts_once_saved(official, client_of, begun):
    City.objects.update(country="SE")
    call_command("load_scheme")
    browser, address = client_of(official), f"{BASE}powers/"

    page = browser.get(address)

    assert "Usual in your country (Sweden): ours. Change it where it is different with you." in text_of(page)
    assert 'href="https://eur-lex.europa.eu/eli/dir/2014/24/oj"' in page.content.decode()
    assert page.context["form"]["power_T4"].value() == "ours"
    assert page.context["form"]["power_S5"].value() == ""  # no source was found for Sweden, so nothing is proposed
    assert "Open: S5, T4" in text_of(browser.get(BASE))
    fill(browser, address, with_field="who_S5", tier="municipality", power_T4="shared", who_T4="the region")
    page = browser.get(address)
    assert page.context["form"]["power_T4"].value() == "shared"
    assert "Usual in your country (Sweden): ours." in text_of(page)
    assert "Open: S5" in text_of(browser.get(BASE))


def test_who_shares_a_power_is_proposed_in_the_words_of_the_reader(official, client_of, begun):
    City.objects.update(country="NL")
    call_command("load_scheme")

    page = client_of(official).get(f"{BASE}powers/")

    assert "Usual in your country (Netherlands): shared with another level." in text_of(page)
    assert page.context["form"]["who_S5"].value() == "the state, through its ombudsperson"


def test_a_part_of_a_city_is_not_told_what_is_usual_for_whole_ones(official, client_of, begun):
    call_command("load_scheme")
    browser, address = client_of(official), f"{BASE}powers/"
    fill(browser, address, with_field="who_S5", tier="part", power_T4="")

    page = browser.get(address)

    assert "Usual in your country" not in text_of(page)
    assert page.context["form"]["power_T4"].value() == ""


def test_unknown_questions_and_groups_are_not_found(official, client_of, begun):
    browser = client_of(official)
    for address in (f"{BASE}officials/X9/", f"{BASE}mayors/F1/", f"{BASE}officials/F1%00/"):
        assert browser.get(address).status_code in {400, 404}


def test_residents_answer_by_the_link_without_account(approver, visitor, client_of, begun):
    browser = client_of(approver)
    browser.post(f"{BASE}survey/", {"act": "open"})
    survey = Survey.objects.get()
    asked = reverse("voices:survey", args=[survey.token])
    assert asked in browser.get(BASE).content.decode()

    assert "What do you see in Arden?" in text_of(visitor.get(asked))
    for number in range(10):
        code = code_of(mark_of(begun, f"resident{number}@mail.example"))
        address = reverse("voices:survey_answer", args=[survey.token, code])
        assert fill(visitor, address, with_field="key", kind="resident", answer_F1="partly").url == reverse(
            "voices:survey_sent"
        )
        page = text_of(browser.get(BASE))
        assert ("Fewer than ten people have answered." in page) is (SurveyReply.objects.count() < 10)
    assert "10 people have answered." in page
    assert "Has the city promised" in text_of(browser.get(f"{BASE}report/"))

    browser.post(f"{BASE}survey/", {"act": "close"})
    assert [visitor.get(url).status_code for url in (asked, address)] == [410, 410]


def test_without_the_label_there_is_none_of_it(approver, visitor, client_of, begun, settings):
    client_of(approver).post(f"{BASE}survey/", {"act": "open"})
    settings.LABEL_ENABLED = False
    for ending in ("", "powers/", "report/", "officials/F1/", "officials/F1/autosave/"):
        assert client_of(approver).get(f"{BASE}{ending}").status_code == 404
    assert visitor.get(reverse("voices:survey", args=[Survey.objects.get().token])).status_code == 404


@pytest.mark.parametrize("answers", [0, 5])
def test_the_page_costs_the_same_queries(official, client_of, begun, answers, django_assert_num_queries):
    browser = client_of(official)
    for criterion in begun.scheme.criteria.all()[:answers]:
        Answer.objects.create(assessment=begun, criterion=criterion, group="officials", value="met")
    browser.get(BASE)
    with django_assert_num_queries(10):
        browser.get(BASE)
