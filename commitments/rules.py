"""Who may do what with commitments, versions, reports and evidence; and what is still missing.

Objects are duck-typed: a version has `commitment.city`, `author_id`, `editor_id`, `state`; a report likewise.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import is_administrator, is_decider, is_office, is_reviewer
from cities.rules import acts_for, has_hard_conflict, is_approver, may_check

DRAFT_STATES = frozenset({"draft", "returned"})
WAITING_STATES = frozenset({"submitted", "checking"})
REASON_NEEDED = frozenset({"delayed", "dropped"})


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
    """Progress reports are sent by the city's editors and approvers."""
    return acts_for(user, report.commitment.city)


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
    city = obj.commitment.city
    if not may_check(user, city):
        return False
    return is_decider(user) or (is_reviewer(user) and is_assigned(user, obj))


def may_release(user: Any, obj: Any) -> bool:
    """Give a claimed item back: whoever holds it, or a decider."""
    return may_decide(user, obj)


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


def missing_for_submit(version: Any) -> list[str]:
    """Return what a version still lacks before it can be sent, one sentence each. Empty means ready."""
    texts = {
        "title": _("Write a title."),
        "summary": _("Write the promise in plain language."),
        "problem": _("Say which problem you found."),
        "action": _("Say what the city will do."),
        "unit": _("Name the unit that is responsible."),
        "consulted": _("Say who was consulted, or that nobody was."),
        "starts_on": _("Give the start date."),
        "ends_on": _("Give the end date."),
    }
    missing = [words for field, words in texts.items() if not getattr(version, field)]
    if version.starts_on and version.ends_on and version.ends_on < version.starts_on:
        missing.append(_("The end date must not be before the start date."))
    links = {
        "elements": _("Choose at least one element of the framework."),
        "rights": _("Choose at least one right."),
        "policy_areas": _("Choose at least one policy area."),
        "groups": _("Choose whom it concerns."),
    }
    missing += [words for field, words in links.items() if not getattr(version, field).all()]
    return missing + missing_milestones(version) + _missing_reason(version)


def missing_milestones(version: Any) -> list[str]:
    """Return what the milestones lack: at least one, each with a text and a date."""
    milestones = list(version.milestones.all())
    if not milestones:
        return [_("Add at least one milestone with a date.")]
    return [
        _("Milestone %(number)s needs a text and a date.") % {"number": milestone.position}
        for milestone in milestones
        if not (milestone.title and milestone.due_on)
    ]


def _missing_reason(version: Any) -> list[str]:
    was_public = version.number > 1 and version.commitment.first_published_at
    if was_public and version.is_material and not version.change_reason:
        return [_("Say in public why the published text changes.")]
    return []


def missing_for_report(report: Any) -> list[str]:
    """Return what a progress report still lacks, one sentence each."""
    missing = [] if report.text else [_("Say what happened since the last report.")]
    if report.progress in REASON_NEEDED and not report.reason:
        missing.append(_("Give the reason for the delay, or for dropping the commitment."))
    return missing + [
        _("Give the reason for milestone %(number)s.") % {"number": claim.position}
        for claim in report.claims.all()
        if claim.progress in REASON_NEEDED and not claim.note
    ]


# --- A correction or a change? ----------------------------------------------------------------------

TYPO_WORDS = 3
TYPO_LENGTH = 4


def is_material_change(old: Any, new: Any) -> bool:
    """Whether `new` changes the aim, the target or a date of the published text `old`; such a change needs a sign-off.

    A change is a mere correction when all of this holds:
    start, end, budget and the people it concerns are the same; the milestones are the same, with the same dates;
    title, promise, action and the milestones' texts differ by typing errors only (`is_typo`).
    The other texts (problem, unit, consultation, notes) may be corrected freely: the office still checks them.
    """
    if any(getattr(old, name) != getattr(new, name) for name in ("starts_on", "ends_on", "budget", "language")):
        return True
    if {row.pk for row in old.groups.all()} != {row.pk for row in new.groups.all()}:
        return True
    before = {row.key: row for row in old.milestones.all()}
    after = {row.key: row for row in new.milestones.all()}
    if {key: row.due_on for key, row in before.items()} != {key: row.due_on for key, row in after.items()}:
        return True
    texts = [(getattr(old, name), getattr(new, name)) for name in ("title", "summary", "action")]
    texts += [(row.title, after[key].title) for key, row in before.items()]
    return not all(is_typo(*pair) for pair in texts)


def is_typo(old: str, new: str) -> bool:
    """Whether two texts differ by typing errors only: same number of words, at most three of them misspelt.

    Punctuation, capitals and blanks do not count. Misspelt is a word of at least four letters, without a digit,
    that keeps its first letter and has one letter more, less or other, or two letters swapped. So "libary" may
    become "library", but "legal" not "illegal", 2027 not 2028, "now" not "not".
    """
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return False
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return len(changed) <= TYPO_WORDS and all(_is_misspelt(*pair) for pair in changed)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_misspelt(old: str, new: str) -> bool:
    if min(len(old), len(new)) < TYPO_LENGTH or old[0] != new[0] or not (old + new).isalpha():
        return False
    if len(old) == len(new):
        places = [index for index in range(len(old)) if old[index] != new[index]]
        swapped = len(places) == 2 and places[1] == places[0] + 1
        return len(places) == 1 or (swapped and old[places[0]] == new[places[1]] and old[places[1]] == new[places[0]])
    short, long = sorted((old, new), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
