"""The workflow engine: a table of transitions, and one guarded way to make one.

`apply` checks the permission and the conditions, then changes the state with an UPDATE whose WHERE names the old
state. Of many people who decide at once exactly one wins, on SQLite and on PostgreSQL; the others get `Stale`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Refused
from review import queue

Rule = Callable[[Any, Any], bool]
Check = Callable[[Any], Iterable[str]]


class NotAllowed(Refused):
    """This person may not make this transition."""


class NotReady(Exception):
    """Something is still missing; `reasons` says what, one sentence each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class Stale(Exception):
    """Someone else changed the state first, or the state does not allow this step."""


@dataclass(frozen=True)
class Transition:
    """One allowed step. `allowed` is `(user, obj) -> bool`; a `check` returns reasons why not yet.

    `label` is the button, `public_label` the line in a public history. `automatic` steps are made by the system
    (`by=None`) as well; `internal` ones are left out of the city's own log.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    allowed: Rule
    checks: tuple[Check, ...] = ()
    label: Any = ""
    public_label: Any = ""
    note_required: bool = False
    automatic: bool = False
    internal: bool = False


class Workflow:
    """A table of transitions. Names may stand several times, with different sources."""

    def __init__(self, *transitions: Transition) -> None:
        self.transitions = transitions

    def named(self, obj: Any, name: str) -> Transition:
        """Return the transition `name` from the object's state; raise Stale when there is none."""
        for transition in self.transitions:
            if transition.name == name and obj.state in transition.sources:
                return transition
        raise Stale(_("This is no longer possible: the item has moved on. Reload the page to see where it is."))

    def available(self, obj: Any, user: Any) -> list[Transition]:
        """Return the transitions that `user` may make now, ready or not."""
        return [t for t in self.transitions if obj.state in t.sources and t.allowed(user, obj)]

    def may(self, obj: Any, name: str, user: Any) -> bool:
        """Return whether `user` may make the transition `name` now, ready or not."""
        return any(t.name == name for t in self.available(obj, user))

    def blockers(self, obj: Any, name: str) -> list[str]:
        """Return the reasons why `name` cannot be made yet, as sentences for people."""
        return [str(reason) for check in self.named(obj, name).checks for reason in check(obj)]

    @transaction.atomic
    def apply(
        self,
        obj: Any,
        name: str,
        *,
        by: Any,
        note: str = "",
        also: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
    ) -> Any:
        """Make one transition: permission, checks, guarded UPDATE, trace and audit event, in one transaction.

        Args:
            obj: a saved instance with `state` and a `status_changes` relation.
            name: the transition's name.
            by: the user who acts; None only for automatic transitions.
            note: the reason, where one is needed.
            also: other fields to set in the same UPDATE.
            data: details for the audit event, such as a digest of the text.

        Returns: the row of the trace.
        Raises: NotAllowed, NotReady, Stale.
        """
        step = self.named(obj, name)
        if not (step.automatic if by is None else step.allowed(by, obj)):
            raise NotAllowed(_("You may not do this: %(step)s.") % {"step": step.label or name})
        reasons = self.blockers(obj, name)
        if step.note_required and not note.strip():
            reasons.append(_("Write the reason."))
        if reasons:
            raise NotReady(reasons)
        return _move(obj, step, by, note.strip(), also=also or {}, data=data or {})

    def mermaid(self) -> str:
        """Return the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {source} --> {t.target}: {t.name}" for t in self.transitions for source in t.sources]
        return "\n".join(lines)


def _move(obj: Any, step: Transition, by: Any, note: str, *, also: dict[str, Any], data: dict[str, Any]) -> Any:
    fields = dict(also, state=step.target)
    if any(field.name == "updated_at" for field in obj._meta.fields):
        fields["updated_at"] = timezone.now()
    # The old state in the WHERE is what makes this safe: read-then-write lets several people win on PostgreSQL.
    source = obj.state
    rows: models.QuerySet = type(obj)._base_manager.filter(pk=obj.pk, state=source)
    if not rows.update(**fields):
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
    for field, value in fields.items():
        setattr(obj, field, value)
    trace = obj.status_changes.create(transition=step.name, source=source, target=step.target, by=by, note=note)
    scope = getattr(obj, "audit_scope", None)
    if step.internal:
        scope = audit.office_scope(scope)
    details = {**data, "before": source, "after": step.target, "note": note}
    audit.record(step.name, by=by, obj=obj, scope=scope, data=details)
    queue.moved(obj, source=source, target=step.target, step=step.name)
    return trace
