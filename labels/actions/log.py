"""Writing the public decision log: in the act's own transaction, so that both exist or neither does."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cities.models import City
from core import audit
from labels.chain import hash_of, line_of
from labels.models import DecisionEntry, DecisionHead, Label


@transaction.atomic
def log_act(act: str, *, city: City, label: Label | None = None, data: dict[str, Any] | None = None) -> DecisionEntry:
    """Append one act to the public log. Everything in it is public for good: no name of a person belongs here.

    Args:
        act: one of `DecisionEntry.Act`.
        city: whom it is about; a city without a public page is left unnamed.
        label: which label, if there is one.
        data: what the public should know of it: texts (empty ones are left out), whole numbers, yes or no.

    Returns: the entry.
    """
    # The audit chain's lock comes first, as in every act: the two locks are always taken in this order.
    audit.lock_head()
    head = DecisionHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        DecisionHead.objects.bulk_create([DecisionHead(pk=1)], ignore_conflicts=True)
        head = DecisionHead.objects.select_for_update().get(pk=1)
    shown = {
        "rules": settings.PORTAL_RULES_VERSION,
        **({"invented": True} if city.origin == City.Origin.SAMPLE else {}),
    }
    entry = DecisionEntry(
        seq=head.seq + 1,
        at=timezone.now(),
        act=DecisionEntry.Act(act),
        label_code=label.code if label else "",
        city_slug=city.slug if city.is_public else "",
        city_name=city.name if city.is_public else "",
        data=shown | {name: value for name, value in (data or {}).items() if value not in ("", None)},
        prev_hash=head.hash,
    )
    entry.hash = hash_of(line_of(entry))
    entry.save(force_insert=True)
    DecisionHead.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash)
    # The audit chain names the entry as well: whoever cuts or rewrites one chain would have to rewrite the other.
    audit.record("decision_logged", by=None, obj=entry, data={"seq": entry.seq, "hash": entry.hash})
    return entry
