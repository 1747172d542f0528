"""One page to read a submission: the whole text, what changes, the evidence, the steps, the way on."""

import pytest
from django.urls import reverse

from commitments import actions
from commitments.models import Milestone
from tests.commitments.office import HOSTILE, KINDS, TICKS, change, changelist, report_of, submitted
from tests.factories import (
    make_city,
    make_commitment,
    make_conflict,
    make_evidence,
    make_join_request,
    make_report,
    make_translation,
    make_user,
    make_version,
)
from tests.markup import Markup


def test_a_first_text_is_shown_whole(client_of, reviewer, city):
    version = submitted(city)
    make_evidence(version=version, title="Council minutes of May")

    page = Markup(client_of(reviewer).get(change(version)).content.decode())

    assert page.one("h1").text == f"Commitment: {version.title}"
    text = page.by_id("content-main").text
    for words in (version.summary, version.action, "Three desks are open (30 June 2027)", "Council minutes of May"):
        assert words in text
    assert not page.all("h2", id="changes-title")


def test_an_amendment_shows_what_changes(client_of, decider, city):
    commitment = make_commitment(city=city, version_summary="Free help to report.")
    version = make_version(
        commitment, state="submitted", summary="Free, confidential help to report.", change_reason="Two are rebuilt."
    )

    page = Markup(client_of(decider).get(change(version)).content.decode())

    assert [row.text for row in page.all("ins")][:2] != []
    assert ", confidential" in " ".join(row.text for row in page.all("ins"))
    text = page.by_id("content-main").text
    assert "Two are rebuilt." in text
    assert "Version 2, takes the place of version 1" in text


def test_the_office_sees_which_languages_end_with_the_text_in_force(client_of, decider, city):
    commitment = make_commitment(city=city)
    in_force = commitment.versions.get()
    make_translation(in_force, "fr", title="Un bureau des droits")
    make_translation(in_force, "mt", by="machine", title="Mejda tad-drittijiet")
    version = make_version(commitment, state="submitted")
    text = Markup(client_of(decider).get(change(version)).content.decode()).by_id("content-main").text
    assert "Public in other languages" in text
    assert "Version 1: French, Malti" in text


def test_hostile_words_stay_words(client_of, decider, city):
    commitment = make_commitment(city=city, version_title=HOSTILE, version_summary=HOSTILE)
    version = make_version(
        commitment, state="submitted", title=HOSTILE + "!", summary=HOSTILE * 30, change_reason=HOSTILE, action=HOSTILE
    )
    make_evidence(version=version, title=HOSTILE, proves=HOSTILE)

    client = client_of(decider)
    for url in (change(version), changelist()):
        response = client.get(url)
        html = response.content.decode()
        assert "<img src=x" not in html
        assert response.status_code == 200


def test_a_report_is_compared_with_the_record(client_of, decider, city):
    report = report_of(city, progress="delayed", reason="Rebuilding")

    text = Markup(client_of(decider).get(change(report)).content.decode()).by_id("content-main").text

    for words in ("What it reports", "Delayed", "Rebuilding", "The second desk opened.", "Milestone 1", "Under way"):
        assert words in text


def test_the_neighbours_in_the_queue_are_one_click_away(client_of, reviewer, city):
    first, middle, last = (submitted(city, days=days) for days in (9, 5, 1))
    client = client_of(reviewer)

    def neighbours(version):
        links = Markup(client.get(change(version)).content.decode()).all("a")
        return [link.attrs["href"] for link in links if link.attrs.get("rel") in {"prev", "next"}]

    assert neighbours(middle) == [change(first), change(last)]
    assert neighbours(first) == [change(middle)]
    assert neighbours(last) == [change(middle)]
    request = make_join_request(make_user())
    assert neighbours(last) == [change(middle), reverse("admin:cities_joinrequest_change", args=[request.pk])]
    make_conflict(reviewer, second_city := make_city())
    submitted(second_city, days=7)
    assert neighbours(first) == [change(middle)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["reviewer", "decider"])
@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_however_much_belongs_to_it(kind, who, many, request, django_assert_num_queries):
    city, reviewer, official = (request.getfixturevalue(name) for name in ("city", "reviewer", "official"))
    commitment = make_commitment(city=city)
    obj = (
        make_version(commitment, state="submitted") if kind == KINDS[0] else make_report(commitment, state="submitted")
    )
    text = obj if kind == KINDS[0] else commitment.versions.get()
    actions.claim(obj=obj, by=reviewer)
    for number in range(many):
        if number:
            Milestone.objects.bulk_create(
                [Milestone(version=text, position=10 + number, key=f"m{number}", title="More")]
            )
        make_evidence(**{"version" if kind == KINDS[0] else "report": obj})
        actions.ask_city(obj=obj, by=reviewer, text="Which libraries?")
        actions.answer_office(obj=obj, by=official, text="All five.")
        actions.write_note(obj=obj, by=reviewer, text="Ask Dana")
    client = request.getfixturevalue("client_of")(request.getfixturevalue(who))
    client.get(change(obj))  # notes what was read; the session notes once a minute that it was seen

    with django_assert_num_queries(14):
        assert client.get(change(obj)).status_code == 200


def test_the_buttons_are_those_the_reader_may_press(client_of, reviewer, decider, administrator, city):
    version = submitted(city)

    def buttons(person):
        page = Markup(client_of(person).get(change(version)).content.decode())
        ways = [row.attrs.get("formaction", "") for row in page.all("button")]
        return [way.rsplit("/", 2)[1] for way in ways if "/decide/" in way]

    assert buttons(reviewer) == ["claim"]
    assert buttons(decider) == ["claim", "publish", "return_for_changes", "propose_refusal"]
    assert buttons(administrator) == []
    actions.claim(obj=version, by=reviewer)
    assert buttons(reviewer) == ["release", "publish", "return_for_changes", "propose_refusal"]


def test_every_tick_has_a_label_and_nothing_is_inline(client_of, decider, city):
    response = client_of(decider).get(change(submitted(city)))
    page = Markup(response.content.decode())

    boxes = page.all("input", type="checkbox", name="ticks")
    assert [box.attrs["value"] for box in boxes] == TICKS
    assert {box.attrs["id"] for box in boxes} <= {label.attrs.get("for") for label in page.all("label")}
    assert not [
        row for row in page.elements if "style" in row.attrs or any(name.startswith("on") for name in row.attrs)
    ]
    assert not [row for row in page.all("script") if "src" not in row.attrs]
    assert not page.all("style")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
