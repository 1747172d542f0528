"""The dates of the label that cities and the three of an appeal keep, for their calendars."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from labels.appeal_words import against
from labels.queries.appeals import (
    appeals_to_vote_on,
    case_of,
    changes_to_appeal,
    decisions_to_appeal,
    last_days_to_appeal,
    subject_of,
)
from labels.queries.clocks import city_dates
from labels.queries.concerns import concerns_with_city
from labels.queries.conditions import conditions_of_cities
from labels.queries.terms import dates_of, living_labels
from opendata.queries.days import Entry


def label_dates(cities: list[int]) -> list[Entry]:
    """What the cities' applications for the label wait for."""
    if not settings.LABEL_ENABLED:
        return []
    return (
        [
            Entry(
                f"label-{row.pk}",
                row.due_on,
                _("Application for the label: %(what)s") % {"what": row.title},
                row.city,
                reverse("desk:label_apply", args=[row.slug]),
            )
            for row in city_dates(cities)
            if row.due_on
        ]
        + _life(cities)
        + _conditions(cities)
        + _concerns(cities)
        + _appeals(cities)
    )


def _conditions(cities: list[int]) -> list[Entry]:
    """What the cities have to do because their label was awarded with conditions."""
    return [
        Entry(
            f"label-condition-{row.pk}",
            row.due_on,
            _("Condition of the label: %(text)s") % {"text": row.text[:100]},
            row.city.name,
            reverse("desk:label_conditions", args=[row.city.slug]),
        )
        for row in conditions_of_cities(cities)
    ]


def _concerns(cities: list[int]) -> list[Entry]:
    """What concerns about the cities' labels wait for: an answer, a word on the plan, the end of the plan."""
    return [
        Entry(
            f"concern-{row.reference}",
            row.due_on,
            _("Concern %(reference)s: %(what)s") % {"reference": row.reference, "what": row.get_state_display()},
            row.label.city.name,
            reverse("desk:concern", args=[row.label.city.slug, row.reference]),
        )
        for row in concerns_with_city(cities)
        if row.due_on
    ]


def _appeals(cities: list[int]) -> list[Entry]:
    """Until when the cities can appeal against a decision."""
    decisions = decisions_to_appeal().filter(application__city__in=cities)
    changes = changes_to_appeal().filter(label__city__in=cities)
    return [
        Entry(
            f"appeal-{type(case.thing).__name__.lower()}-{case.thing.pk}",
            day,
            _("Last day to appeal: %(what)s") % {"what": against(case.thing)},
            case.city.name,
            reverse("desk:appeals", args=[case.city.slug]),
        )
        for case, day in last_days_to_appeal([*decisions, *changes])
    ]


def _life(cities: list[int]) -> list[Entry]:
    """The report at half time, the opening of the renewal and the last day of the labels that these cities hold."""
    found = []
    for row in dates_of(living_labels().filter(city__in=cities)):
        city, code = row.label.city, row.label.code
        dates = (
            ("midterm", row.midterm_due, _("Report at half time due for the label"), "desk:label_midterm"),
            ("renewal", row.renewal_opens, _("Renewal of the label opens"), "desk:label_apply"),
            ("end", row.ends, _("Last day of the label"), "desk:label_apply"),
        )
        found += [
            Entry(f"label-{kind}-{code}", day, title, city.name, reverse(name, args=[city.slug]))
            for kind, day, title, name in dates
            if day
        ]
    return found


def votes_to_give(person: User) -> list[Entry]:
    """The appeals in which the person is one of the three and has not voted."""
    if not settings.LABEL_ENABLED:
        return []
    return [
        Entry(
            f"appeal-vote-{row.reference}",
            row.due_on,
            _("Vote on appeal %(reference)s") % {"reference": row.reference},
            case_of(subject_of(row)).city.name,
            reverse("desk:appeal_hear", args=[row.reference]),
        )
        for row in appeals_to_vote_on(person)
        if row.due_on
    ]
