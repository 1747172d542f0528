"""What an alert follows: the filters of a list, as its address names them; checked, in one form, and in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.countries import country_name, is_known, iso_code
from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Progress
from core.languages import LANGUAGES, language_name
from core.text import clean_line
from framework.models import Element, Goal, PolicyArea, Right, RightsHolderGroup, RightsTitle
from labels.queries.cities import STATUS_COMMITTED, STATUS_COMPILED, STATUS_INTERESTED, STATUS_LABEL
from participation.models import Alert
from participation.models.alerts import QUERY_LENGTH

LONGEST, MOST_VALUES = 200, 60
# Filters that take several values, and what the address of a list may hold that filters nothing.
MANY, NO_FILTERS = {"status", "progress", "label", "country"}, {"sort", "page"}
LABELS = {
    "q": gettext_lazy("Words"),
    "slug": gettext_lazy("City"),
    "code": gettext_lazy("Commitment"),
    "city": gettext_lazy("Name of the city"),
    "status": gettext_lazy("Status"),
    "progress": gettext_lazy("Progress, as the city says"),
    "right": gettext_lazy("Right"),
    "element": gettext_lazy("Framework element"),
    "area": gettext_lazy("Policy area"),
    "group": gettext_lazy("Whom it concerns"),
    "goal": gettext_lazy("Development goal (SDG)"),
    "year": gettext_lazy("Year"),
    "language": gettext_lazy("Language of the text"),
    "label": gettext_lazy("Label"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
}
KNOWN = {
    Alert.Subject.COMMITMENTS: tuple(LABELS),
    Alert.Subject.CITIES: ("q", "slug", "status", "region", "country"),
}
_STATUS: dict[str, dict[str, Any]] = {
    Alert.Subject.COMMITMENTS: {
        Commitment.State.ACTIVE: gettext_lazy("Active"),
        Commitment.State.ON_HOLD: gettext_lazy("On hold"),
        Commitment.State.CLOSED: gettext_lazy("Closed"),
    },
    Alert.Subject.CITIES: {
        STATUS_LABEL: gettext_lazy("Label held"),
        STATUS_COMMITTED: gettext_lazy("Committed city"),
        STATUS_INTERESTED: gettext_lazy("Interested"),
        STATUS_COMPILED: gettext_lazy("Compiled from public sources"),
    },
}
_CITED: dict[str, tuple[Any, ...]] = {
    "element": (Element,),
    "right": (Right, RightsTitle),
    "area": (PolicyArea,),
    "group": (RightsHolderGroup,),
    "goal": (Goal,),
}
Names = dict[tuple[str, str], Any]


@dataclass(frozen=True)
class Filters:
    """What is followed: of commitments or of cities those that fit every filter; several values of one widen it."""

    subject: str
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def query(self) -> str:
        """The filters as they stand in an address, the same for the same filters in any order."""
        return urlencode([(name, list(values)) for name, values in self.values], doseq=True)

    def get(self, name: str) -> tuple[str, ...]:
        """Return the values of one filter."""
        return dict(self.values).get(name, ())

    def one(self, name: str) -> str:
        """Return the value of a filter that takes one; an empty text without it."""
        return next(iter(self.get(name)), "")


def stored_filters(alert: Alert) -> Filters:
    """Return what an alert follows, as it was checked when somebody asked for it."""
    return _filters(alert.subject, QueryDict(alert.query))


def read_filters(subject: str, asked: QueryDict) -> tuple[Filters, Names, list[str]]:
    """Return the filters of an address, their names, and one sentence for everything in it that filters nothing.

    Args:
        subject: one of `Alert.Subject`.
        asked: what stands in the address. Nothing of it is trusted.
    """
    faults = [
        _("“%(name)s”: this list has no such filter.") % {"name": name[:60]}
        for name in asked
        if name not in KNOWN[subject] and name not in NO_FILTERS
    ][:10]
    try:
        filters = _filters(subject, asked)
    except ValidationError as error:
        return Filters(subject), {}, [*faults, *error.messages]
    names = names_of([filters])
    faults += [
        _("%(filter)s: “%(value)s” is not in the list.") % {"filter": LABELS[name], "value": value[:60]}
        for name, values in filters.values
        for value in values
        if not _value_words(subject, name, value, names)
    ]
    if len(filters.query) > QUERY_LENGTH:
        faults.append(_("These are too many filters for one alert. Take some away."))
    return filters, names, faults


def _filters(subject: str, asked: QueryDict) -> Filters:
    rows = []
    for name in sorted(set(asked) & set(KNOWN[subject])):
        given = asked.getlist(name) if name in MANY else asked.getlist(name)[-1:]
        if len(given) > MOST_VALUES or any(len(value) > LONGEST for value in given):
            raise ValidationError(_("Search for 200 characters at most."))
        values = sorted({_tidy(name, value) for value in given} - {""})
        rows.append((name, tuple(values)))
    return Filters(subject, tuple(row for row in rows if row[1]))


def _tidy(name: str, value: str) -> str:
    value = clean_line(value)
    if name == "country":
        return iso_code(value)
    return value.upper() if name in _CITED or name == "code" else value


def names_of(many: Iterable[Filters]) -> Names:
    """Return (filter, value) -> what has that name in the record, for all filters at once. Nine queries at most.

    What has no name any more is left out.
    """
    wanted: dict[str, set[str]] = {}
    for filters in many:
        for name, values in filters.values:
            wanted.setdefault(name, set()).update(values)
    names: Names = {}
    for name, tables in _CITED.items():
        for table in tables if name in wanted else ():
            names |= {(name, row.code): row for row in table.objects.filter(code__in=wanted[name])}
    for name, read in (("slug", _cities), ("code", _titles), ("region", _regions)):
        if name in wanted:
            names |= {(name, key): words for key, words in read(wanted[name]).items()}
    return names


def _cities(slugs: set[str]) -> dict[str, str]:
    return dict(City.objects.public().filter(slug__in=slugs).values_list("slug", "name"))


def _regions(regions: set[str]) -> dict[str, str]:
    rows = City.objects.public().filter(region__in=regions).order_by()
    return {region: region for region in rows.values_list("region", flat=True).distinct()}


def _titles(codes: set[str]) -> dict[str, str]:
    rows = CommitmentVersion.objects.published().filter(commitment__code__in=codes, commitment__city__is_public=True)
    return {code: f"{code} {title}" for code, title in rows.values_list("commitment__code", "title")}


def words_of(filters: Filters, names: Names) -> list[dict[str, str]]:
    """Return what is followed as rows of label and value, in the reader's language."""
    return [
        {
            "label": str(LABELS[name]),
            "value": ", ".join(_value_words(filters.subject, name, value, names) or value for value in values),
        }
        for name, values in filters.values
    ]


def title_of(filters: Filters, names: Names) -> str:
    """Return what is followed in one line, in the reader's language."""
    rows = words_of(filters, names)
    if not rows:
        return _("All commitments") if filters.subject == Alert.Subject.COMMITMENTS else _("All cities")
    if len(rows) == 1 and filters.values[0][0] in {"slug", "code"}:
        return rows[0]["value"]
    return " · ".join(f"{row['label']}: {row['value']}" for row in rows)


def _value_words(subject: str, name: str, value: str, names: Names) -> str:
    """Return a value in words; an empty text when the list knows no such value."""
    plain: dict[str, Callable[[], Any]] = {
        "q": lambda: value,
        "city": lambda: value,
        "status": lambda: _offered_status(subject).get(value, ""),
        "progress": lambda: dict(Progress.choices).get(value, ""),
        "year": lambda: value if value.isdecimal() and 1900 <= int(value[:5]) <= 2200 else "",
        "language": lambda: language_name(value) if value in dict(LANGUAGES) else "",
        "label": lambda: _("The city holds the label") if value == "held" and settings.LABEL_ENABLED else "",
        "country": lambda: country_name(value) if is_known(value) else "",
    }
    return str(plain[name]() if name in plain else names.get((name, value), ""))


def _offered_status(subject: str) -> dict[str, Any]:
    offered = _STATUS[subject]
    return offered if settings.LABEL_ENABLED else {key: words for key, words in offered.items() if key != STATUS_LABEL}
