"""The home page: dots on the map, figures, the latest changes, commitments by title of the Charter.

Cities are counted at most once a minute; commitments are not counted here at all, the roll-up knows their numbers.
"""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Facet, RollUp
from commitments.queries import Event, figures_of_record, in_language, latest_events
from core.languages import SOURCE
from core.page_cache import remember
from framework.models import RightsTitle
from labels.models import Label

COUNTED_FOR = 60
DOTS = 300
CHANGES = 5
# A city that publishes twenty texts at once must not fill the list alone.
LOOK_BACK = 10


def map_cities() -> list[dict[str, Any]]:
    """Return slug, name, place and label of the cities with something public, latest change first. One query."""
    shown = Commitment.objects.public().exclude(state=Commitment.State.WITHDRAWN).filter(city=OuterRef("pk"))
    cities = City.objects.public().filter(Exists(shown), lat__isnull=False, lon__isnull=False)
    labels = Label.objects.valid(at=timezone.localdate()).filter(city=OuterRef("pk"))
    dots = cities.annotate(has_label=Exists(labels)).by_latest_change()
    fields = ("slug", "name", "lat", "lon", "population", "has_label")
    return [dict(zip(fields, row, strict=True)) for row in dots.values_list(*fields)[:DOTS]]


def figures() -> dict[str, int]:
    """Return how many cities and commitments there are; invented samples never count. Two queries.

    Cities are counted once a minute; commitments come from the roll-up, which follows every act.
    """
    return (remember("portal:cities", _count_cities, COUNTED_FOR) or {}) | figures_of_record()


def _count_cities() -> dict[str, int]:
    joined = Q(membership=City.Membership.COMMITTED)
    cities = City.objects.public().exclude(origin=City.Origin.SAMPLE)
    return cities.aggregate(
        cities=Count("pk"), countries=Count("country", distinct=True), joined=Count("pk", filter=joined)
    )


def latest_changes() -> list[tuple[Event, Commitment]]:
    """Return the newest public event of each of a few cities, with its commitment and city. Three queries.

    Each commitment carries `title_in_force` and `translated`, its text in force in the reader's language.
    """
    events = latest_events(limit=CHANGES * LOOK_BACK)
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
    rows = Commitment.objects.filter(code__in={event.code for event in events}).select_related("city")
    found = rows.annotate(
        title_in_force=Subquery(texts.values("title")[:1]),
        translated=in_language(get_language() or SOURCE, in_force=True),
    )
    commitments = {commitment.code: commitment for commitment in found}
    newest: dict[int, tuple[Event, Commitment]] = {}
    for event in events:
        newest.setdefault(commitments[event.code].city_id, (event, commitments[event.code]))
    return list(newest.values())[:CHANGES]


def rights_titles() -> list[dict[str, Any]]:
    """Return code, heading and number of public commitments of each Charter title. One query."""
    counted = RollUp.objects.filter(facet=Facet.TITLE, code=OuterRef("code")).order_by().values("code")
    number = Coalesce(Subquery(counted.annotate(sum=Sum("number")).values("sum")), 0)
    titles = RightsTitle.objects.filter(holds_rights=True).ordered().annotate(number_of=number)
    return [{"code": row.code, "heading": row.heading, "number": row.number_of} for row in titles]
