"""What can wait at the office: each app registers its kinds of submission, and the filters it knows words for."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.rules import REVIEWER

# The id of a thing -> (when, whether the city wrote it) of each message between city and office, oldest first.
Talk = dict[int, list[tuple[dt.datetime, bool]]]

_kinds: dict[str, "Kind"] = {}
_releases: list[Callable[[Any, Any], None]] = []
_automatic: list[Callable[[Any], list[int]]] = []
_scopes: list[Callable[[Iterable[int]], list[str]]] = []
_filters: dict[str, Callable[[], list[tuple[str, str]]]] = {}


@dataclass(frozen=True)
class Entry:
    """What the queue says of one thing that waits. `themes` are the codes of its policy areas."""

    city_id: int | None
    city_name: str
    country: str
    title: str
    waiting_since: dt.datetime
    state: str
    reference: str = ""
    themes: tuple[str, ...] = ()
    due_on: dt.date | None = None
    holder_id: int | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of submission.

    `rows()` returns all that waits, whoever asks; `describe` turns one of these rows into an entry. `waiting` are the
    states in which the office has the turn, `answered` those in which the city has it again; `unanswered` are steps
    that end the office's turn without an answer of the office. `allowed(user)` says who sees this kind at all.
    `deadline` names the deadline that counts from `waiting_since`; leave it out where the row keeps its own `due_on`.

    One person holds a submission: `claim(obj=, by=)` takes it, `assign(obj=, to=, by=, instead_of=)` gives it,
    `release(obj=, by=)` gives it back, `experience()` is (person, theme) -> how many were checked. A kind that keeps no
    assignments of its own says `may_hold(user, obj)` and leaves the three to `actions.holding`. `held_by` is the role
    that gets it when the unassigned are shared out. `talk(ids)` returns what the office and the city wrote to one
    another. `is_invented` finds the samples: their times never count.

    `one` is what a row is called and `states` what its states are, where the model does not say it. `own(reader)` are
    the ids of things that wait for somebody else than `reader` (a key, or an expression for one): they are hidden.
    """

    key: str
    label: Any
    model: type[Model]
    rows: Callable[[], QuerySet]
    describe: Callable[[Any], Entry]
    allowed: Callable[[Any], bool]
    admin_url: str
    waiting: tuple[str, ...]
    answered: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    deadline: str = ""
    claim: Callable[..., Any] = field(kw_only=True)
    assign: Callable[..., Any] = field(kw_only=True)
    release: Callable[..., Any] = field(kw_only=True)
    may_hold: Callable[[Any, Any], bool] | None = None
    held_by: str = REVIEWER
    experience: Callable[[], dict[tuple[int, str], int]] = dict
    talk: Callable[[Iterable[int]], Talk] | None = None
    is_invented: Q | None = None
    one: Any = None
    states: Sequence[tuple[str, Any]] = ()
    own: Callable[[Any], QuerySet] | None = None


def register_kind(kind: Kind) -> None:
    """Add a kind; called from an app's `ready`. The same key again replaces the first."""
    _kinds[kind.key] = kind


def all_kinds() -> list[Kind]:
    """Return every kind, in the order in which the apps registered them."""
    return list(_kinds.values())


def kind_named(key: str) -> Kind | None:
    """Return the kind with this key, or None."""
    return _kinds.get(key)


def kind_of(obj: Any) -> Kind | None:
    """Return the kind that `obj` is one of, or None when nothing of its table ever waits."""
    return next((kind for kind in _kinds.values() if kind.model is type(obj)), None)


def kinds_for(user: Any) -> list[Kind]:
    """Return the kinds that `user` may see."""
    return [kind for kind in _kinds.values() if kind.allowed(user)]


def register_filter(name: str, choices: Callable[[], list[tuple[str, str]]]) -> None:
    """Say which values of a column of the queue (`country`, `themes`) have which names; called from `ready`."""
    _filters[name] = choices


def filter_choices(name: str) -> list[tuple[str, str]]:
    """Return (value, name in the reader's language) of one filter; nothing when no app knows it."""
    return _filters[name]() if name in _filters else []


def register_release(release: Callable[[Any, Any], None]) -> None:
    """Say how an app takes the cases of one city out of a person's hands; called from `ready`."""
    _releases.append(release)


def release_cases(user: Any, city: Any) -> None:
    """Take every case of `city` out of the hands of `user`, who is in conflict with it from now on."""
    for release in _releases:
        release(user, city)


def register_automatic_conflicts(find: Callable[[Any], list[int]]) -> None:
    """Say which cities (ids) a person is in conflict with beyond declarations and roles; called from `ready`."""
    _automatic.append(find)


def register_city_scopes(find: Callable[[Iterable[int]], list[str]]) -> None:
    """Say how the audit chain and the outbox name some cities (ids); called from `ready`."""
    _scopes.append(find)


def scopes_of_cities(ids: Iterable[int]) -> list[str]:
    """Return how the audit chain and the outbox name some cities (ids)."""
    ids = list(ids)
    return [scope for find in _scopes for scope in find(ids)]


def automatic_conflicts(user: Any) -> list[int]:
    """Return the ids of the cities that `register_automatic_conflicts` finds for `user`."""
    return [pk for find in _automatic for pk in find(user)]
