"""Page-shaped reads of the reference tables. Each costs the same number of queries however many rows there are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from core.reference import reference_words
from framework.models import (
    CharterArticle,
    Element,
    Framework,
    Goal,
    Instrument,
    InstrumentItem,
    Pillar,
    PillarIntro,
    PolicyArea,
    Right,
    RightsHolderGroup,
    RightsTitle,
)

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]
Value = Literal["pk", "code"]

# Anything else in an address cannot be a code; it never reaches the database (NUL bytes, endless digits).
CODE_IN_ADDRESS = re.compile(r"[A-Za-z0-9-]{1,32}", re.ASCII)


@dataclass(frozen=True)
class PillarBlock:
    pillar: str
    title: str
    official_subtitle: str
    summary: str
    elements: list[Element]


@dataclass(frozen=True)
class FrameworkPage:
    """`edition` is None as long as no reference data is loaded."""

    edition: Framework | None
    pillars: list[PillarBlock]
    has_working_titles: bool


@dataclass(frozen=True)
class ElementPage:
    element: Element
    edition: Framework
    pillar_title: str
    rights: list[Right]
    goals: list[Goal]
    charter_articles: list[CharterArticle]
    instrument_items: list[InstrumentItem]


@dataclass(frozen=True)
class RightsPage:
    instrument: Instrument | None
    titles: list[RightsTitle]


@dataclass(frozen=True)
class RightPage:
    right: Right
    instrument: Instrument | None
    edition: Framework | None
    elements: list[Element]
    policy_areas: list[PolicyArea]


@dataclass(frozen=True)
class FormChoices:
    """Everything a commitment can name, ready for `field.choices`; values are primary keys."""

    elements: list[Group]
    rights: list[Group]
    policy_areas: list[Choice]
    groups: list[Choice]
    goals: list[Choice]
    charter_articles: list[Group]
    instrument_items: list[Group]


def framework_page() -> FrameworkPage:
    """Return the current edition with its pillars and their elements. Three queries."""
    edition = Framework.objects.current().prefetch_related("pillar_intros", "elements").first()
    if edition is None:
        return FrameworkPage(edition=None, pillars=[], has_working_titles=False)
    intros = {intro.pillar: intro for intro in edition.pillar_intros.all()}
    elements = list(edition.elements.all())
    return FrameworkPage(
        edition=edition,
        pillars=[_pillar_block(pillar, intros.get(pillar.value), elements) for pillar in Pillar],
        has_working_titles=any(element.is_working_title for element in elements),
    )


def element_page(code: str) -> ElementPage:
    """Return an element of the current edition, or of the newest edition that has it, with our mapping. Five queries.

    Args:
        code: as in the address, in any case.

    Raises: Http404 when no edition has it.
    """
    found = Element.objects.with_codes([_code(code)]).select_related("framework").annotate(pillar_title=_pillar_title())
    element = found.newest_first().first()
    if element is None:
        raise Http404
    return ElementPage(
        element=element,
        edition=element.framework,
        pillar_title=reference_words(element.pillar_title) or element.get_pillar_display(),
        rights=list(element.rights.all()),
        goals=list(element.goals.all()),
        charter_articles=list(element.charter_articles.all()),
        instrument_items=list(element.instrument_items.select_related("instrument")),
    )


def rights_page() -> RightsPage:
    """Return the EU Charter's titles, each with its articles in `title.rights.all`. Three queries."""
    return RightsPage(
        instrument=Instrument.objects.with_codes(["CFR"]).first(),
        titles=list(RightsTitle.objects.prefetch_related(Prefetch("rights", Right.objects.ordered()))),
    )


def right_page(code: str) -> RightPage:
    """Return an article of the EU Charter with the elements and policy areas we map to it. Five queries.

    Args:
        code: as in the address, in any case.

    Raises: Http404 when there is no such article.
    """
    right = Right.objects.with_codes([_code(code)]).select_related("title").first()
    if right is None:
        raise Http404
    return RightPage(
        right=right,
        instrument=Instrument.objects.with_codes(["CFR"]).first(),
        edition=Framework.objects.current().first(),
        elements=list(right.elements.current()),
        policy_areas=list(right.policy_areas.all()),
    )


def choices_for_forms() -> FormChoices:
    """Return everything a commitment can name. Seven queries."""
    return FormChoices(
        elements=element_choices(),
        rights=right_choices(),
        policy_areas=policy_area_choices(),
        groups=group_choices(),
        goals=goal_choices(),
        charter_articles=charter_article_choices(),
        instrument_items=instrument_item_choices(),
    )


def element_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Group]:
    """Return the elements a commitment can name, grouped by pillar. One query.

    Args:
        value: "pk" for forms that store, "code" for filters in an address.
        chosen: primary keys that stay offered although retired or of an older edition.
    """
    rows = Element.objects.offered(chosen=chosen).select_related("framework").annotate(pillar_title=_pillar_title())
    named = (
        (reference_words(row.pillar_title) or row.get_pillar_display(), (_value(row, value), _element_label(row)))
        for row in rows
    )
    return _grouped(named)


def right_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Group]:
    """Return the rights of the EU Charter, grouped by title. One query. Arguments as in `element_choices`."""
    rows = Right.objects.offered(chosen=chosen).select_related("title")
    return _grouped(
        (str(row.title), (_value(row, value), f"{row.number} {reference_words(row.heading)}")) for row in rows
    )


def charter_article_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Group]:
    """Return the articles of the city charter, grouped by part. One query. Arguments as in `element_choices`."""
    rows = CharterArticle.objects.offered(chosen=chosen).select_related("part")
    return _grouped((str(row.part), (_value(row, value), str(row))) for row in rows)


def instrument_item_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Group]:
    """Return the points of other charters, plans and treaties, grouped by instrument. One query.

    Arguments as in `element_choices`.
    """
    rows = InstrumentItem.objects.offered(chosen=chosen).select_related("instrument")
    return _grouped(
        (str(row.instrument), (_value(row, value), f"{row.name} {reference_words(row.title)}")) for row in rows
    )


def policy_area_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Choice]:
    """Return the policy areas. One query. Arguments as in `element_choices`."""
    return [(_value(row, value), str(row)) for row in PolicyArea.objects.offered(chosen=chosen)]


def group_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Choice]:
    """Return the rights-holder groups. One query. Arguments as in `element_choices`."""
    return [(_value(row, value), str(row)) for row in RightsHolderGroup.objects.offered(chosen=chosen)]


def goal_choices(*, value: Value = "pk", chosen: Iterable[int] = ()) -> list[Choice]:
    """Return the Sustainable Development Goals. One query. Arguments as in `element_choices`."""
    return [(_value(row, value), str(row)) for row in Goal.objects.offered(chosen=chosen)]


def _pillar_block(pillar: Pillar, intro: PillarIntro | None, elements: list[Element]) -> PillarBlock:
    return PillarBlock(
        pillar=pillar.value,
        title=str(intro) if intro else str(pillar.label),
        official_subtitle=reference_words(intro.official_subtitle) if intro else "",
        summary=reference_words(intro.summary) if intro else "",
        elements=[element for element in elements if element.pillar == pillar],
    )


def _pillar_title() -> Subquery:
    same = PillarIntro.objects.filter(framework=OuterRef("framework"), pillar=OuterRef("pillar"))
    return Subquery(same.values("title")[:1])


def _element_label(element: Element) -> str:
    label = f"{element.code} {element.title}"
    if element.is_working_title:
        label = _("%(element)s (working title)") % {"element": label}
    if not element.framework.is_current:
        label = _("%(element)s (edition %(version)s)") % {"element": label, "version": element.framework.version}
    return label


def _value(row: Any, value: Value) -> str:
    return str(getattr(row, value))


def _grouped(named: Iterable[tuple[str, Choice]]) -> list[Group]:
    groups: dict[str, list[Choice]] = {}
    for name, choice in named:
        groups.setdefault(name, []).append(choice)
    return list(groups.items())


def _code(text: str) -> str:
    if not CODE_IN_ADDRESS.fullmatch(text):
        raise Http404
    return text.upper()
