"""The audit chain: every tampering is found."""

import pytest
from django.core.management import CommandError, call_command

from core import audit
from core.models import AuditEvent, AuditHead
from tests.factories import make_user


@pytest.fixture
def chain(db):
    """Five events."""
    user = make_user()
    return [audit.record(f"step_{n}", by=user, obj=user, data={"n": n}) for n in range(5)]


def test_whole_chain_has_no_faults(chain, capsys):
    call_command("verify_audit")

    assert "whole: 5 events" in capsys.readouterr().out


def test_each_event_carries_the_hash_of_the_one_before(chain):
    assert [event.prev_hash for event in chain[1:]] == [event.hash for event in chain[:-1]]
    assert [event.seq for event in chain] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "change", [{"action": "other"}, {"actor": "someone"}, {"data": {"n": 99}}, {"scope": "x"}, {"object_ref": "y"}]
)
def test_an_edited_event_is_found(chain, change):
    AuditEvent.objects.filter(seq=3).update(**change)

    assert list(audit.verify()) == ["Event 3 was changed after it was written."]


def test_an_edit_that_forges_its_own_hash_breaks_the_next_link(chain):
    event = AuditEvent.objects.get(seq=3)
    event.action = "forged"
    event.hash = audit.digest(event)
    event.save()

    assert list(audit.verify()) == ["Event 4 does not follow the event before it."]


def test_a_deleted_event_is_found(chain):
    AuditEvent.objects.filter(seq=2).delete()

    assert next(iter(audit.verify())) == "Event 2 is missing: event 3 comes instead."


def test_a_deleted_last_event_is_found(chain):
    AuditEvent.objects.filter(seq=5).delete()

    assert list(audit.verify()) == ["The chain ends at event 4, but its head names event 5."]


def test_an_inserted_event_is_found(chain):
    AuditEvent.objects.create(
        seq=6, at=chain[0].at, actor="x", action="x", object_ref="x", prev_hash=chain[-1].hash, hash="f" * 64
    )

    assert "Event 6 was changed after it was written." in list(audit.verify())


def test_two_events_that_change_places_are_found(chain):
    AuditEvent.objects.filter(seq=2).update(seq=99)
    AuditEvent.objects.filter(seq=3).update(seq=2)
    AuditEvent.objects.filter(seq=99).update(seq=3)

    assert len(list(audit.verify())) >= 3


def test_the_command_fails_and_names_the_fault(chain, capsys):
    AuditHead.objects.update(seq=4)

    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_audit")
    assert "head names event 4" in capsys.readouterr().err


def test_a_refused_page_is_an_event_of_the_person_who_met_it(client_of, resident, city):
    client_of(resident).get(f"/en/desk/city/{city.slug}/members/")

    event = AuditEvent.objects.get(action="refused")
    assert event.actor == audit.ref(resident)
    assert event.object_ref == f"GET /en/desk/city/{city.slug}/members/"


def test_a_visitor_leaves_no_event(visitor, city):
    visitor.get(f"/en/desk/city/{city.slug}/members/")

    assert not AuditEvent.objects.exists()
