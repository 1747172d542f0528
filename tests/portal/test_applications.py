"""The public page of a running application, its place in the register and on the city's page, and its data."""

import pytest
from django.utils import timezone

from cities.models import City
from core.local import day
from labels.actions import log_act
from labels.models import CaseClock, LabelApplication
from opendata.label_schemas import ApplicationList, ApplicationOut
from tests.factories import make_application, make_city, make_decision, make_label_statement, make_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return make_window(city=make_city("Aach", slug="de-aach", country="DE"))


def address(application):
    return f"/en/labels/applications/{application.reference}/"


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def marks(visitor, application):
    return [(row["title"], row["status"]) for row in visitor.get(address(application)).context["stages"]]


def test_it_says_where_the_case_stands_and_who_speaks(visitor, application):
    shown = make_label_statement(
        application, kind="civil_society", speaker="Loud Club", show_name=True, url="https://club.example.org/report"
    )
    hidden = [make_label_statement(application, state=state) for state in ("unconfirmed", "submitted", "refused")]
    log_act("admitted", city=application.city, data={"application": application.reference})
    log_act("admitted", city=application.city, data={"application": "HRL-A-OTHERS"})
    page = words(visitor.get(address(application)))

    for said in (
        "Aach applies for the label", "Open until the end of", "Yes, since", "/en/process/test/", shown.text,
        "Loud Club", "Organisation of civil society", "Page on club.example.org", "Say what you see in this city",
        "Application admitted", "An application is no award.", f"{address(application)}statement/",
    ):  # fmt: skip
        assert said in page
    assert page.count("Application admitted") == 1
    for row in [*hidden, shown]:
        assert row.email not in page
        assert (row.text in page) is (row == shown)
    assert marks(visitor, application) == [
        ("Admissibility", "Done"), ("Window", "Now"), ("Panel", "Not yet"), ("Decision", "Not yet"),
        ("Validity", "Not yet"),
    ]  # fmt: skip
    for url in ("/en/labels/", "/en/cities/de-aach/"):
        assert address(application) in words(visitor.get(url))


def test_a_window_that_somebody_closed_early_names_the_day_it_closed(visitor, application):
    today = timezone.localdate()
    CaseClock.objects.filter(application=application).update(ended_on=today)
    LabelApplication.objects.update(state="panel")
    assert CaseClock.objects.get(application=application).due_on > today
    assert f"Closed on {day(today)}" in words(visitor.get(address(application)))


@pytest.mark.parametrize(
    ("state", "now"),
    [("returned", "Admissibility"), ("panel", "Panel"), ("reply", "Panel"), ("second_look", "Panel"),
     ("deciding", "Decision"), ("proposed", "Decision")],
)  # fmt: skip
def test_what_happens_between_panel_and_city_is_not_told(visitor, application, state, now):
    LabelApplication.objects.update(state=state)

    assert [title for title, status in marks(visitor, application) if status == "Now"] == [now]


def test_what_the_office_only_proposes_is_not_told(visitor, application):
    LabelApplication.objects.update(state="proposed", admitted_at=None)
    application.decisions.create(outcome="inadmissible", reasons="A secret for now.")
    page = words(visitor.get(address(application)))

    assert ("Admissibility", "Now") in marks(visitor, application)
    assert "A secret for now." not in page
    assert "Not decided yet" in page


def test_once_decided_it_gives_the_reasons(visitor, application):
    decision = make_decision(application, "not_yet", reasons="Training is missing.", plan="Train in spring.")
    decision.conditions.create(text="Answer within a month.", due_on=timezone.localdate())
    LabelApplication.objects.update(state="refused", decided_at=timezone.now())
    page = words(visitor.get(address(application)))

    for said in (
        "Training is missing.",
        "Train in spring.",
        "Answer within a month.",
        "Not yet",
        "Signed by two deciders",
    ):
        assert said in page
    assert ("Validity", "Not reached") in marks(visitor, application)
    assert address(application) not in words(visitor.get("/en/labels/"))
    LabelApplication.objects.update(state="withdrawn")
    assert visitor.get(address(application)).context["stages"] == []


def test_drafts_and_hidden_cities_have_no_page(visitor, application, settings):
    where = (address(application), f"/data/v1/labels/applications/{application.reference}")
    draft = make_application(city=make_city("Bonn"), state="draft", reference="HRL-A-DRAFTS")
    assert visitor.get(address(draft)).status_code == 404
    settings.LABEL_ENABLED = False
    assert [visitor.get(url).status_code for url in (*where, "/data/v1/labels/applications")] == [404] * 3
    settings.LABEL_ENABLED = True
    City.objects.update(is_public=False)
    assert [visitor.get(url).status_code for url in where] == [404] * 2
    assert visitor.get("/data/v1/labels/applications").json() == {"items": []}


def test_its_data_says_the_same_and_names_nobody(visitor, application):
    make_label_statement(application, speaker="Shy Person", text="Slow answers.")
    make_label_statement(application, state="submitted", text="Secret for now.")
    url = f"/data/v1/labels/applications/{application.reference}"
    record = visitor.get(url.replace("HRL-A-", "hrl-a-")).json()

    ApplicationOut.model_validate(record)
    ApplicationList.model_validate(visitor.get("/data/v1/labels/applications").json())
    assert [(row["text"], row["speaker"], row["criteria"]) for row in record["statements"]] == [
        ("Slow answers.", "", ["S5"])
    ]
    assert (record["stage"], record["status"], record["window_is_open"]) == ("window", "running", True)
    for secret in ("Shy Person", "Secret", "mail.example", "HRL-S-"):
        assert secret not in str(record)
    assert visitor.get(f"{url}?sort=votes").status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_queries(visitor, application, django_assert_num_queries, rows):
    for number in range(rows):
        make_label_statement(application)
        make_window(city=make_city(f"City {number}"))
        log_act("admitted", city=application.city, data={"application": application.reference})
    with django_assert_num_queries(9):
        visitor.get(address(application))
    with django_assert_num_queries(3):
        visitor.get("/en/labels/")
    with django_assert_num_queries(7):
        visitor.get(f"/data/v1/labels/applications/{application.reference}")
    with django_assert_num_queries(1):
        visitor.get("/data/v1/labels/applications")
