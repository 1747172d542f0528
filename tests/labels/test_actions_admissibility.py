"""One person of the office proposes whether an application can be looked at, another one confirms."""

import pytest

from core.models import OutboxMail
from labels.actions import (
    admit,
    drop_admissibility,
    find_inadmissible,
    propose_admissibility,
    refuse,
    reject_proposal,
    return_for_changes,
    sign_first,
    withdraw_application,
)
from labels.models import CaseClock, DecisionEntry, LabelApplication
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_application, make_conflict, make_scheme
from tests.labels.conftest import fresh


@pytest.fixture
def sent(city, approver) -> LabelApplication:
    scheme = make_scheme()
    for number, (stage, key) in enumerate([("admissibility", "check"), ("window", "open"), ("decision", "decide")], 1):
        row = scheme.stages.create(number=number, key=stage, title=stage, who="staff")
        row.deadlines.create(key=key, title=key, length=20, unit="days")
    return make_application(city=city, author=approver, scheme=scheme)


def running(application) -> list[str]:
    rows = CaseClock.objects.filter(application=application, ended_on=None)
    return sorted(rows.values_list("deadline__key", flat=True))


def said(application, by, *, yes=True):
    return propose_admissibility(obj=application, by=by, note="The mandate is there.", admissible=yes)


def test_a_second_person_admits_and_the_window_opens(sent, reviewer, decider):
    said(sent, reviewer)
    assert (sent.state, sent.state_for_city) == ("submitted", "submitted")
    with pytest.raises(NotAllowed):
        admit(obj=sent, by=reviewer)

    admit(obj=sent, by=decider)

    assert (fresh(sent).state, running(sent)) == ("window", ["open"])
    assert fresh(sent).admitted_at is not None
    mails = OutboxMail.objects.filter(name="label_admitted")
    assert {mail.recipients[0] for mail in mails} == {"pau@arden.example", reviewer.email, decider.email}
    assert "everybody may send statements" in mails[0].text
    entry = DecisionEntry.objects.get()
    assert (entry.act, entry.data["application"]) == ("admitted", sent.reference)


def test_what_two_found_inadmissible_is_signed_by_two_others(sent, reviewer, other_reviewer, decider, second_decider):
    said(sent, reviewer, yes=False)
    with pytest.raises(NotAllowed):
        admit(obj=sent, by=other_reviewer)

    decision = find_inadmissible(obj=sent, by=other_reviewer)

    assert (sent.state, decision.outcome, decision.reasons) == ("proposed", "inadmissible", "The mandate is there.")
    assert (sent.state_for_city, running(sent)) == ("submitted", ["decide"])
    sign_first(obj=sent, by=decider)
    assert refuse(obj=sent, by=second_decider).is_final
    assert (fresh(sent).state, DecisionEntry.objects.get().data["outcome"]) == ("refused", "inadmissible")
    assert running(sent) == []


def test_an_inadmissible_that_is_not_signed_is_checked_again(sent, reviewer, other_reviewer, decider):
    said(sent, reviewer, yes=False)
    find_inadmissible(obj=sent, by=other_reviewer)

    reject_proposal(obj=sent, by=decider, note="The mandate is valid.")

    assert (fresh(sent).state, fresh(sent).open_decision, running(sent)) == ("submitted", None, ["check"])
    said(sent, decider)
    assert admit(obj=sent, by=reviewer).state == "window"


def test_one_proposal_waits_at_a_time_and_can_be_dropped_with_a_reason(sent, reviewer, decider):
    first = said(sent, reviewer)
    with pytest.raises(NotReady, match="A proposal waits already"):
        said(sent, decider, yes=False)
    with pytest.raises(NotReady, match="Write the reason"):
        drop_admissibility(obj=sent, by=decider, note=" ")
    drop_admissibility(obj=sent, by=decider, note="The mandate has ended.", proposal=first.pk)
    second = said(sent, decider, yes=False)

    with pytest.raises(Stale, match="no longer the one on the table"):
        find_inadmissible(obj=sent, by=reviewer, proposal=first.pk)
    assert find_inadmissible(obj=sent, by=reviewer, proposal=second.pk)


@pytest.mark.parametrize(
    ("admissible", "note", "words"),
    [(None, "Because.", "Choose: admissible"), (True, " ", "Write the reasons"), (False, "x" * 10_001, "Shorten")],
)
def test_a_proposal_with_a_gap_is_refused_in_words(sent, reviewer, admissible, note, words):
    with pytest.raises(NotReady, match=words):
        propose_admissibility(obj=sent, by=reviewer, note=note, admissible=admissible)


@pytest.mark.parametrize("person", ["approver", "official", "administrator", "resident"])
def test_only_the_office_checks_and_without_conflict(sent, reviewer, decider, person, request):
    with pytest.raises(NotAllowed):
        said(sent, request.getfixturevalue(person))
    make_conflict(reviewer, sent.city)
    with pytest.raises(NotAllowed):
        said(sent, reviewer)
    said(sent, decider)
    with pytest.raises(NotAllowed):
        admit(obj=sent, by=request.getfixturevalue(person))


def test_sending_back_and_taking_back_close_the_open_proposal(sent, reviewer, decider, approver):
    said(sent, reviewer)
    return_for_changes(obj=sent, by=decider, note="The mandate is missing.")
    assert (fresh(sent).state, fresh(sent).open_admissibility) == ("returned", None)
    assert OutboxMail.objects.filter(name="label_returned").exists()
    LabelApplication.objects.filter(pk=sent.pk).update(state="submitted")
    said(fresh(sent), reviewer)
    withdraw_application(application=sent, by=approver)
    assert fresh(sent).open_admissibility is None
