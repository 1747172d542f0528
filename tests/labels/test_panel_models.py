"""What the database itself refuses about pool, draw and panel; who sits."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.policy import needs_second_factor
from labels.models import PanelDraw, PanelMember, PoolMember
from labels.rules.panel import is_seated, may_answer
from tests.factories import make_application, make_city, make_conflict, make_pool_member, make_user, seat, seat_panel

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    """Whether the database refuses `act`."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_an_offer_that_cannot_be():
    member = make_pool_member()
    row = PoolMember.objects.filter(pk=member.pk)
    for bad in (
        {"kind": "mayor"},
        {"kind": "official"},
        {"city": make_city()},
        {"accepted_by": member.user},
        {"accepted_by": None},
        {"accepted_at": None},
    ):
        assert refused(lambda bad=bad: row.update(**bad)), bad
    assert refused(lambda: make_pool_member(user=member.user))


def test_the_database_refuses_a_panel_or_draw_that_cannot_be(city):
    application = make_application(city=city)
    first, *others = seat_panel(application)
    row = PanelMember.objects.filter(pk=first.pk)
    staff = make_user(roles=("decider",))
    left = {"left_at": timezone.now(), "reason": "Gone"}
    for bad in ({"left_at": timezone.now()}, {"kind": "mayor"}, {"declared": "may"}, {"place": others[0].place}):
        assert refused(lambda bad=bad: row.update(**bad)), bad
    assert refused(lambda: seat(first.member, application, place=9))
    for bad in ({}, {"removal_by": staff}, {"removal_by": staff, "removed_by": staff}):
        assert refused(lambda bad=bad: seat(make_pool_member(), application, place=7, state="removed", **left, **bad))
    draw = PanelDraw.objects.create(application=application, draw_on=timezone.localdate())
    for bad in ({"listed_at": timezone.now()}, {"seed": "a" * 64}, {"drawn_at": timezone.now()}):
        assert refused(lambda bad=bad: PanelDraw.objects.filter(pk=draw.pk).update(**bad)), bad


def test_who_sits_in_a_panel_and_who_may_judge_there(city, decider):
    application = make_application(city=city)
    first, second, *_ = seat_panel(application)
    assert not is_seated(first.member.user, application)  # before the panel's stage
    application.state = "panel"
    assert is_seated(first.member.user, application)
    assert may_answer(first.member.user, application)
    assert not is_seated(decider, application)
    make_conflict(first.member.user, city)
    assert not is_seated(first.member.user, application)
    make_conflict(second.member.user, city, kind="soft")
    assert is_seated(second.member.user, application)
    assert not may_answer(second.member.user, application)


def test_the_pool_needs_a_second_factor(settings):
    settings.MFA_REQUIRED = True
    assert needs_second_factor(make_pool_member().user)
    assert not needs_second_factor(make_pool_member(state="waiting").user)
