"""Who may do what with commitments, versions, reports and evidence.

Objects are duck-typed: a version has `commitment.city`, `author_id`, `editor_id`, `state`; a report likewise.
"""

from typing import Any

from accounts.rules import is_administrator, is_decider, is_office, is_reviewer
from cities.rules import acts_for, has_hard_conflict, is_approver, may_check, may_judge

DRAFT_STATES = frozenset({"draft", "returned"})
WAITING_STATES = ("submitted", "checking", "refusal")


def may_write(user: Any, city: Any) -> bool:
    """Editors and approvers write drafts, reports and evidence for their city."""
    return acts_for(user, city)


def may_edit_version(user: Any, version: Any) -> bool:
    """A draft or returned text is edited by the city only."""
    return version.state in DRAFT_STATES and acts_for(user, version.commitment.city)


def may_ask_sign_off(user: Any, version: Any) -> bool:
    """The city's people hand a draft to an approver."""
    return acts_for(user, version.commitment.city)


def may_sign_off(user: Any, version: Any) -> bool:
    """An approver who wrote none of it: neither its author nor whoever saved it last."""
    return is_approver(user, version.commitment.city) and user.pk not in (version.author_id, version.editor_id)


def may_submit(user: Any, version: Any) -> bool:
    """Sign off and submit; a correction that changes no aim, target or date needs no sign-off."""
    if version.number > 1 and not version.is_material:
        return acts_for(user, version.commitment.city)
    return may_sign_off(user, version)


def may_submit_report(user: Any, report: Any) -> bool:
    """Progress reports are sent by the city's editors and approvers; the final one, which closes, by an approver."""
    if report.outcome:
        return is_approver(user, report.commitment.city)
    return acts_for(user, report.commitment.city)


def may_close(user: Any, commitment: Any) -> bool:
    """An approver asks to close a commitment; its final report passes the form check like any other."""
    return is_approver(user, commitment.city)


def may_confirm(user: Any, commitment: Any) -> bool:
    """The city's people confirm that all is still right, or ask for more time."""
    return acts_for(user, commitment.city)


def may_publish_translation(user: Any, version: Any) -> bool:
    """The city's people translate a public text; an approver lets the public read it."""
    return is_approver(user, version.commitment.city)


def by_link_only(user: Any, version: Any) -> bool:
    """No account: the mayor signs with a link that works once."""
    return False


def may_discard(user: Any, obj: Any) -> bool:
    """The city's people give up a text or report that was sent before; one never sent is simply deleted."""
    return acts_for(user, obj.commitment.city)


def may_send_back(user: Any, version: Any) -> bool:
    """An approver sends a text back to its writers; a writer may take it back as well."""
    return acts_for(user, version.commitment.city)


def may_see_version_at_desk(user: Any, version: Any) -> bool:
    """Drafts are seen by the city only."""
    return acts_for(user, version.commitment.city)


def may_see_submitted(user: Any, obj: Any) -> bool:
    """A submitted version or report is seen in the administration: reviewers, deciders, administrators."""
    return may_check(user, obj.commitment.city) or is_administrator(user)


def may_see_queue(user: Any) -> bool:
    """Reviewers and deciders see what waits for a check."""
    return is_reviewer(user) or is_decider(user)


def is_assigned(user: Any, obj: Any) -> bool:
    """Whether `user` holds the open assignment of `obj`."""
    return any(row.reviewer_id == user.pk and row.released_at is None for row in obj.assignments.all())


def may_claim(user: Any, obj: Any) -> bool:
    """A reviewer or decider without conflict takes a submission."""
    return may_check(user, obj.commitment.city)


def may_decide(user: Any, obj: Any) -> bool:
    """Publish or return: the assigned reviewer, or any decider; never with a conflict."""
    return may_judge(user, obj.commitment.city) and _is_in_charge(user, obj)


def _is_in_charge(user: Any, obj: Any) -> bool:
    return is_decider(user) or (is_reviewer(user) and is_assigned(user, obj))


def may_ask_city(user: Any, obj: Any) -> bool:
    """Whoever may decide may ask the city first, while the office has the turn."""
    return obj.state in WAITING_STATES and may_decide(user, obj)


def may_answer(user: Any, obj: Any) -> bool:
    """The city's people read and answer, while the office has the turn."""
    return obj.state in WAITING_STATES and acts_for(user, obj.commitment.city)


def may_see_notes(user: Any, obj: Any) -> bool:
    """Internal notes are for reviewers and deciders without conflict: never for the city or an administrator."""
    return may_check(user, obj.commitment.city)


def may_second_refusal(user: Any, obj: Any) -> bool:
    """A refusal takes two: a reviewer or decider without conflict who did not propose it."""
    return may_judge(user, obj.commitment.city) and obj.refusal_by_id not in (None, user.pk)


def may_reject_refusal(user: Any, obj: Any) -> bool:
    """A second person does not refuse, or whoever proposed it takes it back."""
    return may_judge(user, obj.commitment.city)


def may_assign(user: Any, obj: Any) -> bool:
    """Give a submission to somebody, or to somebody else: a decider without conflict."""
    return is_decider(user) and may_check(user, obj.commitment.city)


def may_release(user: Any, obj: Any) -> bool:
    """Give a claimed item back: whoever holds it, or a decider."""
    return may_check(user, obj.commitment.city) and _is_in_charge(user, obj)


def may_withdraw(user: Any, commitment: Any) -> bool:
    """An approver withdraws a public commitment, with a public reason."""
    return is_approver(user, commitment.city)


def may_see_confidential(user: Any, evidence: Any, cases: Any = ()) -> bool:
    """Confidential evidence: the city, deciders without conflict, reviewers assigned to a case that lists it."""
    if acts_for(user, evidence.city):
        return True
    if has_hard_conflict(user, evidence.city):
        return False
    return is_decider(user) or (is_reviewer(user) and any(is_assigned(user, case) for case in cases))


def may_see_all_reviewers(user: Any) -> bool:
    """Who of the office did what is read by deciders and administrators."""
    return is_decider(user) or is_administrator(user)


def may_see_reviewer(user: Any, person: Any) -> bool:
    """Reviewers read their own name, and those of the city's people."""
    return person.pk == user.pk or not person.is_staff or may_see_all_reviewers(user)


def may_enter_office(user: Any) -> bool:
    """Everybody in the office may look at what was submitted."""
    return is_office(user)


def never(user: Any, obj: Any) -> bool:
    """No person: a step of the system."""
    return False
