"""The register of acts: what is public, once, without a name; the rest is only counted."""

import datetime as dt

import pytest
from django.urls import reverse

from cities.models import JoinStatusChange, Mandate
from commitments import actions
from commitments.models import VersionStatusChange
from labels.actions import break_glass, confirm_change, propose_change
from review.actions import set_deadline
from review.checklists import DEFAULTS
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_evidence,
    make_join_request,
    make_label,
    make_label_statement,
    make_report,
    make_statement,
    make_window,
)
from tests.markup import Markup

pytestmark = pytest.mark.django_db
TICKS = list(DEFAULTS["version"])
PAGE = "/en/decisions/"


def read(visitor, query=""):
    response = visitor.get(PAGE + query)
    assert response.status_code == 200
    return Markup(response.content.decode()).one("main").text


def submitted(city, **fields):
    return make_commitment(city=city, state="submitted", **fields).versions.select_related("commitment__city").get()


def lines(visitor, query=""):
    html = visitor.get(PAGE + query).content.decode()
    return [row.text for row in Markup(html).all("h3")]


def test_acts_on_public_things_are_listed_with_reasons_and_rules(visitor, city, decider, approver, administrator):
    version = submitted(city, version_title="A desk in every library")
    actions.publish_version(obj=version, by=decider, ticks=TICKS, note="A word to the city")
    report = make_report(version.commitment, state="submitted")
    actions.publish_report(obj=report, by=decider, ticks=TICKS)
    actions.withdraw(commitment=version.commitment, by=approver, reason="The council decided otherwise.")
    set_deadline(key="answer", days=21, by=administrator)

    assert lines(visitor) == [
        "Deadline changed",
        "Commitment withdrawn by the city",
        "Progress report published",
        "Commitment published",
    ]
    text = read(visitor)
    for words in (city.name, "A desk in every library", "The council decided otherwise.", "21 days instead of 30"):
        assert words in text
    assert "Rules, version" in text
    assert not any(str(person) in text for person in (decider, approver, administrator))
    assert "A word to the city" not in text


def test_what_was_sent_back_shows_once_it_is_public_and_never_why(visitor, city, decider, official):
    version = submitted(city, version_title="A hidden promise")
    actions.return_version(obj=version, by=decider, note="Take the name of the victim out.")
    assert lines(visitor) == []
    assert "A hidden promise" not in read(visitor)
    assert "Commitments sent back that are not public: fewer than 10" in read(visitor)

    type(version).objects.filter(pk=version.pk).update(state="submitted")
    actions.publish_version(obj=type(version).objects.get(pk=version.pk), by=decider, ticks=TICKS)
    assert lines(visitor) == ["Commitment published", "Commitment sent back before it was published"]
    assert "victim" not in read(visitor)
    assert "Commitments sent back that are not public: 0" in read(visitor)


def test_refusals_and_drafts_and_hidden_cities_leave_no_line(visitor, city, decider, reviewer, resident):
    actions.refuse(obj=actions.propose_refusal(obj=submitted(city), by=decider, note="No promise"), by=reviewer)
    make_commitment(city=city, state="draft")
    hidden = make_city("Hidden", is_public=False)
    actions.publish_version(obj=submitted(hidden), by=decider, ticks=TICKS)
    JoinStatusChange.objects.create(
        join_request=make_join_request(resident), transition="refuse", source="submitted", target="refused"
    )

    assert lines(visitor) == []
    text = read(visitor)
    assert "Commitments refused: fewer than 10" in text
    assert "Requests to join refused: fewer than 10" in text
    assert not any(words in text for words in (city.name, "No promise", "Hidden"))


def test_filters_by_kind_and_year_and_nonsense(visitor, city, decider):
    actions.publish_version(obj=submitted(city), by=decider, ticks=TICKS)
    assert lines(visitor, "?kind=published") == ["Commitment published"]
    assert lines(visitor, "?kind=withdrawn") == []
    year = VersionStatusChange.objects.get().at.year
    assert len(lines(visitor, f"?year={year}")) == 1
    for query in ("?kind=x&year=x", "?before=x", "?before=20260101T000000.000000_x_1", "?year=99999999"):
        assert len(lines(visitor, query)) == 1


def test_pages_follow_one_another_without_loss_or_repeat(visitor, city, decider):
    version = submitted(city)
    actions.publish_version(obj=version, by=decider, ticks=TICKS)
    first = VersionStatusChange.objects.get(transition="publish")
    copies = [
        VersionStatusChange(
            version=version,
            transition="publish",
            source="checking",
            target="published",
            at=first.at,
            rules_version=str(n),
        )
        for n in range(59)
    ]
    VersionStatusChange.objects.bulk_create(copies)

    seen, query = [], ""
    for _page in range(4):
        page = Markup(visitor.get(PAGE + query).content.decode())
        seen += [row.text for row in page.all("p") if row.text.startswith("Rules, version")]
        links = [link.attrs["href"] for link in page.all("a", rel="next")]
        if not links:
            break
        query = links[0]
    assert len(seen) == len(set(seen)) == 60


def test_it_costs_the_same_with_one_act_and_many(visitor, city, decider, django_assert_max_num_queries):
    for _number in range(3):
        actions.publish_version(obj=submitted(city), by=decider, ticks=TICKS)
    with django_assert_max_num_queries(4):
        visitor.get(PAGE)


def test_the_label_is_listed_only_where_it_is_switched_on(visitor, city, settings):
    application = make_application(city=city)
    application.status_changes.create(transition="grant", source="proposed", target="granted")
    assert lines(visitor) == ["Label granted"]
    settings.LABEL_ENABLED = False
    assert lines(visitor) == []


def test_the_register_is_one_click_from_every_page(visitor):
    assert reverse("portal:decisions") == PAGE
    assert PAGE in visitor.get("/en/about/").content.decode()


def test_mandates_rhythm_and_moderation_have_their_lines_without_a_name(visitor, city, reviewer):
    commitment = make_commitment(city=city, version_title="A rights desk")
    for step, source, target in (
        ("hold", "active", "on_hold"),
        ("resume", "on_hold", "active"),
        ("close", "active", "closed"),
    ):
        commitment.status_changes.create(transition=step, source=source, target=target, note="Inside only")
    terms = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2030, 1, 1)}
    mandate = Mandate.objects.create(city=city, title="The council's decision", state="on_file", **terms)
    mandate.status_changes.create(transition="accept", source="submitted", target="on_file", by=reviewer, note="Fine")
    evidence = make_evidence(version=commitment.versions.get())
    for step, state in (("publish", "published"), ("refuse", "refused")):
        statement = make_statement(commitment, evidence=evidence, state=state, text=f"Words of a resident, {state}")
        statement.status_changes.create(
            transition=step, source="submitted", target=state, by=reviewer, note="Words to the author"
        )
    case = make_window(city=city)
    for step, state in (("publish", "published"), ("refuse", "refused")):
        spoken = make_label_statement(case, state=state, text=f"Words on the case, {state}")
        spoken.status_changes.create(
            transition=step, source="submitted", target=state, by=reviewer, note="Words to the author"
        )

    assert lines(visitor) == [
        "Statement on a label application not published",
        "Statement on a label application published",
        "Counter-evidence not published",
        "Counter-evidence published",
        "Mandate of a city verified",
        "Commitment closed with a final report",
        "Commitment no longer on hold: the city has reported",
        "Commitment on hold: no report came",
    ]
    text = read(visitor)
    assert "It is not about this evidence" in text
    assert "It is not about the questions it names" in text
    assert not any(words in text for words in (str(reviewer), "Inside only", "Words", "Fine"))
    assert lines(visitor, "?kind=statement_refused") == ["Counter-evidence not published"]


def test_a_mandate_that_was_not_accepted_is_only_counted(visitor, city, reviewer):
    terms = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2030, 1, 1)}
    mandate = Mandate.objects.create(city=city, title="A secret decision", state="refused", **terms)
    mandate.status_changes.create(transition="refuse", source="submitted", target="refused", by=reviewer, note="Old")

    assert lines(visitor) == []
    assert "Mandates not accepted: fewer than 10" in read(visitor)
    assert "secret" not in read(visitor)


def test_the_life_of_a_label_is_in_the_register(visitor, decider, second_decider):
    label = make_label(city=make_city("Aach"))
    propose_change(obj=label, by=decider, kind="suspend", note="No report came.")
    confirm_change(obj=label, by=second_decider, kind="suspend")
    break_glass(label=label, kind="reinstate", reason="The court lifted the suspension.")
    rows = visitor.get(PAGE).context["rows"]

    assert [(row["what"], row["reasons"]) for row in rows[:2]] == [
        ("Emergency change past the two signatures", "The court lifted the suspension."),
        ("Label suspended", "No report came."),
    ]
    assert decider.name not in visitor.get(PAGE).content.decode()
