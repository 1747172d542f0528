"""The self-assessment: written in parts, residents not shown below ten, frozen and hashed at the sending."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from labels.actions import (
    StaleAnswer,
    close_survey,
    load_scheme,
    open_survey,
    save_powers,
    save_usual_power,
    start_assessment,
)
from labels.models import Answer, Assessment, LabelScheme, SurveyReply, UsualPower
from labels.queries.assessments import assessment_page, report, survey_said, usual_powers
from review.workflow import NotAllowed, Stale
from tests.factories import make_city, make_commitment, make_role
from tests.labels.assessing import answer, reply, send
from tests.races import run_at_once


@pytest.fixture
def scheme(db) -> LabelScheme:
    return LabelScheme.objects.get(pk=load_scheme().scheme.pk)


@pytest.fixture
def assessment(scheme, city, official) -> Assessment:
    return start_assessment(city=city, by=official)


# --- Beginning and powers --------------------------------------------------------------------------
def test_it_begins_once_and_says_nothing_for_the_city(scheme, city, official, administrator):
    row = UsualPower(country=city.country.lower(), element="S5", power="not_ours", who_has="the state")
    save_usual_power(row=row, by=administrator)
    UsualPower.objects.create(country="ZZ", element="T4", power="ours")

    first = start_assessment(city=city, by=official)

    assert start_assessment(city=city, by=official) == first
    assert not first.competences.exists()
    assert assessment_page(first).unsettled_powers == ["S5", "T4"]
    assert list(usual_powers(first)) == ["S5"]


@pytest.mark.parametrize("person", ["other_official", "reviewer", "decider", "administrator", "resident"])
def test_only_people_of_the_city_write_it(assessment, scheme, city, person, request):
    stranger = request.getfixturevalue(person)
    for act in (
        lambda: start_assessment(city=city, by=stranger),
        lambda: answer(assessment, stranger),
        lambda: save_powers(assessment=assessment, by=stranger, tier="municipality", powers={}),
        lambda: open_survey(assessment=assessment, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_powers_name_who_has_them_and_settle_a_question(assessment, official):
    with pytest.raises(ValidationError):
        save_powers(assessment=assessment, by=official, tier="municipality", powers={"S5": ("not_ours", " ")})
    with pytest.raises(ValidationError):
        save_powers(assessment=assessment, by=official, tier="municipality", powers={"F1": ("ours", "")})

    save_powers(
        assessment=assessment, by=official, tier="region_city", powers={"S5": ("not_ours", "the state"), "T4": ("", "")}
    )

    assert "S5" not in assessment_page(assessment).open_codes("officials")
    assert Assessment.objects.get().tier == "region_city"


def test_a_small_city_reads_the_lighter_guidance(scheme, official, city):
    small, large = (make_city(name, population=size) for name, size in (("Klein", 4_000), ("Groß", 400_000)))
    guidance = {}
    for place in (small, large):
        make_role(official, place, "editor")
        page = assessment_page(start_assessment(city=place, by=official))
        guidance[place] = next(row.guidance for row in page.questions if row.criterion.code == "S3")

    assert "Sharing one with other municipalities counts." in guidance[small]
    assert "Say how many people work there" in guidance[large]


# --- Answers ---------------------------------------------------------------------------------------
def test_groups_answer_separately_and_completeness_is_said_in_words(assessment, official):
    answer(assessment, official, group="officials", value="met")
    answer(assessment, official, group="elected", value="not_yet")
    answer(assessment, official, code="F2", value="")

    page = assessment_page(assessment)
    assert len(page.open_codes("officials")) == 20
    assert "F1" not in page.open_codes("elected")
    assert "F2" in page.open_codes("officials")
    assert report(assessment).gaps[0].differs


def test_nobody_overwrites_anybody(assessment, official, approver):
    first = answer(assessment, official)

    with pytest.raises(StaleAnswer) as stale:
        answer(assessment, approver, text="Something else.")
    assert stale.value.current.text == "We began."
    assert answer(assessment, approver, revision=first.revision, text="Something else.").revision == 2


def test_not_ours_is_an_answer_only_where_it_depends_on_powers(assessment, official):
    with pytest.raises(ValidationError):
        answer(assessment, official, code="F1", value="not_ours")
    assert answer(assessment, official, code="S5", value="not_ours").value == "not_ours"
    for values in ({"value": "7"}, {"text": "x" * 5001}):
        with pytest.raises(ValidationError):
            answer(assessment, official, code="F3", **values)


@pytest.mark.django_db(transaction=True)
def test_editors_who_save_at_once_keep_one_answer(assessment, official):
    outcomes = run_at_once(*[lambda: answer(assessment, official)] * 8)

    assert sum(isinstance(outcome, Answer) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, StaleAnswer) for outcome in outcomes) == 7
    assert Answer.objects.get().revision == 1


# --- The survey ------------------------------------------------------------------------------------
@pytest.fixture
def survey(assessment, approver):
    return open_survey(assessment=assessment, by=approver)


def test_an_approver_opens_and_closes_it(assessment, official, approver):
    with pytest.raises(NotAllowed):
        open_survey(assessment=assessment, by=official)
    survey = open_survey(assessment=assessment, by=approver)
    assert open_survey(assessment=assessment, by=approver) == survey
    close_survey(assessment=assessment, by=approver)
    with pytest.raises(Stale):
        reply(survey)


def test_nothing_is_shown_below_ten(assessment, survey):
    for _n in range(9):
        reply(survey)
    assert survey_said(assessment) is None
    assert report(assessment).survey_is_hidden
    reply(survey, answers={"F1": "met", "F2": "met"})

    assert survey_said(assessment) == {"F1": {"met": 1, "not_yet": 9}}


def test_a_double_click_is_one_reply(survey):
    key = uuid4()
    assert reply(survey, key=key) == reply(survey, key=key)
    assert SurveyReply.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"answers": {}},
        {"answers": {"F1": ""}},
        {"answers": {"F1": "not_ours"}},
        {"answers": {"nothing": "met"}},
        {"kind": "mayor"},
    ],
)
def test_a_strange_reply_is_refused_whole(survey, values):
    with pytest.raises(ValidationError):
        reply(survey, **values)
    assert not SurveyReply.objects.exists()


def test_nothing_tells_who_answered():
    names = {field.name for model in (SurveyReply,) for field in model._meta.get_fields()}
    assert names == {"id", "survey", "key", "kind", "sent_on", "answers"}


# --- What it tells ---------------------------------------------------------------------------------
def test_gaps_name_cities_to_learn_from_with_the_reason(scheme, official, city):
    near, far = make_city("Near", country=city.country), make_city("Far", country="FI", population=city.population)
    for place in (far, near):
        commitment = make_commitment(city=place, version_title=f"Promise of {place.name}")
        element = commitment.versions.get().elements.first()
    scheme.criteria.filter(code="F1").update(element=element.code)
    criterion, assessment = scheme.criteria.get(code="F1"), start_assessment(city=city, by=official)

    answer(assessment, official, code=criterion.code, value="not_yet")
    gap = report(assessment).gaps[0]

    assert gap.criterion == criterion
    assert [peer.city.name for peer in gap.peers] == ["Near", "Far"]
    assert gap.peers[0].is_same_country


def test_the_next_cycle_says_what_changed(assessment, official, approver, city):
    for _n in range(3):
        make_commitment(city=city)
    answer(assessment, official, value="not_yet")
    send(assessment, approver)
    next_one = start_assessment(city=city, by=official)
    answer(next_one, official, value="met")

    assert [(row.code, old, new) for row, old, new in report(next_one).changes] == [("F1", "not_yet", "met")]
