"""Who spoke about a case: with a statement on it, or a concern about its city. They judge nothing of it.

Matched by every confirmed address of an account, as keyed fingerprints. Nobody reads who it was: a draw says "not
available" of them as of many others, and an administrator finds them in no list.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import User
from labels.models import LabelApplication
from labels.queries.concerns import marks_against
from labels.tokens import concern_fingerprint


@dataclass(frozen=True)
class Marks:
    """One kind of text: the fingerprint of an address; of cases, by their id, those of everybody who spoke about it."""

    fingerprint: Callable[[str], str]
    of: Callable[[list[LabelApplication]], dict[int, set[str]]]


def _of_concerns(applications: list[LabelApplication]) -> dict[int, set[str]]:
    found = marks_against({row.city_id for row in applications})
    return {row.pk: found[row.city_id] for row in applications if row.city_id in found}


_known = {"concern": Marks(concern_fingerprint, _of_concerns)}


def register_marks(kind: str, marks: Marks) -> None:
    """Add one kind of text; called from an app's `ready`. The same kind again replaces the first."""
    _known[kind] = marks


def who_spoke(people: Iterable[User], application: LabelApplication) -> set[int]:
    """Return the ids of those of `people` who spoke about a case: known as long as the address is kept with the text.

    One query and one for each kind of text, however many people.

    Args:
        people: accounts.
        application: the case.
    """
    return {person for person, _case in _spoken(people, [application])}


def spoken_about(person: User, applications: Iterable[LabelApplication]) -> set[int]:
    """Return the ids of those cases that somebody spoke about. As many queries as `who_spoke`, however many cases.

    Args:
        person: an account.
        applications: the cases.
    """
    return {case for _person, case in _spoken([person], list(applications))}


def _spoken(people: Iterable[User], applications: list[LabelApplication]) -> set[tuple[int, int]]:
    """Return (person, case) of everybody who spoke about a case."""
    known = {person.pk: {person.email.lower()} for person in people}
    if not known or not applications:
        return set()
    marks = [(kind.fingerprint, kind.of(applications)) for kind in _known.values()]
    if not any(found for _fingerprint, found in marks):
        return set()
    rows = EmailAddress.objects.filter(user__in=known, verified=True)
    for pk, email in rows.values_list("user", "email"):
        known[pk].add(email.lower())
    return {
        (pk, case)
        for fingerprint, found in marks
        for pk, emails in known.items()
        for case, theirs in found.items()
        if any(fingerprint(email) in theirs for email in emails)
    }
