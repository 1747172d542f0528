"""The workplace of the office for applications, and where administrators keep the rules."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from labels.actions import propose
from labels.models import Label, LabelApplication
from tests.factories import make_application, make_city, make_commitment, make_conflict
from tests.labels.conftest import text_of

LIST = "admin:labels_labelapplication_changelist"

PLAIN = "There is a desk now."


@pytest.fixture
def application(city, approver):
    """An application to be decided, of a city with three commitments."""
    for n in range(3):
        make_commitment(city=city, version_title=f"Desk {n}")
    return make_application(city=city, author=approver, statement="We kept our word.", language="de", state="deciding")


@pytest.fixture
def proposed(application, reviewer):
    propose(obj=application, by=reviewer, note="All steps were taken.", outcome="awarded", plain="There is a desk now.")
    return application


def page_of(application):
    return reverse("admin:labels_labelapplication_change", args=[application.pk])


def decide(browser, application, name, **data):
    address = reverse("admin:labels_labelapplication_decide", args=[application.pk, name])
    return browser.post(address, data, follow=True)


def state_of(application):
    return LabelApplication.objects.get(pk=application.pk).state


# --- The queue -------------------------------------------------------------------------------------
def test_the_queue_shows_what_waits_oldest_first(client_of, decider):
    first, second = make_application(), make_application()
    decided, draft = make_application(state="refused"), make_application(state="draft")
    LabelApplication.objects.filter(pk=second.pk).update(submitted_at="2026-01-01T00:00:00Z")

    page = client_of(decider).get(reverse(LIST)).content.decode()

    assert page.index(second.reference) < page.index(first.reference)
    assert decided.reference not in page
    assert draft.city.name not in page
    everything = client_of(decider).get(reverse(LIST), {"show": "all"}).content.decode()
    assert decided.reference in everything
    assert draft.city.name not in everything


def test_what_was_decided_can_be_looked_up(client_of, decider):
    waiting, decided = make_application(), make_application(state="refused")

    page = client_of(decider).get(reverse(LIST), {"show": "decided", "q": decided.city.name}).content.decode()

    assert decided.reference in page
    assert waiting.reference not in page


@pytest.mark.parametrize("value", ["nonsense", "'", "9" * 5000])
def test_an_unknown_filter_breaks_nothing(client_of, decider, value):
    assert client_of(decider).get(reverse(LIST), {"show": value}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_whatever_its_length(client_of, decider, rows, django_assert_num_queries):
    for _ in range(rows):
        make_application()
    browser = client_of(decider)
    browser.get(reverse(LIST))  # notes in the session that somebody was here

    with django_assert_num_queries(4):
        browser.get(reverse(LIST))


def test_a_hard_conflict_hides_the_case_and_its_count(client_of, decider, application):
    browser = client_of(decider)
    assert "Label applications" in browser.get(reverse("admin:index")).content.decode()
    make_conflict(decider, application.city)

    assert application.reference not in browser.get(reverse(LIST)).content.decode()
    assert "We kept our word." not in browser.get(page_of(application), follow=True).content.decode()
    assert decide(browser, application, "propose", outcome="not_yet", note="x").status_code == 404
    assert state_of(application) == "deciding"


@pytest.mark.parametrize("person", ["official", "approver", "resident"])
def test_others_do_not_see_applications(client_of, application, person, request):
    browser = client_of(request.getfixturevalue(person))

    assert browser.get(reverse(LIST)).status_code in {302, 403}
    assert browser.get(page_of(application)).status_code in {302, 403}
    assert decide(browser, application, "propose", outcome="awarded", note="x").status_code in {403, 404}
    assert state_of(application) == "deciding"


def test_administrators_read_and_decide_nothing(client_of, administrator, application):
    browser = client_of(administrator)

    page = browser.get(page_of(application))

    assert "We kept our word." in page.content.decode()
    assert 'class="decision"' not in page.content.decode()
    assert decide(browser, application, "propose", outcome="awarded", note="x").status_code == 403
    assert state_of(application) == "deciding"
    assert AuditEvent.objects.filter(action="refused").exists()


# --- The case --------------------------------------------------------------------------------------
def test_the_page_shows_the_whole_case(client_of, decider, reviewer, application):
    page = client_of(reviewer).get(page_of(application))

    text = text_of(page)
    for words in ("We kept our word.", "Desk 0", "Desk 2", application.reference, "Rules of 2026",
                  "Nobody has proposed an outcome", "Proposed by a colleague, confirmed by a colleague"):  # fmt: skip
        assert words in text
    assert 'lang="de"' in page.content.decode()
    assert [step.name for step in page.context["transitions"]] == ["propose"]


def test_two_people_admit_on_the_page(client_of, reviewer, decider, city):
    application = make_application(city=city)
    first, second = client_of(reviewer), client_of(decider)
    page = first.get(page_of(application))
    assert [step.name for step in page.context["transitions"]] == ["propose_admissibility", "return_for_changes"]
    assert {"admissible", "note"} <= set(page.context["decision_form"].fields)
    assert "outcome" not in page.context["decision_form"].fields

    page = decide(first, application, "propose_admissibility", note="The mandate is there.")
    assert "Choose: admissible or not admissible." in text_of(page)
    assert "The mandate is there." in page.content.decode()
    decide(first, application, "propose_admissibility", note="The mandate is there.", admissible="yes")
    assert "admit" not in [step.name for step in first.get(page_of(application)).context["transitions"]]
    page = second.get(page_of(application))
    assert "Proposed: admissible" in text_of(page)
    decide(second, application, "admit", seen=page.context["decision_form"].initial["seen"])
    assert state_of(application) == "window"


def test_the_page_says_who_signed_and_who_may_sign(client_of, reviewer, decider, second_decider, proposed):
    mine = client_of(reviewer).get(page_of(proposed))
    assert "You proposed this. Two deciders who are new to the case sign" in text_of(mine)
    assert [step.name for step in mine.context["transitions"]] == ["reject_proposal"]

    theirs = client_of(decider)
    assert re.search(r"May sign first: +Dana Decider *, +Dirk Decider", text_of(theirs.get(page_of(proposed))))
    decide(theirs, proposed, "sign_first")
    page = client_of(second_decider).get(page_of(proposed))

    assert "Signed by Dana Decider" in text_of(page)
    assert re.search(r"May sign second: +Dirk Decider +S", text_of(page) + " S")
    assert [step.name for step in page.context["transitions"]] == ["reject_proposal", "grant"]
    assert 'name="outcome"' not in page.content.decode()


def test_without_a_new_decider_the_page_says_so(client_of, administrator, proposed):
    assert "nobody. A decider without a conflict, and without an earlier part in the case, is needed." in text_of(
        client_of(administrator).get(page_of(proposed))
    )


def test_two_deciders_award_the_label(client_of, reviewer, decider, second_decider, application):
    decide(client_of(reviewer), application, "propose", outcome="awarded", note="All steps were taken.", plain=PLAIN)
    decide(client_of(decider), application, "sign_first")
    assert state_of(application) == "proposed"

    response = decide(client_of(second_decider), application, "grant")

    assert response.status_code == 200
    assert state_of(application) == "granted"
    assert Label.objects.get().city == application.city
    assert "Done: Sign second: award the label." in text_of(response)
    assert "Final: signed by Dana Decider and Dirk Decider" in text_of(client_of(decider).get(page_of(application)))


def test_conditions_and_plan_are_typed_on_the_page(client_of, reviewer, application):
    day = timezone.localdate() + dt.timedelta(days=60)
    until = {"condition_1_until_day": day.day, "condition_1_until_month": day.month, "condition_1_until_year": day.year}
    browser = client_of(reviewer)
    page = decide(
        browser,
        application,
        "propose",
        outcome="conditions",
        note="Nearly.",
        plain=PLAIN,
        condition_1="Report on the libraries.",
    )
    assert "Each condition needs a text and a day." in text_of(page)
    assert "Report on the libraries." in page.content.decode()

    decide(
        browser,
        application,
        "propose",
        outcome="conditions",
        note="Nearly.",
        plain=PLAIN,
        condition_1="Report on it.",
        **until,
    )

    condition = application.decisions.get().conditions.get()
    assert (condition.text, condition.due_on) == ("Report on it.", day)


def test_a_not_yet_names_its_plan_and_the_city_that_helps(client_of, reviewer, application):
    helper = make_city("Helping")
    values = {"outcome": "not_yet", "note": "Too early.", "plan": "Begin with a desk.", "mentor": helper.pk}

    decide(client_of(reviewer), application, "propose", **values)

    decision = application.decisions.get()
    assert (decision.plan, decision.mentor) == ("Begin with a desk.", helper)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"outcome": "awarded"}, "Write the reasons"),
        ({"outcome": "awarded", "note": "Because."}, "Say in plain language"),
        ({"note": "Because."}, "Choose the outcome"),
        ({"outcome": "gold", "note": "Because."}, "gold"),
    ],
)
def test_a_proposal_with_a_gap_keeps_what_was_typed(client_of, decider, application, data, words):
    page = decide(client_of(decider), application, "propose", **data)

    assert page.status_code == 200
    assert words in text_of(page)
    assert data.get("note", "") in page.content.decode()
    assert state_of(application) == "deciding"


def test_the_first_signer_cannot_post_the_second_signature(client_of, decider, proposed):
    browser = client_of(decider)
    decide(browser, proposed, "sign_first")

    assert decide(browser, proposed, "grant").status_code == 403
    assert not Label.objects.exists()


def test_a_proposal_that_changed_meanwhile_is_read_again_first(client_of, decider, reviewer, proposed):
    application, browser = proposed, client_of(decider)
    seen = browser.get(page_of(application)).context["decision_form"].initial["seen"]
    other = client_of(reviewer)
    decide(other, application, "reject_proposal", note="A mistake.")
    decide(other, application, "propose", outcome="awarded", note="Other reasons.", plain=PLAIN)

    page = decide(browser, application, "sign_first", seen=seen)

    assert "Read it again, then decide." in text_of(page)
    assert "Other reasons." in text_of(page)
    assert 'name="outcome"' not in page.content.decode()
    assert not Label.objects.exists()
    seen = page.context["decision_form"].data["seen"]
    decide(browser, application, "sign_first", seen=seen)
    assert application.decisions.get(closed_at=None).signed_by == decider


def test_a_get_decides_nothing(client_of, decider, proposed):
    address = reverse("admin:labels_labelapplication_decide", args=[proposed.pk, "sign_first"])

    assert client_of(decider).get(address).status_code == 405
    assert proposed.decisions.get().signed_by is None


@pytest.mark.parametrize("name", ["submit", "withdraw", "nonsense"])
def test_the_office_takes_no_step_of_the_city(client_of, decider, application, name):
    assert decide(client_of(decider), application, name).status_code == 404


def test_switched_off_the_office_is_refused_in_words(client_of, decider, application, settings):
    settings.LABEL_ENABLED = False

    page = decide(client_of(decider), application, "propose", outcome="awarded", note="Because.")

    assert page.status_code == 403
    assert "The label is switched off on this portal." in text_of(page)
