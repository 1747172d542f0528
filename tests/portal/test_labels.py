"""The register of labels, and the check of one."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import make_city, make_label, make_scheme

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def expired(**fields):
    return make_label(granted_on=dt.date(2020, 1, 1), valid_until=dt.date(2023, 1, 1), **fields)


def test_the_register_lists_every_label_with_its_state(visitor):
    make_label(city=make_city("Aach"))
    expired(city=make_city("Bonn"))
    make_label(city=make_city("Cham"), state="revoked")
    make_label(city=make_city("Hidden", is_public=False))
    response = visitor.get("/en/labels/")
    assert [(row["city"], row["tag"]["text"]) for row in response.context["rows"]] == [
        ("Aach", "Valid"),
        ("Bonn", "Expired"),
        ("Cham", "Revoked"),
    ]
    assert "It does not compare cities" not in text(response)  # the edition of the test has no introduction


def test_without_rules_the_page_still_says_what_the_label_does_not_say(visitor):
    page = text(visitor.get("/en/labels/"))
    assert "it does not say that no rights are violated there" in page
    assert "No label is granted yet." in page
    assert "It is awarded by the label programme." in page


@pytest.mark.parametrize(
    ("fields", "heading", "words"),
    [
        ({}, "This label is valid", "holds the label of human rights city until"),
        ({"granted_on": dt.date(2020, 1, 1), "valid_until": dt.date(2023, 1, 1)}, "This label has expired", "held the"),
        ({"state": "suspended"}, "This label is suspended", "does not hold the label of human rights city now"),
        ({"state": "revoked"}, "This label was revoked", "does not hold the label of human rights city now"),
    ],
)
def test_the_check_gives_the_result_first(visitor, fields, heading, words):
    label = make_label(city=make_city("Aach"), **fields)
    page = text(visitor.get(label.get_absolute_url()))
    assert f"<h1>{heading}</h1>" in page
    assert f"Aach, Austria, {words}" in page
    for more in (label.code, "the label programme", "against the public register", "All steps were taken."):
        assert more in page


def test_the_last_day_counts(visitor):
    today = timezone.localdate()
    label = make_label(granted_on=dt.date(2020, 1, 1), valid_until=today)
    assert "This label is valid" in text(visitor.get(label.get_absolute_url()))


def test_only_a_valid_label_shows_the_seal(visitor):
    assert "Seal of the label" in text(visitor.get(make_label().get_absolute_url()))
    assert "Seal of the label" not in text(visitor.get(make_label(state="revoked").get_absolute_url()))


def test_an_unknown_number_is_a_result_too(visitor):
    response = visitor.get("/en/labels/HRL-222222/")
    assert response.status_code == 404
    assert "No label has this number" in text(response)
    assert "The number HRL-222222 is not in the register." in text(response)


def test_the_form_leads_to_the_check(visitor):
    label = make_label()
    response = visitor.get("/en/labels/", {"code": f" {label.code.lower()} "})
    assert response["Location"] == label.get_absolute_url()


@pytest.mark.parametrize("typed", ["Graz", "HRL 7K2/Q9D", "<b>", "x" * 500, "é"])
def test_a_number_of_another_form_is_explained(visitor, typed):
    response = visitor.get("/en/labels/", {"code": typed})
    assert response.status_code in {200, 302}
    if response.status_code == 200:
        assert "A number has the form HRL-7K2Q9D." in text(response)


def test_names_of_the_deciders_stay_inside(visitor):
    page = text(visitor.get(make_label().get_absolute_url()))
    assert "Paz Proposer" not in page
    assert "Sam Second" not in page


def test_an_invented_city_says_so(visitor):
    label = make_label(city=make_city(origin="sample"))
    assert "Invented sample." in text(visitor.get(label.get_absolute_url()))


def test_switched_off_there_is_no_label(visitor, settings):
    settings.LABEL_ENABLED = False
    label = make_label()
    assert visitor.get("/en/labels/").status_code == 404
    assert visitor.get(label.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_queries(visitor, django_assert_num_queries, rows):
    make_scheme()
    labels = [make_label() for _ in range(rows)]
    with django_assert_num_queries(4):
        visitor.get("/en/labels/")
    with django_assert_num_queries(11):  # its log, report, findings, the label after it, which key signs
        visitor.get(labels[0].get_absolute_url())


def test_conditions_stand_on_the_page_with_their_day(visitor):
    label = make_label(outcome="conditions")
    decision = label.application.final_decision
    decision.conditions.create(text="Open a complaints desk.", due_on=dt.date(2027, 3, 1))
    decision.conditions.create(text="Publish a report.", due_on=dt.date(2027, 2, 1), state="met", met_at=timezone.now())

    page = text(visitor.get(label.get_absolute_url()))

    assert "awarded with conditions" in page
    assert '<span class="lines">Open a complaints desk.</span> Until 1 March 2027.' in page
    assert '<span class="lines">Publish a report.</span> Met on' in page
    assert page.count("Rules of 2026") == 2
    assert "Rules:" not in page
