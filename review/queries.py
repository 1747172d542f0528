"""Reads of the queue. Cities with which the reader is in conflict are left out: rows, counters, hits of a search."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from review.look import LAST_PAGE, TABS, Look
from review.models import QueueItem, ReadMark
from review.registry import all_kinds, automatic_conflicts, kinds_for

MOST = 500
PER_PAGE = 50
COLUMNS = (
    "pk", "kind", "object_id", "reference", "title", "city_name", "country", "waiting_since", "due_on", "state",
    "holder_id", "holder__name", "holder__email", "stopped_on", "is_unread",
)  # fmt: skip


class Counted(Subquery):
    """How many rows a query set has, but no more than `MOST` + 1: nobody needs to know more, and it costs time."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST + 1])


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue: rows as dictionaries of `COLUMNS`, the counters of the tabs, which rows these are."""

    rows: list[dict[str, Any]]
    counts: dict[str, int]
    first: int
    last: int
    has_next: bool


def visible_items(user: Any) -> QuerySet[QueueItem]:
    """Return what waits and `user` may see: of the kinds that are theirs, of no city with a hard conflict."""
    # A list that the database makes once a query.
    rows = QueueItem.objects.exclude(city_id__in=user.conflict_rows_by_city())
    if automatic := automatic_conflicts(user):
        rows = rows.exclude(city_id__in=automatic)
    # "Not these" rather than "one of those": the database then reads the index that has the order of the page.
    return rows.exclude(kind__in={kind.key for kind in all_kinds()} - {kind.key for kind in kinds_for(user)})


def queues_for(user: Any) -> list[dict[str, Any]]:
    """Return key, label, address and count of each kind that `user` may see. One query, whatever waits."""
    kinds = kinds_for(user)
    rows = visible_items(user)
    counts = counted(user, **{kind.key: rows.filter(kind=kind.key) for kind in kinds})
    page = reverse("admin:review_queueitem_changelist")
    return [
        {"key": kind.key, "label": kind.label, "url": f"{page}?kind={kind.key}", "count": counts[kind.key]}
        for kind in kinds
    ]


def queue_page(user: Any, look: Look) -> QueuePage:
    """Return one page of the queue as `user` may see it. Two queries, whatever waits."""
    visible = visible_items(user)
    tabs = {tab: _in_tab(visible, tab, user) for tab in TABS}
    counts = counted(user, **tabs)
    start = (look.page - 1) * PER_PAGE
    order = ("waiting_since", "pk") if look.sort == "age" else (F("due_on").asc(nulls_last=True), "pk")
    rows = narrowed(tabs[look.tab], look).annotate(is_unread=unread_by(user)).order_by(*order).values(*COLUMNS)
    # One row more than is shown says whether there is a next page: what the filters find is not counted.
    page = list(rows[start : start + PER_PAGE + 1])
    return QueuePage(
        rows=page[:PER_PAGE],
        counts=counts,
        first=start + 1,
        last=start + len(page[:PER_PAGE]),
        has_next=len(page) > PER_PAGE and look.page < LAST_PAGE,
    )


def item_of(kind: str, object_id: int, user: Any) -> Any:
    """Return the row of one thing, as its page needs it; None when it waits no longer. One query.

    With its holder; `before` and `after`, what waits beside it in the queue as `user` sees it, oldest first, as
    "kind:id" (None at the ends); `is_new`, whether the city wrote since `user` opened it.
    """
    at, rows, name = OuterRef("waiting_since"), visible_items(user), _name_of_thing()
    before = rows.filter(waiting_since__lte=at).filter(Q(waiting_since__lt=at) | Q(pk__lt=OuterRef("pk")))
    after = rows.filter(waiting_since__gte=at).filter(Q(waiting_since__gt=at) | Q(pk__gt=OuterRef("pk")))
    beside = {
        "before": Subquery(before.order_by("-waiting_since", "-pk").values(name=name)[:1]),
        "after": Subquery(after.order_by("waiting_since", "pk").values(name=name)[:1]),
    }
    found = QueueItem.objects.filter(kind=kind, object_id=object_id).select_related("holder")
    return found.annotate(**beside, is_new=_not_opened_by(user)).first()


def _name_of_thing() -> Concat:
    number = Cast("object_id", CharField())
    return Concat("kind", Value(":"), number, output_field=CharField())


def narrowed(rows: QuerySet[QueueItem], look: Look) -> QuerySet[QueueItem]:
    """Keep what the filters and the words of `look` ask for."""
    if look.kind:
        rows = rows.filter(kind=look.kind)
    if look.country:
        rows = rows.filter(country=look.country)
    if look.theme:
        rows = rows.filter(themes__contains=f" {look.theme} ")
    for term in look.terms:
        rows = rows.filter(words__contains=term)
    return rows.none() if look.q and not look.terms else rows


def _in_tab(rows: QuerySet[QueueItem], tab: str, user: Any) -> QuerySet[QueueItem]:
    if tab == "mine":
        return rows.filter(holder_id=user.pk)
    if tab == "free":
        return rows.filter(holder_id=None)
    if tab == "unread":
        return rows.filter(unread_by(user))
    return rows.filter(due_on__lt=timezone.localdate()) if tab == "overdue" else rows


def unread_by(user: Any) -> Q:
    """Return the condition that the city wrote, in what `user` or nobody holds, and `user` has not opened it since."""
    return (Q(holder_id=user.pk) | Q(holder_id=None)) & _not_opened_by(user)


def _not_opened_by(user: Any) -> Q:
    marks = ReadMark.objects.filter(person=user.pk, kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    return Q(answered_at__isnull=False) & ~Q(Exists(marks.filter(until__gte=OuterRef("answered_at"))))


def counted(user: Any, **rows: QuerySet) -> dict[str, int]:
    """Return how many rows each of these query sets has, up to `MOST` + 1. One query."""
    columns = {f"number_{name}": Counted(part) for name, part in rows.items()}
    if not columns:
        return {}
    found = User.objects.filter(pk=user.pk).annotate(**columns).values(*columns).get()
    return {name: found[f"number_{name}"] for name in rows}
