"""The label at the desk: what is missing, the statement, sending, taking back; gone when switched off."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cities.models import City
from labels.models import LabelApplication
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_application, make_city, make_commitment, make_decision, make_label, make_scheme

pytestmark = pytest.mark.django_db
APPLY, SUBMIT, WITHDRAW = (f"/en/desk/city/at-arden/label/{end}" for end in ("", "submit/", "withdraw/"))


@pytest.fixture
def ready(city):
    """Three published commitments and rules in force."""
    for _number in range(3):
        make_commitment(city=city)
    return make_scheme()


def test_what_is_missing_is_said_in_words(official, city, client_of):
    make_scheme()
    make_commitment(city=city)
    page = text_of(client_of(official).get(APPLY))
    assert "The city has published 1 of the 3 commitments that the label needs." in page
    assert "Why does the city apply?" not in page
    assert client_of(official).post(APPLY, {"statement": "Please", "language": "en", "revision": 1}).status_code == 302
    assert not LabelApplication.objects.exists()


def test_without_rules_in_force_it_says_so(official, client_of):
    assert "No rules for the label are in force yet." in text_of(client_of(official).get(APPLY))


def test_an_editor_writes_and_an_approver_sends(official, approver, ready, client_of):
    fill(client_of(official), APPLY, statement="We kept our promises.", language="de")
    application = LabelApplication.objects.get()
    assert (application.state, application.statement) == ("draft", "We kept our promises.")
    assert "An approver of the city reads the application and sends it." in text_of(client_of(official).get(APPLY))
    client = client_of(approver)
    assert fill(client, APPLY, send="1").url == SUBMIT
    assert "We kept our promises." in text_of(client.get(SUBMIT))
    response = client.post(SUBMIT, form_of(client.get(SUBMIT)), follow=True)
    application.refresh_from_db()
    assert application.state == "submitted"
    assert f"Your reference: {application.reference}" in text_of(response)
    assert "Where the application is" in text_of(response)


def test_an_editor_does_not_send(official, city, ready, client_of):
    make_application(city=city, state="draft", scheme=ready)
    assert client_of(official).get(SUBMIT).status_code == 403
    assert client_of(official).post(SUBMIT, {"key": uuid4()}).status_code == 403
    assert client_of(official).post(WITHDRAW).status_code == 403


def test_a_double_click_sends_once(approver, city, ready, client_of):
    application = make_application(city=city, state="draft", scheme=ready)
    client = client_of(approver)
    form = form_of(client.get(SUBMIT))
    first, second = (client.post(SUBMIT, form) for _click in range(2))
    assert first.url == second.url == APPLY
    assert application.status_changes.filter(transition="submit").count() == 1


def test_an_empty_statement_is_not_sent(approver, city, ready, client_of):
    make_application(city=city, state="draft", scheme=ready, statement="")
    page = text_of(client_of(approver).get(SUBMIT))
    assert "Say why the city applies." in page
    assert "Send the application</button>" not in page
    client_of(approver).post(SUBMIT, {"key": uuid4()})
    assert LabelApplication.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"statement": "x" * 10001}, "at most 10000 characters"),
        ({"statement": "a\x00b"}, "characters that cannot be read"),
        ({"language": "xx"}, "Choose one of the options."),
        ({"revision": "9" * 5000}, "This page is out of date."),
    ],
)
def test_faults_are_told(official, ready, client_of, typed, words):
    make_application(city=City.objects.get(), state="draft", scheme=ready)
    response = fill(client_of(official), APPLY, **typed)
    assert response.status_code == 200
    assert words in text_of(response)


def test_a_stale_save_shows_both_texts(official, approver, city, ready, client_of):
    make_application(city=city, state="draft", scheme=ready)
    mine = form_of(client_of(official).get(APPLY)) | {"statement": "My words"}
    fill(client_of(approver), APPLY, statement="Their words")
    response = client_of(official).post(APPLY, mine)
    assert response.status_code == 409
    assert "<del>Their</del>" in text_of(response)
    client_of(official).post(APPLY, form_of(response) | {"statement": "Our words"})
    assert LabelApplication.objects.get().statement == "Our words"


def test_a_sent_application_is_not_changed(official, city, ready, client_of):
    make_application(city=city, scheme=ready)
    response = client_of(official).post(APPLY, {"statement": "New", "language": "en", "revision": 1})
    assert response.status_code == 302
    assert LabelApplication.objects.get().statement != "New"


def test_an_approver_takes_it_back_after_one_question(approver, city, ready, client_of):
    application = make_application(city=city, scheme=ready)
    client = client_of(approver)
    assert "Take the application back?" in text_of(client.get(WITHDRAW))
    fill(client, WITHDRAW, reason="Later")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert client.post(WITHDRAW).status_code == 403
    assert "The city took its last application back." in text_of(client.get(APPLY))


def test_a_refusal_shows_its_reasons(official, ready, client_of):
    application = make_application(city=City.objects.get(), scheme=ready, state="refused")
    make_decision(application, "not_yet", reasons="Too early.")
    assert "Too early." in text_of(client_of(official).get(APPLY))


def test_a_not_yet_shows_the_plan_and_the_city_that_helps(official, ready, client_of):
    application = make_application(city=City.objects.get(), scheme=ready, state="refused")
    helper = make_city("Helping")
    make_decision(application, "not_yet", plan="Begin with a desk.", mentor=helper, mentor_reason="It began so.")
    page = client_of(official).get(APPLY)
    for words in ("not yet", "Begin with a desk.", "Helping", "It began so."):
        assert words in text_of(page)
    assert helper.get_absolute_url() in page.content.decode()


def test_the_stage_of_a_running_application_is_named_and_a_proposal_is_not(official, city, client_of):
    scheme = make_scheme()
    for number, key in enumerate(("admissibility", "window", "decision"), start=1):
        scheme.stages.create(number=number, key=key, title=f"Stage {key}", what=f"What {key} is.", who="staff")
    application = make_application(city=city, scheme=scheme, state="window")
    browser = client_of(official)
    assert "<b>Stage window</b>: What window is." in text_of(browser.get(APPLY))
    application.decisions.create(outcome="inadmissible", reasons="Secret so far.", proposed_by=official)
    for admitted, stage in ((application.admitted_at, "decision"), (None, "admissibility")):
        LabelApplication.objects.filter(pk=application.pk).update(state="proposed", admitted_at=admitted)
        page = text_of(browser.get(APPLY))
        assert f"Stage {stage}" in page
        assert "Secret" not in page
        assert "proposed" not in page


def test_sent_back_the_desk_names_cities_that_may_help_those_with_a_label_first(official, ready, city, client_of):
    make_application(city=City.objects.get(), scheme=ready, state="returned")
    make_city("Near", country=city.country)
    holder = make_city("Holder", country="PT")
    make_label(city=holder)
    make_city("Hidden", is_public=False)
    page = text_of(client_of(official).get(APPLY))
    assert page.index("Holder") < page.index("Near")
    assert "Hidden" not in page


def test_a_city_with_the_label_sees_until_when(official, city, client_of):
    make_label(city=city)
    page = text_of(client_of(official).get(APPLY))
    assert "The city holds the label" in page
    assert "Why does the city apply?" not in page


@pytest.mark.parametrize("url", [APPLY, SUBMIT, WITHDRAW])
def test_switched_off_there_is_no_such_page(approver, settings, client_of, url):
    settings.LABEL_ENABLED = False
    assert client_of(approver).get(url).status_code == 404
    assert client_of(approver).post(url).status_code == 404
    assert reverse("desk:label_apply", args=["at-arden"]) not in text_of(client_of(approver).get("/en/desk/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(official, ready, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_application(city=City.objects.get(), scheme=ready, state="withdrawn")
    client = client_of(official)
    client.get(APPLY)
    with django_assert_num_queries(10):
        client.get(APPLY)


def test_a_double_click_on_save_goes_on(official, ready, client_of):
    client = client_of(official)
    form = form_of(client.get(APPLY)) | {"statement": "We kept our promises."}
    assert [client.post(APPLY, form).status_code for _click in range(2)] == [302, 302]
    assert LabelApplication.objects.get().statement == "We kept our promises."
