"""The public decision log: written with the act, guarded by the database, checked by anybody."""

import datetime as dt
import random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from core.models import AuditEvent
from labels import chain
from labels.actions import grant, log_act, propose, refuse, sign_first
from labels.log_guards import TRIGGERS, missing_guards, set_guards
from labels.models import DecisionEntry, DecisionHead, Label
from labels.queries import log
from review.workflow import Stale
from tests.factories import make_city, make_user
from tests.labels.conftest import REASONS, fill, fresh
from tests.races import run_at_once

ROUNDS = 1000


# --- Written with the act --------------------------------------------------------------------------
def test_a_grant_writes_its_entry(signed, second_decider, city):
    label = grant(obj=signed, by=second_decider)

    entry = DecisionEntry.objects.get()
    assert (entry.seq, entry.act, entry.label_code, entry.city_slug) == (1, "granted", label.code, city.slug)
    assert entry.data == {
        "application": signed.reference,
        "awarding_body": label.awarding_body,
        "edition": signed.scheme.code,
        "from": label.granted_on.isoformat(),
        "outcome": "awarded",
        "plain": "There is a desk now.",
        "reasons": REASONS,
        "rules": "2026-1",
        "signatures": 2,
        "until": label.valid_until.isoformat(),
    }
    assert entry.prev_hash == chain.GENESIS
    assert list(log.log_faults()) == []


def test_a_refusal_is_an_entry_without_a_label(application, reviewer, decider, second_decider):
    why = {"plan": "Report.", "mentor_reason": "None yet."}
    propose(obj=application, by=reviewer, note="No report was sent.", outcome="not_yet", **why)
    sign_first(obj=application, by=decider)
    refuse(obj=application, by=second_decider)

    entry = DecisionEntry.objects.get()
    assert (entry.act, entry.label_code, entry.data["reasons"]) == ("refused", "", "No report was sent.")


def test_no_entry_without_the_act_and_no_act_without_its_entry(signed, second_decider, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("labels.actions.decisions.send_decision", broken)
    with pytest.raises(RuntimeError):
        grant(obj=signed, by=second_decider)

    assert not DecisionEntry.objects.exists()
    assert not Label.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr("labels.actions.decisions.log_act", broken)
    with pytest.raises(RuntimeError):
        grant(obj=fresh(signed), by=second_decider)
    assert not Label.objects.exists()


def test_no_entry_names_a_person(signed, decider, second_decider):
    grant(obj=signed, by=second_decider)

    line = next(iter(log.log_lines()))
    for person in (decider, second_decider, signed.author):
        assert person.name not in line
        assert person.email not in line


def test_a_city_without_a_public_page_is_not_named_and_a_sample_is_marked(db):
    hidden = log_act("refused", city=make_city("Hidden", is_public=False))
    sample = log_act("refused", city=make_city("Sample", origin="sample"))

    assert "hidden" not in chain.line_of(hidden).lower()
    assert sample.data["invented"] is True


def test_an_unknown_act_is_refused(city):
    with pytest.raises(ValueError, match="banana"):
        log_act("banana", city=city)


@pytest.mark.django_db(transaction=True)
def test_32_writers_at_once_make_one_unbroken_chain():
    city = make_city("Arden")

    outcomes = run_at_once(*[lambda: log_act("refused", city=city)] * 32)

    assert all(isinstance(outcome, DecisionEntry) for outcome in outcomes)
    assert sorted(outcome.seq for outcome in outcomes) == list(range(1, 33))
    assert list(log.log_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_32_deciders_who_sign_at_once_write_one_entry(signed):
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(32)]

    outcomes = run_at_once(*[lambda by=by: grant(obj=fresh(signed), by=by) for by in deciders])

    assert sum(isinstance(outcome, Label) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {Label, Stale}
    assert DecisionEntry.objects.count() == 1
    assert list(log.log_faults()) == []


# --- The database's own word -----------------------------------------------------------------------
def test_the_database_refuses_to_change_delete_or_slip_in_an_entry(city):
    fill(city, 3)
    rows = DecisionEntry.objects
    acts = (
        lambda: rows.filter(seq=2).update(act="revoked"),
        lambda: rows.filter(seq=3)._raw_delete("default"),
        lambda: rows.create(seq=9, at=timezone.now(), act="granted", prev_hash="0" * 64, hash="f" * 64),
        lambda: DecisionHead.objects.update(seq=2),
        lambda: DecisionHead.objects.all()._raw_delete("default"),
    )
    for act in acts:
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            act()
    assert list(log.log_faults()) == []


def test_guards_that_were_dropped_are_named_and_set_again(unguarded):
    assert missing_guards() == list(TRIGGERS)
    with pytest.raises(CommandError, match="5 faults"):
        call_command("verify_decisions")

    set_guards(None, "default")
    assert missing_guards() == []


# --- Tampering -------------------------------------------------------------------------------------
def _changed(rows, picks):
    row = picks.choice(rows)
    name = picks.choice(["act", "label_code", "city_slug", "city_name", "data", "at", "prev_hash", "hash"])
    value = getattr(row, name)
    if name == "data":
        key = picks.choice(sorted(value))
        row.data = {**value, key: f"{value[key]}!"}
    elif name == "at":
        row.at = value + dt.timedelta(microseconds=picks.choice([-1, 1]))
    else:
        at = picks.randrange(len(value))
        setattr(row, name, value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :])
    return rows


def _deleted(rows, picks):
    rows.remove(picks.choice(rows))
    return rows


def _inserted(rows, picks):
    at = picks.randrange(1, len(rows))
    false = DecisionEntry(seq=rows[at].seq, at=rows[at].at, act="granted", data={}, prev_hash=rows[at - 1].hash)
    false.hash = chain.hash_of(chain.line_of(false))
    return [*rows[:at], false, *rows[at:]]


def _reordered(rows, picks):
    a, b = picks.sample(range(len(rows)), 2)
    rows[a].seq, rows[b].seq = rows[b].seq, rows[a].seq
    return sorted(rows, key=lambda row: row.seq)


def _cut(rows, picks):
    return rows[: picks.randrange(len(rows))]


def _rewritten_from(rows, picks):
    """Somebody changes one entry and makes every later hash anew: only the head, kept elsewhere, still knows."""
    start = picks.randrange(len(rows))
    rows[start].city_name += "x"
    last = rows[start].prev_hash
    for row in rows[start:]:
        row.prev_hash = last
        row.hash = last = chain.hash_of(chain.line_of(row))
    return rows


WAYS = (_changed, _deleted, _inserted, _reordered, _cut, _rewritten_from)


def test_1000_random_tamperings_are_found(city):
    fill(city, 12)
    head, picks = log.log_head(), random.Random(20261127)
    whole = list(DecisionEntry.objects.order_by("seq"))
    assert list(chain.faults(whole, head)) == []

    for number in range(ROUNDS):
        rows = [DecisionEntry(**{field.name: getattr(row, field.name) for field in row._meta.fields}) for row in whole]
        way = WAYS[number % len(WAYS)]
        assert list(chain.faults(way(rows, picks), head)), f"{way.__name__} in round {number} was not found"


@pytest.mark.parametrize("cut", [1, 3])
def test_a_tail_cut_off_with_its_head_is_found_by_the_audit_chain(unguarded, city, cut):
    entries = fill(city, 5)
    last = entries[-cut - 1]
    DecisionEntry.objects.filter(seq__gt=last.seq).delete()
    DecisionHead.objects.update(seq=last.seq, hash=last.hash)

    found = list(log.log_faults())
    assert len(found) == cut
    assert "The audit chain names entry 5" in found[-1]


def test_the_command_names_each_fault(unguarded, city, capsys):
    fill(city, 4)
    DecisionEntry.objects.filter(seq=2).update(act="granted")
    set_guards(None, "default")

    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_decisions")
    assert "Entry 2 was changed" in capsys.readouterr().err


def test_a_whole_log_says_where_it_ends(city, capsys):
    last = fill(city, 2)[-1]
    call_command("verify_decisions")

    assert f"2 entries, newest hash {last.hash}." in capsys.readouterr().out
    assert AuditEvent.objects.filter(action="decision_logged").count() == 2
