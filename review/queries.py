"""Reads of the queue. Cities with which the reader is in conflict are left out: rows, counters, hits of a search.

The page is asked for all day long, so its queries are prepared: one for each shape of a look, whoever looks.
"""

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat, StrIndex
from django.urls import reverse
from django.utils import timezone

from accounts.models import CONFLICT_AFTER_ROLE, User, conflict_rows_by_city
from core.prepared import Given, Prepared
from review.look import LAST_PAGE, TABS, Look
from review.models import QueueItem, ReadMark
from review.registry import all_kinds, automatic_conflicts, kinds_for
from review.themes import themes_named

MOST = 500
PER_PAGE = 50
SHAPES = 256
COLUMNS = (
    "pk", "kind", "object_id", "reference", "title", "city_name", "country", "waiting_since", "due_on", "state",
    "holder_id", "holder__name", "holder__email", "stopped_on", "is_unread",
)  # fmt: skip
READER, TODAY = Given("reader", BigIntegerField()), Given("today", DateField())
SINCE = Given("since", DateTimeField())


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


@dataclass(frozen=True)
class Sight:
    """What somebody may see, but for the conflicts that the database finds: other kinds and these cities are hidden."""

    kinds: tuple[str, ...]
    cities: tuple[int, ...]

    @classmethod
    def of(cls, user: Any) -> "Sight":
        """Return what `user` may see. No query; addresses of e-mail are compared with cities once a minute."""
        hidden = {kind.key for kind in all_kinds()} - {kind.key for kind in kinds_for(user)}
        return cls(tuple(sorted(hidden)), tuple(sorted(automatic_conflicts(user))))

    def rows(self, conflicts: QuerySet, reader: Any) -> QuerySet[QueueItem]:
        """Return what waits and is seen, without the cities of `conflicts` and what waits for others than `reader`."""
        # A list that the database makes once a query.
        rows = QueueItem.objects.exclude(city_id__in=conflicts)
        if self.cities:
            rows = rows.exclude(city_id__in=self.cities)
        for kind in all_kinds():
            if kind.own and kind.key not in self.kinds:
                rows = rows.exclude(kind=kind.key, object_id__in=kind.own(reader))
        # "Not these" rather than "one of those": the database then reads the index that has the order of the page.
        return rows.exclude(kind__in=self.kinds)


def visible_items(user: Any) -> QuerySet[QueueItem]:
    """Return what waits and `user` may see: of their kinds, of no city with a hard conflict, not for others to sign."""
    return Sight.of(user).rows(user.conflict_rows_by_city(), user.pk)


def queues_for(user: Any) -> list[dict[str, Any]]:
    """Return key, label, address and count of each kind that `user` may see. One query, whatever waits."""
    kinds = kinds_for(user)
    counts = _kind_counts(Sight.of(user), tuple(kind.key for kind in kinds))(**_reader(user))[0] if kinds else {}
    page = reverse("admin:review_queueitem_changelist")
    return [
        {"key": kind.key, "label": kind.label, "url": f"{page}?kind={kind.key}", "count": counts[f"in_{kind.key}"]}
        for kind in kinds
    ]


def queue_page(user: Any, look: Look) -> QueuePage:
    """Return one page of the queue as `user` may see it. Two queries, whatever waits."""
    sight, reader = Sight.of(user), _reader(user)
    counts = _tab_counts(sight)(**reader)[0]
    # One row more than is shown says whether there is a next page: what the filters find is not counted.
    themes = [themes_named(term) for term in look.terms]
    shape = _page_rows(sight, look.shape, tuple(len(codes) for codes in themes))
    page = shape(**reader, **_asked(look, themes))
    start = (look.page - 1) * PER_PAGE
    return QueuePage(
        rows=page[:PER_PAGE],
        counts={tab: counts[f"in_{tab}"] for tab in TABS},
        first=start + 1,
        last=start + len(page[:PER_PAGE]),
        has_next=len(page) > PER_PAGE and look.page < LAST_PAGE,
    )


def item_of(kind: str, object_id: int, user: Any) -> Any:
    """Return the row of one thing, as its page needs it; None when it waits no longer. One query.

    With its holder; `before` and `after`, what waits beside it in the queue as `user` sees it, oldest first, as
    "kind:id" (None at the ends); `is_new`, whether the city wrote what `user` has not marked as read.
    """
    at, rows, name = OuterRef("waiting_since"), visible_items(user), _name_of_thing()
    before = rows.filter(waiting_since__lte=at).filter(Q(waiting_since__lt=at) | Q(pk__lt=OuterRef("pk")))
    after = rows.filter(waiting_since__gte=at).filter(Q(waiting_since__gt=at) | Q(pk__gt=OuterRef("pk")))
    beside = {
        "before": Subquery(before.order_by("-waiting_since", "-pk").values(name=name)[:1]),
        "after": Subquery(after.order_by("waiting_since", "pk").values(name=name)[:1]),
    }
    found = QueueItem.objects.filter(kind=kind, object_id=object_id).select_related("holder")
    return found.annotate(**beside, is_new=_not_read_by(user.pk)).first()


def with_clock(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add to things of one kind how long they wait: `queue_since` and `queue_stopped`, None where nothing waits.

    They are `waiting_since` and `stopped_on` of the queue, whose clock stands still while the city has the turn.
    """
    kind = next(kind for kind in all_kinds() if kind.model is rows.model)
    items = QueueItem.objects.filter(kind=kind.key, object_id=OuterRef("pk"))
    return rows.annotate(
        queue_since=Subquery(items.values("waiting_since")[:1]), queue_stopped=Subquery(items.values("stopped_on")[:1])
    )


def _name_of_thing() -> Concat:
    number = Cast("object_id", CharField())
    return Concat("kind", Value(":"), number, output_field=CharField())


def _reader(user: Any) -> dict[str, Any]:
    now = timezone.now()
    return {"reader": user.pk, "today": timezone.localdate(now), "since": now - CONFLICT_AFTER_ROLE}


def _asked(look: Look, themes: list[tuple[str, ...]]) -> dict[str, Any]:
    words = {f"word_{number}": term for number, term in enumerate(look.terms)}
    for number, codes in enumerate(themes):
        words |= {f"word_{number}_theme_{place}": f" {code} " for place, code in enumerate(codes)}
    return {"kind": look.kind, "country": look.country, "theme": f" {look.theme} ", **words}


@lru_cache(SHAPES)
def _kind_counts(sight: Sight, kinds: tuple[str, ...]) -> Prepared:
    return _counting(sight, {kind: Q(kind=kind) for kind in kinds})


@lru_cache(SHAPES)
def _tab_counts(sight: Sight) -> Prepared:
    return _counting(sight, {tab: _in_tab(tab) for tab in TABS})


def _counting(sight: Sight, parts: dict[str, Q]) -> Prepared:
    """How many rows each part of what is seen has, as `in_<name>`, up to `MOST` + 1."""

    def build() -> QuerySet:
        rows = sight.rows(conflict_rows_by_city(READER, SINCE), READER)
        columns = {f"in_{name}": Counted(rows.filter(part)) for name, part in parts.items()}
        return User.objects.filter(pk=READER).annotate(**columns).values(*columns)

    return Prepared(build)


@lru_cache(SHAPES)
def _page_rows(sight: Sight, shape: Look, themes: tuple[int, ...]) -> Prepared:
    start = (shape.page - 1) * PER_PAGE
    order = ("waiting_since", "pk") if shape.sort == "age" else (F("due_on").asc(nulls_last=True), "pk")

    def build() -> QuerySet:
        rows = sight.rows(conflict_rows_by_city(READER, SINCE), READER).filter(_in_tab(shape.tab))
        rows = _narrowed(rows, shape, themes).annotate(is_unread=_unread())
        return rows.order_by(*order).values(*COLUMNS)[start : start + PER_PAGE + 1]

    return Prepared(build)


def _narrowed(rows: QuerySet[QueueItem], shape: Look, themes: tuple[int, ...]) -> QuerySet[QueueItem]:
    """Keep what the filters and the words of a look of this shape ask for; `themes` are how many each word may mean."""
    for name in ("kind", "country"):
        if getattr(shape, name):
            rows = rows.filter(**{name: Given(name, CharField())})
    if shape.theme:
        rows = _holding(rows, {"theme": "themes"})
    for number, meant in enumerate(themes):
        named = {f"word_{number}_theme_{place}": "themes" for place in range(meant)}
        rows = _holding(rows, {f"word_{number}": "words", **named})
    # Signs alone are no words: they find nothing, rather than everything.
    return rows.filter(pk=0) if shape.q and not shape.terms else rows


def _holding(rows: QuerySet[QueueItem], columns: dict[str, str]) -> QuerySet[QueueItem]:
    """Keep rows that hold one of the texts given by name somewhere in the column said for it."""
    places = {f"{name}_at": StrIndex(column, Given(name, CharField())) for name, column in columns.items()}
    return rows.alias(**places).filter(reduce(or_, (Q(**{f"{place}__gt": 0}) for place in places)))


def _in_tab(tab: str) -> Q:
    conditions = {
        "all": Q(),
        "mine": Q(holder_id=READER),
        "free": Q(holder_id=None),
        "overdue": Q(due_on__lt=TODAY),
        "unread": _unread(),
    }
    return conditions[tab]


def _unread() -> Q:
    """The city wrote, in what the reader or nobody holds, and the reader has not marked it as read."""
    return (Q(holder_id=READER) | Q(holder_id=None)) & _not_read_by(READER)


def _not_read_by(person: Any) -> Q:
    """The city wrote, and `person` (a key) has not marked it as read."""
    marks = ReadMark.objects.filter(person=person, kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    return Q(answered_at__isnull=False) & ~Q(Exists(marks.filter(until__gte=OuterRef("answered_at"))))
