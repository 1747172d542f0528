"""What was ticked and typed on a review page is still there after something else was sent from it."""

import pytest
from django.urls import reverse

from commitments import actions
from commitments.models import CommitmentVersion
from review.models import QueueItem
from tests.commitments.office import TICKS, change, decide, submitted
from tests.markup import Markup

pytestmark = pytest.mark.django_db
TYPED = {"ticks": TICKS[:2], "note": "Name the libraries."}


def on_page(html):
    """Which boxes are ticked, and what stands in each text."""
    page = Markup(html)
    ticks = [box.attrs["value"] for box in page.all("input", name="ticks") if "checked" in box.attrs]
    return ticks, {area.attrs["name"]: area.text.strip() for area in page.all("textarea")}


def message_url(version, to):
    return reverse("admin:commitments_commitmentversion_message", args=[version.pk, to])


@pytest.fixture
def version(city, reviewer):
    return actions.claim(obj=submitted(city), by=reviewer)


def test_a_message_keeps_the_ticks_the_reasons_and_the_note_begun(version, client_of, reviewer):
    client = client_of(reviewer)
    values = TYPED | {"city-text": "Which libraries?", "note-text": "Ask Dana", "seen": seen(client, version)}

    html = client.post(message_url(version, "city"), values, follow=True).content.decode()

    assert on_page(html)[0] == TICKS[:2]
    texts = on_page(html)[1]
    assert (texts["note"], texts["city-text"], texts["note-text"]) == ("Name the libraries.", "", "Ask Dana")
    assert on_page(client.get(change(version)).content.decode())[0] == TICKS[:2]


def test_a_refused_message_keeps_them_too(version, client_of, reviewer):
    client = client_of(reviewer)
    values = TYPED | {"city-text": " ", "note-text": "Ask Dana", "seen": seen(client, version)}
    html = client.post(message_url(version, "city"), values).content.decode()
    assert "Write what you want to say." in html
    assert on_page(html)[0] == TICKS[:2]
    assert on_page(html)[1]["note-text"] == "Ask Dana"


def test_a_claim_and_an_assignment_keep_them(city, client_of, decider, reviewer):
    version, client = submitted(city), client_of(decider)
    client.post(decide(version, "claim"), TYPED | {"seen": seen(client, version)})
    assert on_page(client.get(change(version)).content.decode())[0] == TICKS[:2]

    item = QueueItem.objects.get()
    values = TYPED | {"ticks": TICKS[:3], "chosen": f"{item.pk}:{decider.pk}", "page": item.pk, "to": reviewer.pk}
    values["seen"] = seen(client, version)
    html = client.post(reverse("admin:review_assign_chosen"), values, follow=True).content.decode()
    assert on_page(html)[0] == TICKS[:3]


def test_ticks_on_a_text_that_changed_meanwhile_are_not_kept(version, client_of, reviewer):
    client = client_of(reviewer)
    values = TYPED | {"city-text": "Which libraries?", "seen": seen(client, version)}
    client.post(message_url(version, "city"), values)
    CommitmentVersion.objects.update(submissions=7)
    ticks, texts = on_page(client.get(change(version)).content.decode())
    assert (ticks, texts["note"]) == ([], "Name the libraries.")


def test_a_decision_forgets_them_and_another_case_never_shows_them(version, city, client_of, reviewer):
    other, client = actions.claim(obj=submitted(city), by=reviewer), client_of(reviewer)
    values = TYPED | {"city-text": "Which libraries?", "seen": seen(client, version)}
    client.post(message_url(version, "city"), values)
    assert on_page(client.get(change(other)).content.decode())[0] == []

    client.post(decide(other, "return_for_changes"), {"note": "Which?"})
    assert on_page(client.get(change(version)).content.decode())[0] == []


def seen(client, version):
    return Markup(client.get(change(version)).content.decode()).one("input", name="seen").attrs["value"]


def test_one_word_for_the_first_page_in_every_trail(client_of, decider, city):
    version, client = submitted(city), client_of(decider)
    addresses = [
        change(version),
        reverse("admin:review_queueitem_changelist"),
        reverse("admin:review_plan"),
        reverse("admin:commitments_commitmentversion_changelist"),
        reverse("admin:cities_joinrequest_changelist"),
    ]
    trails = [Markup(client.get(address).content.decode()).one("div", class_="breadcrumbs") for address in addresses]
    assert {trail.text.split("›")[0].strip() for trail in trails} == {"Home"}
