"""Who spoke about a case judges nothing of it: not drawn, no seat, no vote. Nobody reads who it was."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from core.access import Hidden
from labels.actions.findings import require_seat
from labels.actions.seating import release_conflicting
from labels.models import DecisionEntry
from labels.queries.appeals import appeal_to_hear, appeals_to_vote_on, eligible_judges
from labels.queries.draws import standing
from labels.queries.spoken import who_spoke
from labels.rules.appeals import may_hear_appeal
from labels.tokens import concern_fingerprint
from review.workflow import NotAllowed
from tests.factories import (
    declare,
    make_city,
    make_concern,
    make_label_statement,
    make_label_with_rules,
    make_panel_case,
    make_pool_member,
    make_role,
    make_user,
)
from tests.labels.appealing import hear, make_judges, make_refused, vote

pytestmark = pytest.mark.django_db


def speak_by_statement(person, application) -> None:
    make_label_statement(application, email=person.email)


def speak_by_second_address(person, application) -> None:
    EmailAddress.objects.create(user=person, email="Second@mail.example", verified=True)
    make_label_statement(application, email="second@mail.example", state="submitted")


def file_concern(person, application) -> None:
    make_concern(make_label_with_rules(application.city), filer="residents", email=person.email, state="gathering")


def support_concern(person, application) -> None:
    concern = make_concern(make_label_with_rules(application.city), filer="residents", state="gathering")
    concern.supports.create(email_hash=concern_fingerprint(person.email), confirmed_at=timezone.now())


WAYS = [speak_by_statement, speak_by_second_address, file_concern, support_concern]


@pytest.mark.parametrize("speak", WAYS)
def test_who_spoke_is_not_drawn_and_the_reason_says_nothing(city, speak):
    case = make_panel_case(city=city)
    member, other = make_pool_member(country="FR"), make_pool_member(country="FR")
    declare(case, member, other)
    assert {row["id"] for row in standing(case).candidates} >= {member.public_id, other.public_id}
    speak(member.user, case)

    pool = standing(case)
    assert member.public_id not in pool.members
    assert other.public_id in pool.members
    assert {"id": member.public_id, "why": "not_available"} in pool.excluded


@pytest.mark.parametrize("speak", WAYS)
def test_who_spoke_hears_no_appeal_of_the_case(city, approver, administrator, speak):
    decision, judges = make_refused(city, approver), make_judges()
    appeal = hear(decision, approver, names=administrator, judges=judges)
    first, second, _third = judges
    appeal_to_hear(second, appeal.reference)
    speak(second, decision.application)

    with pytest.raises(Hidden):
        appeal_to_hear(second, appeal.reference)
    with pytest.raises(NotAllowed):
        vote(appeal, [second], "uphold")
    assert second not in eligible_judges(appeal)
    assert first in eligible_judges(appeal)


@pytest.mark.parametrize("speak", WAYS)
def test_who_spoke_loses_the_seat_and_judges_nothing_before(city, speak):
    case = make_panel_case(city=city)
    member = make_pool_member(country="FR")
    seat = case.panel.create(member=member, place=1, kind=member.kind, name=member.name, country="FR")
    assert require_seat(case, member.user, "panel") == seat
    speak(member.user, case)

    with pytest.raises(NotAllowed):
        require_seat(case, member.user, "panel")
    assert (release_conflicting(), release_conflicting()) == (1, 0)
    seat.refresh_from_db()
    assert seat.in_conflict
    assert "statement" not in str(DecisionEntry.objects.first().data) + str(seat.status_changes.get().note)


def test_what_was_not_confirmed_or_is_about_another_case_bars_nobody(city, other_city):
    case = make_panel_case(city=city)
    elsewhere = make_panel_case(city=other_city, scheme=case.scheme)
    person, stranger = make_user("Ann"), make_user("Bob")
    make_label_statement(case, email=person.email, state="unconfirmed")
    make_label_statement(elsewhere, email=person.email, slot=2)
    make_concern(make_label_with_rules(other_city), email=person.email)
    EmailAddress.objects.create(user=person, email=stranger.email, verified=False)
    make_label_statement(case, email=stranger.email, slot=1)
    assert who_spoke([person], case) == set()
    assert who_spoke([person, stranger], case) == {stranger.pk}
    assert who_spoke([person], elsewhere) == {person.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_many_people_cost_no_more_queries(city, rows, django_assert_num_queries):
    case = make_panel_case(city=city)
    people = [make_user(f"Person {n}") for n in range(rows)]
    for person in people:
        make_label_statement(case, email=person.email)
    with django_assert_num_queries(3):
        assert who_spoke(people, case) == {person.pk for person in people}


@pytest.mark.parametrize("rows", [1, 3])
def test_many_cases_of_one_judge_cost_no_more_queries(rows, administrator, django_assert_num_queries):
    judges = make_judges()
    for n in range(rows):
        city = make_city(f"City {n}")
        approver = make_user(f"Approver {n}")
        make_role(approver, city, "approver")
        decision = make_refused(city, approver, edition=f"e{n}")
        make_label_statement(decision.application)
        hear(decision, approver, names=administrator, judges=judges)
    judge = type(judges[0]).objects.get(pk=judges[0].pk)
    assert may_hear_appeal(judge, city)  # reads roles and conflicts, once for all
    with django_assert_num_queries(5):
        assert len(appeals_to_vote_on(judge)) == rows
