"""From every state of an application only the table's moves are possible, for every role: all of them are tried."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from labels.models import LabelApplication
from labels.workflow import APPLICATION
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_application, make_conflict, make_pool_member, make_role, make_scheme, make_user, seat

ROLES = ("visitor", "resident", "EA", "EB", "PA", "RV", "DE", "PM", "AD", "root", "RV conflict", "DE conflict")
NAMES = {step.name for step in APPLICATION.transitions}
ALSO = {"admit": {"admitted_at": timezone.now()}}  # the database asks for it
CHECK = {"propose_admissibility", "return_for_changes"}
OFFICE = ("RV", "DE")

# Scene -> role -> what the table allows. Roles that are not named may do nothing.
SCENES = {
    "draft": {"PA": {"submit", "withdraw"}},
    "returned": {"PA": {"submit", "withdraw"}},
    "submitted": {"PA": {"withdraw"}, **dict.fromkeys(OFFICE, CHECK)},
    "submitted, yes proposed": {"PA": {"withdraw"}, **dict.fromkeys(OFFICE, CHECK | {"drop_admissibility", "admit"})},
    "submitted, no proposed": {
        "PA": {"withdraw"},
        **dict.fromkeys(OFFICE, CHECK | {"drop_admissibility", "find_inadmissible"}),
    },
    "submitted, yes proposed by RV": {
        "PA": {"withdraw"},
        "RV": CHECK | {"drop_admissibility"},
        "DE": CHECK | {"drop_admissibility", "admit"},
    },
    "window, its clock runs": {"PA": {"withdraw"}},
    "window": {"PA": {"withdraw"}, "RV": {"close_window"}, "DE": {"close_window"}},
    "panel": {"PA": {"withdraw"}},
    "reply, its clock runs": {"PA": {"withdraw", "send_reply", "accept_findings"}},
    "reply": {"PA": {"withdraw", "send_reply", "accept_findings"}, "RV": {"close_reply"}, "DE": {"close_reply"}},
    "second_look": {"PA": {"withdraw"}},
    "deciding": {"PA": {"withdraw"}, "RV": {"propose"}, "DE": {"propose"}},
    "proposed, awarded": {"PA": {"withdraw"}, "DE": {"sign_first", "reject_proposal"}},
    "proposed, awarded by RV": {
        "PA": {"withdraw"},
        "RV": {"reject_proposal"},
        "DE": {"sign_first", "reject_proposal"},
    },
    "proposed, awarded by DE": {"PA": {"withdraw"}, "DE": {"reject_proposal"}},
    "proposed, awarded, signed": {"PA": {"withdraw"}, "DE": {"reject_proposal", "grant"}},
    "proposed, conditions, signed": {"PA": {"withdraw"}, "DE": {"reject_proposal", "grant"}},
    "proposed, not_yet, signed": {"PA": {"withdraw"}, "DE": {"reject_proposal", "refuse"}},
    "proposed, awarded, signed by DE": {"PA": {"withdraw"}, "DE": {"reject_proposal"}},
    "proposed, inadmissible": {"PA": {"withdraw"}, "DE": {"sign_first", "reopen_admissibility"}},
    "proposed, inadmissible, signed": {"PA": {"withdraw"}, "DE": {"refuse", "reopen_admissibility"}},
    "granted": {},
    "refused": {},
    "withdrawn": {},
}


@pytest.fixture
def people(city, other_city):
    found = {
        "visitor": AnonymousUser(),
        "RV": make_user("Rita", roles=("reviewer",)),
        "DE": make_user("Dana", roles=("decider",)),
        "AD": make_user("Ada", roles=("administrator",)),
        "root": make_user("Root", is_superuser=True),
        "RV conflict": make_user("Rolf", roles=("reviewer",)),
        "DE conflict": make_user("Dirk", roles=("decider",)),
    }
    for role in ROLES:
        found.setdefault(role, make_user(role))
    make_role(found["EA"], city, "editor")
    make_role(found["EB"], other_city, "editor")
    make_role(found["PA"], city, "approver")
    for role in ("RV conflict", "DE conflict"):
        make_conflict(found[role], city)
    return found


def staged(scene, city, people):
    """The application of one scene, with the panel member in its panel."""
    state, *facts = scene.replace(" by ", ", by ").split(", ")
    scheme = make_scheme()
    clock = scheme.stages.create(number=1, key=state, title=state, who="public").deadlines.create(
        key={"window": "open", "reply": "answer"}.get(state, "none"), title="time", length=9, unit="days"
    )
    by = people[facts[-1].removeprefix("by ")] if facts and facts[-1].startswith("by ") else None
    fields = {"scheme": scheme}
    if state == "proposed":
        is_signed = "signed" in facts
        signer = by if is_signed and by else make_user("First Signer", roles=("decider",))
        fields |= {"outcome": facts[0], "admitted": facts[0] != "inadmissible"}
        fields |= {"signed_by": signer} if is_signed else {}
    application = make_application(city=city, state=state, **fields)
    if facts and facts[0].endswith("proposed"):
        proposer = by or make_user("Other Checker", roles=("reviewer",))
        application.admissibility.create(admissible=facts[0] == "yes proposed", reasons="Why.", proposed_by=proposer)
    if state == "proposed" and by and "signed" not in facts:
        application.decisions.update(proposed_by=by)
    if "its clock runs" in facts:
        application.clocks.create(deadline=clock, started_on="2026-01-01", due_on="2026-02-01")
    seat(make_pool_member(user=people["PM"]), application)
    return application


@pytest.mark.parametrize("scene", SCENES)
def test_only_the_moves_of_the_table_are_possible(scene, city, people):
    application, expected = staged(scene, city, people), SCENES[scene]
    state, moves = application.state, {t.name: t.target for t in APPLICATION.transitions}
    possible = {t.name for t in APPLICATION.transitions if state in t.sources}

    for role in ROLES:
        allowed = expected.get(role, set())
        assert {step.name for step in APPLICATION.available(application, people[role])} == allowed, role
        for name in NAMES:
            with transaction.atomic():
                try:
                    APPLICATION.apply(application, name, by=people[role], note="Because.", also=ALSO.get(name))
                    assert name in allowed, (role, name)
                    assert application.state == moves[name]
                except Stale:
                    assert name not in possible
                except NotAllowed:
                    assert name in possible - allowed, (role, name)
                except NotReady:
                    assert name in allowed, (role, name)
                transaction.set_rollback(True)
            application.state = state
    assert LabelApplication.objects.get(pk=application.pk).state == state


def test_every_state_and_every_move_is_tried():
    assert {scene.split(",")[0] for scene in SCENES} == set(LabelApplication.State.values)
    tried = set().union(*(names for roles in SCENES.values() for names in roles.values()))
    # What the portal does by itself, or three people of an appeal decided, is nobody's.
    on_appeal = {"grant_on_appeal", "lift_conditions_on_appeal", "reopen_on_appeal", "restart_on_appeal"}
    assert NAMES - tried == {"send_findings", "finish_second_look"} | on_appeal
