from types import SimpleNamespace

import pytest

from cities import rules

CITY, OTHER = SimpleNamespace(pk=1, email_domains=[]), SimpleNamespace(pk=2, email_domains=[])


def person(*, roles=(), cities=None, conflicts=(), active=True, signed_in=True, pk=7):
    return SimpleNamespace(
        pk=pk,
        is_authenticated=signed_in,
        is_active=active,
        role_names=frozenset(roles),
        city_roles=cities or {},
        conflict_city_ids=frozenset(conflicts),
        open_soft_city_ids=frozenset(),
        email="somebody@example.org",
    )


def asked(applicant=9, *cities):
    return SimpleNamespace(applicant_id=applicant, concerned_cities=list(cities))


VISITOR = SimpleNamespace(pk=None, is_authenticated=False, is_active=False)
PEOPLE = {
    "resident": person(),
    "editor": person(cities={1: "editor"}),
    "editor_b": person(cities={2: "editor"}),
    "approver": person(cities={1: "approver"}),
    "reviewer": person(roles=["reviewer"]),
    "reviewer_in_conflict": person(roles=["reviewer"], conflicts=[1]),
    "decider": person(roles=["decider"]),
    "decider_in_conflict": person(roles=["decider"], conflicts=[1]),
    "administrator": person(roles=["administrator"]),
}
# process.md, section 4: who may, of everybody in PEOPLE.
TABLE = {
    "may_ask_to_join": (rules.may_ask_to_join, (), "resident editor editor_b approver"),
    "may_verify_joins": (
        *(rules.may_verify_joins, ()),
        "reviewer reviewer_in_conflict decider decider_in_conflict administrator",
    ),
    "may_decide_join": (rules.may_decide_join, (asked(9, CITY),), "reviewer decider administrator"),
    "may_see_join": (rules.may_see_join, (asked(9, CITY),), "reviewer decider administrator"),
    "may_withdraw_join": (rules.may_withdraw_join, (asked(9),), ""),
    "may_publish_profile_translation": (
        rules.may_publish_profile_translation,
        (CITY,),
        "approver administrator",
    ),
    "may_edit_profile": (rules.may_edit_profile, (CITY,), "editor approver administrator"),
    "may_see_members": (rules.may_see_members, (CITY,), "editor approver decider administrator"),
    "may_list_members": (rules.may_list_members, (), "decider decider_in_conflict administrator"),
    "may_manage_members": (rules.may_manage_members, (CITY,), "approver administrator"),
    "may_edit_identity": (rules.may_edit_identity, (), "administrator"),
    "may_declare_conflict": (
        *(rules.may_declare_conflict, ()),
        "reviewer reviewer_in_conflict decider decider_in_conflict",
    ),
    "may_check": (rules.may_check, (CITY,), "reviewer decider"),
    "may_read_mandate": (
        *(rules.may_read_mandate, (SimpleNamespace(city=CITY),)),
        "editor approver reviewer decider administrator",
    ),
    "acts_for": (rules.acts_for, (CITY,), "editor approver"),
    "is_approver": (rules.is_approver, (CITY,), "approver"),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_rules_are_those_of_the_process(name):
    rule, objects, allowed = TABLE[name]

    assert {who for who, user in PEOPLE.items() if rule(user, *objects)} == set(allowed.split())


@pytest.mark.parametrize("name", [name for name in TABLE if name != "may_withdraw_join"])
def test_a_visitor_and_an_account_that_is_off_may_nothing(name):
    rule, objects, _allowed = TABLE[name]
    off = [person(roles=["reviewer", "decider", "administrator"], cities={1: "approver"}, active=False), VISITOR]

    assert not any(rule(user, *objects) for user in off)


def test_the_applicant_sees_and_takes_back_but_never_decides():
    own = asked(7)
    administrator = PEOPLE["administrator"]

    assert rules.may_see_join(PEOPLE["resident"], own)
    assert rules.may_withdraw_join(PEOPLE["resident"], own)
    assert not rules.may_decide_join(administrator, own)
    assert not rules.may_withdraw_join(person(active=False), own)


def test_an_own_role_is_a_hard_conflict():
    both = person(roles=["reviewer"], cities={1: "editor"})

    assert rules.has_hard_conflict(both, CITY)
    assert not rules.may_check(both, CITY)
    assert rules.may_check(both, OTHER)
    assert not rules.may_decide_join(both, asked(9, OTHER, CITY))


def test_an_approver_anywhere_needs_a_second_factor():
    assert rules.is_approver_anywhere(PEOPLE["approver"])
    assert not rules.is_approver_anywhere(PEOPLE["editor"])
    assert not rules.is_approver_anywhere(VISITOR)
