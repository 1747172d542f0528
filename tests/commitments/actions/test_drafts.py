"""A text is written at the desk: step by step, by several people, and never over somebody else's words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from commitments import actions
from commitments.actions import StaleEdit
from commitments.models import Commitment, CommitmentVersion, Evidence
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_evidence, make_role, make_user, make_version
from tests.factories.framework import make_element, make_right
from tests.races import run_at_once


def latest(commitment):
    return commitment.versions.select_related("commitment__city").order_by("-number").first()


def save(version, by, *, links=None, **values):
    return actions.save_version(version=version, by=by, revision=version.revision, values=values, links=links)


# --- Start ----------------------------------------------------------------------------------------------


def test_an_editor_starts_a_commitment(city, official):
    version = actions.start_commitment(city=city, by=official, language="de", title="  Ein   Büro ")

    assert (version.number, version.state, version.language, version.title) == (1, "draft", "de", "Ein Büro")
    assert (version.author, version.editor, version.commitment.created_by) == (official, official, official)
    assert version.commitment.state == "draft"
    assert version.commitment.code.startswith("HRC-")
    assert AuditEvent.objects.get(action="start").scope == f"cities.city:{city.pk}"


def test_strangers_start_nothing(city, other_official, reviewer, resident):
    for person in (other_official, reviewer, resident):
        with pytest.raises(NotAllowed):
            actions.start_commitment(city=city, by=person)
    assert not Commitment.objects.exists()


def test_a_code_that_is_taken_is_drawn_again(city, official, monkeypatch):
    taken = make_commitment(city=city).code
    codes = iter([taken, taken, "HRC-FRESHH"])
    monkeypatch.setattr(Commitment._meta.get_field("code"), "_get_default", lambda: next(codes))

    assert actions.start_commitment(city=city, by=official).commitment.code == "HRC-FRESHH"


def test_codes_that_are_always_taken_end_in_an_error(city, official, monkeypatch):
    taken = make_commitment(city=city).code
    monkeypatch.setattr(Commitment._meta.get_field("code"), "_get_default", lambda: taken)

    with pytest.raises(IntegrityError):
        actions.start_commitment(city=city, by=official)


# --- Save -----------------------------------------------------------------------------------------------


def test_a_part_is_saved_and_the_rest_stays(city, official, approver):
    version = actions.start_commitment(city=city, by=official, title="A desk")
    element, right = make_element(), make_right()

    saved = save(
        version,
        approver,
        summary=" Free help.\r\n\r\n\r\n\r\nFor all. ",
        starts_on=dt.date(2026, 3, 1),
        budget="410000",
        links={"elements": [element.pk], "rights": [right.pk]},
    )

    saved.refresh_from_db()
    assert saved.title == "A desk"
    assert saved.summary == " Free help.\n\nFor all."
    assert (saved.starts_on, saved.budget) == (dt.date(2026, 3, 1), Decimal("410000.00"))
    assert (list(saved.elements.all()), list(saved.rights.all())) == ([element], [right])
    assert (saved.revision, saved.editor, saved.author) == (2, approver, official)


def test_a_field_is_emptied(city, official):
    version = make_version(make_commitment(city=city, state="lapsed"), state="draft")

    saved = save(version, official, starts_on=None, title="", links={"rights": []})

    assert (saved.starts_on, saved.title, saved.rights.count()) == (None, "", 0)


def test_a_stale_save_writes_nothing_and_carries_the_current_text(city, official, approver):
    mine = actions.start_commitment(city=city, by=official, title="A desk")
    save(mine, approver, title="Three desks", links={"elements": [make_element().pk]})

    with pytest.raises(StaleEdit) as refusal:
        save(mine, official, title="No desk", links={"elements": []})

    assert refusal.value.current.title == "Three desks"
    assert refusal.value.current.revision == 2
    mine.refresh_from_db()
    assert (mine.title, mine.elements.count(), mine.revision) == ("Three desks", 1, 2)


@pytest.mark.parametrize("state", ["sign_off", "submitted", "checking", "published", "superseded", "lapsed"])
def test_only_drafts_are_saved(state, city, official):
    version = latest(make_commitment(city=city, state=state))

    with pytest.raises(Stale):
        save(version, official, title="Changed")
    with pytest.raises(Stale):
        actions.save_milestones(version=version, by=official, revision=version.revision, rows=[])

    version.refresh_from_db()
    assert version.title != "Changed"
    assert version.milestones.count() == 1


def test_strangers_save_nothing(city, other_official, reviewer, decider, administrator):
    version = latest(make_commitment(city=city, state="draft"))

    for person in (other_official, reviewer, decider, administrator):
        with pytest.raises(NotAllowed):
            save(version, person, title="Changed")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 201),
        ("summary", "x" * 1001),
        ("title", "NUL \x00"),
        ("problem", "half \ud800"),
        ("title", 7),
        ("language", "English"),
        ("language", ""),
        ("starts_on", "soon"),
        ("starts_on", dt.date(1492, 1, 1)),
        ("ends_on", "2026-02-31"),
        ("budget", "much"),
        ("budget", "-1"),
        ("budget", "NaN"),
        ("budget", "1e30"),
        ("budget", "9" * 5000),
    ],
)
def test_a_bad_value_is_named(field, value, city, official):
    version = actions.start_commitment(city=city, by=official, title="A desk")

    with pytest.raises(ValidationError) as refusal:
        save(version, official, unit="Libraries", **{field: value})

    assert list(refusal.value.message_dict) == [field]
    version.refresh_from_db()
    assert (version.unit, version.revision) == ("", 1)


def test_nobody_writes_the_fields_of_the_process(city, official):
    version = actions.start_commitment(city=city, by=official)

    for field in ("state", "number", "reference", "author", "signed_off_by", "content_hash", "published_at"):
        with pytest.raises(ValueError, match=field):
            save(version, official, **{field: "x"})


@pytest.mark.parametrize("key", [0, -1, 999_999, 2**63, 10**40])
def test_a_link_must_be_on_the_list(key, city, official):
    version = actions.start_commitment(city=city, by=official)

    with pytest.raises(ValidationError) as refusal:
        save(version, official, links={"elements": [key]})

    assert list(refusal.value.message_dict) == ["elements"]


def test_a_retired_link_stays_but_is_not_chosen_anew(city, official):
    make_element()
    retired = make_element(is_offered=False)
    with_it = latest(make_commitment(city=city, state="draft"))
    with_it.elements.set([retired])
    without = latest(make_commitment(city=city, state="draft"))

    assert list(save(with_it, official, links={"elements": [retired.pk]}).elements.all()) == [retired]
    with pytest.raises(ValidationError):
        save(without, official, links={"elements": [retired.pk]})


# --- Milestones -----------------------------------------------------------------------------------------


def test_milestones_are_replaced_and_keep_their_keys(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    key = version.milestones.get().key
    rows = [
        {"key": "", "title": "The first desk opens", "due_on": "2026-12-31"},
        {"key": key, "title": "Three desks are open", "due_on": None},
        {"key": "", "title": " ", "due_on": ""},
    ]

    saved = actions.save_milestones(version=version, by=official, revision=1, rows=rows)

    kept = [(row.position, row.title, row.due_on) for row in saved.milestones.all()]
    assert kept == [(1, "The first desk opens", dt.date(2026, 12, 31)), (2, "Three desks are open", None)]
    assert saved.milestones.last().key == key
    assert saved.milestones.first().key not in ("", key)
    assert saved.revision == 2


def test_a_foreign_key_becomes_a_new_one(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    rows = [{"key": "stolen", "title": "A desk", "due_on": None}]

    saved = actions.save_milestones(version=version, by=official, revision=1, rows=rows)

    assert saved.milestones.get().key != "stolen"


def test_evidence_of_a_removed_milestone_stays_with_the_text(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    make_evidence(version=version)
    version.evidence_rows.update(milestone_key=version.milestones.get().key)

    actions.save_milestones(version=version, by=official, revision=1, rows=[])

    assert version.evidence_rows.get().milestone_key == ""


def test_bad_milestones_are_refused_with_their_number(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    key = version.milestones.get().key
    rows = [{"key": key, "title": "x" * 301, "due_on": None}, {"key": "", "title": "B", "due_on": "never"}]

    with pytest.raises(ValidationError) as refusal:
        actions.save_milestones(version=version, by=official, revision=1, rows=rows)
    assert [message[:11] for message in refusal.value.messages] == ["Milestone 1", "Milestone 2"]

    for bad in ([{"key": key, "title": "A"}] * 2, [{"key": "", "title": "A"}] * 31):
        with pytest.raises(ValidationError):
            actions.save_milestones(version=version, by=official, revision=1, rows=bad)
    assert version.milestones.count() == 1


# --- A correction or a change? --------------------------------------------------------------------------


def test_an_amendment_is_a_correction_until_it_changes_an_aim_or_a_date(city, official):
    commitment = make_commitment(city=city, version_title="Help in every libary")
    version = actions.amend(commitment=commitment, by=official)
    assert version.is_material is False

    version = save(version, official, title="Help in every library", is_material=False)
    assert version.is_material is False

    version = save(version, official, ends_on=dt.date(2029, 6, 30), is_material=False)
    assert version.is_material is True


def test_a_milestone_put_off_is_a_change(city, official):
    version = actions.amend(commitment=make_commitment(city=city), by=official)
    row = version.milestones.get()
    rows = [{"key": row.key, "title": row.title, "due_on": dt.date(2028, 1, 1)}]

    saved = actions.save_milestones(version=version, by=official, revision=version.revision, rows=rows)

    assert saved.is_material is True


def test_the_city_may_call_a_correction_a_change(city, official):
    version = actions.amend(commitment=make_commitment(city=city), by=official)

    assert save(version, official, is_material=True).is_material is True


# --- Delete ---------------------------------------------------------------------------------------------


def test_an_unsent_draft_is_deleted_with_its_commitment_and_evidence(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    make_evidence(version=version)

    actions.delete_draft(version=version, by=official)

    assert not Commitment.objects.exists()
    assert not Evidence.objects.exists()
    assert AuditEvent.objects.filter(action="delete_draft").count() == 1


def test_deleting_an_amendment_leaves_the_published_text(city, official):
    commitment = make_commitment(city=city)
    kept = make_evidence(version=latest(commitment))
    version = actions.amend(commitment=commitment, by=official)

    actions.delete_draft(version=version, by=official)

    assert [row.state for row in commitment.versions.all()] == ["published"]
    assert list(Evidence.objects.all()) == [kept]


def test_a_text_that_was_sent_before_is_given_up_not_deleted(city, official):
    version = latest(make_commitment(city=city, state="returned", version_submissions=1))

    actions.delete_draft(version=version, by=official)

    version.refresh_from_db()
    assert version.state == "lapsed"
    assert version.status_changes.get().transition == "discard"


@pytest.mark.parametrize("state", ["sign_off", "submitted", "checking", "published"])
def test_what_is_on_its_way_or_public_is_not_deleted(state, city, official):
    version = latest(make_commitment(city=city, state=state))

    with pytest.raises(Stale):
        actions.delete_draft(version=version, by=official)

    assert CommitmentVersion.objects.filter(pk=version.pk).exists()


def test_strangers_delete_nothing(city, other_official):
    version = latest(make_commitment(city=city, state="draft"))

    with pytest.raises(NotAllowed):
        actions.delete_draft(version=version, by=other_official)


# --- Sign-off -------------------------------------------------------------------------------------------


def test_a_complete_draft_goes_to_the_approvers(city, official, approver):
    writing_approver = make_user("Wim Writer")
    make_role(writing_approver, city, "approver")
    version = latest(make_commitment(city=city, state="draft", author=official))
    version = save(version, writing_approver, unit="Libraries")

    version = actions.ask_sign_off(version=version, by=official)

    assert version.state == "sign_off"
    mail = OutboxMail.objects.get()
    assert (mail.recipients, mail.name) == ([approver.email], "sign_off_asked")
    assert version.title in mail.subject


def test_an_incomplete_draft_stays_and_says_what_is_missing(city, official):
    version = actions.start_commitment(city=city, by=official)

    with pytest.raises(NotReady) as refusal:
        actions.ask_sign_off(version=version, by=official)

    assert "Write a title." in refusal.value.reasons
    assert "Choose at least one right." in refusal.value.reasons
    version.refresh_from_db()
    assert version.state == "draft"


def test_an_approver_sends_it_back_with_a_word(city, official, approver):
    version = latest(make_commitment(city=city, state="sign_off", author=official))

    version = actions.send_back(version=version, by=approver, note="Name the libraries.")

    assert version.state == "draft"
    mail = OutboxMail.objects.get()
    assert mail.recipients == [official.email]
    assert "Name the libraries." in mail.text


# --- Amend ----------------------------------------------------------------------------------------------


def test_an_amendment_copies_everything(city, official):
    commitment = make_commitment(city=city)
    published = latest(commitment)
    CommitmentVersion.objects.filter(pk=published.pk).update(state="draft", budget=410000, change_reason="Old reason")
    evidence = make_evidence(version=latest(commitment))
    published.evidence_rows.update(milestone_key=published.milestones.get().key)
    CommitmentVersion.objects.filter(pk=published.pk).update(state="published")

    version = actions.amend(commitment=commitment, by=official)

    assert (version.number, version.state, version.author, version.editor) == (2, "draft", official, official)
    assert (version.title, version.budget, version.change_reason) == (published.title, Decimal(410000), "")
    assert (version.reference, version.content_hash, version.submitted_at, version.submissions) == ("", "", None, 0)
    for name in ("elements", "rights", "policy_areas", "groups"):
        assert list(getattr(version, name).all()) == list(getattr(published, name).all()) != []
    old, new = published.milestones.get(), version.milestones.get()
    assert (new.key, new.title, new.due_on) == (old.key, old.title, old.due_on)
    assert new.pk != old.pk
    row = version.evidence_rows.get()
    assert (row.evidence, row.milestone_key) == (evidence, old.key)
    assert latest(commitment).state == "draft"
    assert commitment.versions.get(number=1).state == "published"


def test_a_second_amendment_is_the_first_one(city, official, approver):
    commitment = make_commitment(city=city)

    assert actions.amend(commitment=commitment, by=official) == actions.amend(commitment=commitment, by=approver)
    assert commitment.versions.count() == 2


def test_a_lapsed_first_text_can_be_taken_up_again(city, official):
    commitment = make_commitment(city=city, state="lapsed")

    version = actions.amend(commitment=commitment, by=official)

    assert (version.number, version.is_material) == (2, True)
    assert version.title == commitment.versions.get(number=1).title


def test_an_ended_commitment_is_not_amended(city, official, other_official):
    for state in ("withdrawn", "closed"):
        commitment = make_commitment(city=city)
        Commitment.objects.filter(pk=commitment.pk).update(state=state)
        with pytest.raises(NotAllowed):
            actions.amend(commitment=commitment, by=official)
    with pytest.raises(NotAllowed):
        actions.amend(commitment=make_commitment(city=city), by=other_official)


# --- Two people at once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_save_at_once_one_is_told(city, official, approver):
    version = actions.start_commitment(city=city, by=official, title="A desk")

    stale = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
    outcomes = run_at_once(*(lambda n=n: save(stale, (official, approver)[n % 2], title=f"Text {n}") for n in range(8)))

    saved = [row for row in outcomes if isinstance(row, CommitmentVersion)]
    assert len(saved) == 1, outcomes
    assert sum(isinstance(row, StaleEdit) for row in outcomes) == 7
    version.refresh_from_db()
    assert (version.title, version.revision) == (saved[0].title, 2)


@pytest.mark.django_db(transaction=True)
def test_people_who_amend_at_once_share_one_draft(city, official, approver):
    commitment = make_commitment(city=city)

    outcomes = run_at_once(*(lambda p=p: actions.amend(commitment=commitment, by=p) for p in (official, approver) * 4))

    assert len({row.pk for row in outcomes}) == 1
    assert commitment.versions.count() == 2
