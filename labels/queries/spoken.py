"""Who spoke about a case: with a statement on it, or a concern about its city. They judge nothing of it.

Matched by every confirmed address of an account, as keyed fingerprints. Nobody reads who it was: a draw says "not
available" of them as of many others, and an administrator finds them in no list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import User
from labels.models import LabelApplication
from labels.queries.concerns import marks_against
from labels.tokens import concern_fingerprint


@dataclass(frozen=True)
class Marks:
    """One kind of text: the fingerprint of an address, and those of everybody who spoke about a case."""

    fingerprint: Callable[[str], str]
    of: Callable[[LabelApplication], set[str]]


_known = {"concern": Marks(concern_fingerprint, lambda application: marks_against(application.city))}


def register_marks(kind: str, marks: Marks) -> None:
    """Add one kind of text; called from an app's `ready`. The same kind again replaces the first."""
    _known[kind] = marks


def who_spoke(people: Iterable[User], application: LabelApplication) -> set[int]:
    """Return the ids of those of `people` who spoke about a case: known as long as the address is kept with the text.

    One query and one for each kind of text, however many people.

    Args:
        people: accounts.
        application: the case, with its city.
    """
    marks = [(kind.fingerprint, kind.of(application)) for kind in _known.values()]
    known = {person.pk: {person.email.lower()} for person in people}
    if not known or not any(found for _fingerprint, found in marks):
        return set()
    addresses: defaultdict[int, set[str]] = defaultdict(set, known)
    rows = EmailAddress.objects.filter(user__in=known, verified=True)
    for pk, email in rows.values_list("user", "email"):
        addresses[pk].add(email.lower())
    return {
        pk
        for pk, emails in addresses.items()
        if any(fingerprint(email) in found for fingerprint, found in marks for email in emails)
    }
