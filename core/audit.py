"""The audit chain: append-only rows, each carrying the hash of the row before.

Whoever edits, deletes, inserts or reorders a row breaks the chain, and `verify` says where. The hash is SHA-256
over canonical JSON (sorted keys, no spaces, UTF-8) of the row's content and the hash before it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from core.models import AuditEvent, AuditHead

GENESIS = "0" * 64


def ref(obj: Any) -> str:
    """Return the text that names `obj` in the chain, for example `commitments.commitment:12`.

    Args:
        obj: a saved model instance, a plain string (taken as it is) or None (the system itself).
    """
    if obj is None:
        return "system"
    if isinstance(obj, models.Model):
        return f"{obj._meta.label_lower}:{obj.pk}"
    return str(obj)[:120]


def office_scope(scope: Any) -> str:
    """Return the scope of what the office does inside a case: not in the log that `scope` itself reads."""
    return f"office:{ref(scope)}"


def digest(event: AuditEvent) -> str:
    """Return the SHA-256 (64 hex digits) that `event` must carry."""
    content = [
        event.seq,
        event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.action,
        event.object_ref,
        event.scope,
        event.data,
        event.prev_hash,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def lock_head() -> AuditHead:
    """Put this transaction in line with all that write the chain. Any other chain's lock is taken after this one."""
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(pk=1)], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


@transaction.atomic
def record(action: str, *, by: Any, obj: Any, scope: Any = "", data: dict | None = None) -> AuditEvent:
    """Append one event, in the transaction of the change it tells of.

    Args:
        action: a verb such as `publish` or `refused`.
        by: the user who acts, or None for the system.
        obj: what was acted on.
        scope: whose log it belongs to, usually the city; it may be read there by the city's approvers.
        data: JSON-ready details, such as the values before and after.

    Returns: the saved event.
    """
    head = lock_head()
    event = AuditEvent(
        seq=head.seq + 1,
        at=timezone.now(),
        actor=ref(by if getattr(by, "pk", None) else None),
        action=action,
        object_ref=ref(obj),
        scope=ref(scope) if scope else "",
        data=json.loads(json.dumps(data or {}, default=str)),
        prev_hash=head.hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    # A kind that nobody called quiet may have changed a public page: the finished ones go with this commit.
    pages = models.F("pages") + int(action not in settings.PAGE_CACHE_QUIET)
    AuditHead.objects.filter(pk=1).update(seq=event.seq, hash=event.hash, pages=pages)
    return event


def verify() -> Iterator[str]:
    """Walk the whole chain and yield one sentence for each fault found; nothing when it is whole."""
    expected_seq, expected_hash = 1, GENESIS
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected_seq:
            yield f"Event {expected_seq} is missing: event {event.seq} comes instead."
        if event.prev_hash != expected_hash:
            yield f"Event {event.seq} does not follow the event before it."
        if event.hash != digest(event):
            yield f"Event {event.seq} was changed after it was written."
        expected_seq, expected_hash = event.seq + 1, event.hash
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(pk=1)
    if (head.seq, head.hash) != (expected_seq - 1, expected_hash):
        yield f"The chain ends at event {expected_seq - 1}, but its head names event {head.seq}."
