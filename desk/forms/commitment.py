"""The parts of a commitment, one form each. Nothing is required while drafting; what is typed must make sense."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cities.recommending import recommendation_choices
from core.ui import choice_groups
from desk.forms.base import (
    DeskForm,
    DraftDate,
    DraftLine,
    DraftText,
    LanguageField,
    LineField,
    LinksField,
    MoneyField,
    OneOfField,
)
from desk.forms.revision import RevisionForm
from framework.queries import (
    charter_article_choices,
    element_choices,
    goal_choices,
    group_choices,
    instrument_item_choices,
    policy_area_choices,
    right_choices,
)

FOLDED = ("elements", "rights", "goals", "charter_articles", "instrument_items")  # lists too long to stand open
Links = dict[str, list[int]]  # kind of link -> primary keys


class PartForm(RevisionForm):
    """One part: its text fields and its links to the reference tables."""

    mark_optional = False
    links: tuple[str, ...] = ()

    @classmethod
    def texts(cls) -> list[str]:
        return [name for name in cls.base_fields if name not in {"revision", "seen", *cls.links}]

    @classmethod
    def initial_of(cls, version: Any, links: Links) -> dict[str, Any]:
        """Return what `version` says in this part; `links` is `queries.chosen_links`."""
        values = {name: getattr(version, name) for name in cls.texts()}
        return values | {name: sorted(links.get(name, [])) for name in cls.links}

    def offer(self, chosen: Links, city: Any) -> None:
        """Fill the choices; rows already chosen stay on offer."""

    def questions(self) -> Iterator[dict[str, Any]]:
        """Each question; those with many options by group, with how many of a group are chosen."""
        for field in self.visible_fields():
            options: dict[str, list[dict[str, Any]]] = {}
            for group in choice_groups(field) if field.name in self.links else []:
                options.setdefault(group["title"] or str(field.label), []).extend(group["options"])
            yield {
                "field": field,
                "folded": field.name in FOLDED,
                "groups": [
                    {
                        "title": title,
                        "chosen": sum(option["selected"] for option in found),
                        "alone": [{"title": "", "options": found}],
                    }
                    for title, found in options.items()
                ],
            }

    def text_values(self) -> dict[str, Any]:
        """Return the answers that make sense; of a valid form that is all of them."""
        return {name: self.cleaned_data[name] for name in self.texts() if name in self.cleaned_data}

    def link_values(self) -> dict[str, list[int]]:
        return {name: self.cleaned_data[name] for name in self.links if name in self.cleaned_data}


class PromiseForm(PartForm):
    title = DraftLine(
        label=_("Title"),
        max_length=200,
        help_text=_("A few words a resident understands, for example “Free legal help in every library”."),
    )
    language = LanguageField(label=_("Language of your text"), help_text=_("You may write in any EU language."))
    summary = DraftText(
        label=_("The promise in plain language"),
        max_length=1000,
        rows=3,
        help_text=_(
            "One or two short sentences that a resident can check. Who does what by when? "
            "Use everyday words and no abbreviations: it stands first on the page, and in lists."
        ),
    )
    problem = DraftText(
        label=_("Which problem did you find?"),
        max_length=5000,
        help_text=_("What goes wrong today, for whom, and how do you know?"),
    )
    action = DraftText(
        label=_("What will the city do?"),
        max_length=5000,
        rows=7,
        help_text=_("Name the steps, not the intentions."),
    )


class FrameworkForm(PartForm):
    links = ("elements", "rights", "policy_areas", "goals", "charter_articles", "instrument_items")
    elements = LinksField(
        label=_("Which parts of the framework does it build?"), help_text=_("Choose one to three. One is enough.")
    )
    rights = LinksField(
        label=_("Which rights does it protect?"), help_text=_("Articles of the EU Charter. Choose the closest ones.")
    )
    policy_areas = LinksField(label=_("Which policy areas does it belong to?"))
    goals = LinksField(label=_("Sustainable Development Goals (optional)"))
    charter_articles = LinksField(
        label=_("Articles of the European Charter for the Safeguarding of Human Rights in the City (optional)")
    )
    instrument_items = LinksField(
        label=_("Other charters, plans and treaties (optional)"),
        help_text=_("Only if your commitment carries out one of their points."),
    )

    def offer(self, chosen: Links, city: Any) -> None:
        readers = {
            "elements": element_choices,
            "rights": right_choices,
            "policy_areas": policy_area_choices,
            "goals": goal_choices,
            "charter_articles": charter_article_choices,
            "instrument_items": instrument_item_choices,
        }
        for name, read in readers.items():
            self.fields[name].choices = read(chosen=chosen.get(name, []))


class PeopleForm(PartForm):
    links = ("groups",)
    groups = LinksField(label=_("Whom does it concern?"), help_text=_("Choose all that apply."))
    consulted = DraftText(
        label=_("Who was consulted?"),
        max_length=3000,
        help_text=_("Groups, organisations, meetings and how many people came. If nobody was consulted, say so."),
    )
    taken_up = DraftText(
        label=_("What did you take up from it? (optional)"),
        max_length=3000,
        help_text=_("Say what changed because of what people said, and what you did not take up."),
    )

    def offer(self, chosen: Links, city: Any) -> None:
        self.fields["groups"].choices = group_choices(chosen=chosen.get("groups", []))


class RecommendationsForm(PartForm):
    """Which recommendations of others a commitment answers; those made to the city, and those made to its country."""

    links = ("recommendations",)
    recommendations = LinksField(
        label=_("Which recommendations does it answer?"),
        help_text=_("Made to your city, or to your country. The public reads them beside your promise."),
    )

    def offer(self, chosen: Links, city: Any) -> None:
        known = recommendation_choices(city, chosen=chosen.get("recommendations", []))
        self.fields["recommendations"].choices = known
        if not known:
            self.fields["recommendations"].help_text = _(
                "None is known yet to your city or your country. You can go on, or add one that was made to your city."
            )


class PeriodForm(PartForm):
    starts_on = DraftDate(
        label=_("When does it start?"), what=_("The start date"), help_text=_("For example, 1 3 2027")
    )
    ends_on = DraftDate(label=_("When does it end?"), what=_("The end date"), help_text=_("For example, 30 6 2029"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The end date must not be before the start date"))
        return values


class RowsForm(PartForm):
    """A part that asks for nothing but rows."""


class BudgetForm(PartForm):
    unit = DraftLine(
        label=_("Which unit is responsible?"),
        max_length=200,
        help_text=_("The office that answers questions. Do not name a person."),
    )
    budget = MoneyField(label=_("Budget in euro (optional)"), required=False, help_text=_("For example, 250 000"))
    budget_note = DraftLine(
        label=_("About the budget (optional)"),
        max_length=300,
        help_text=_("For example, “staff costs for two years, paid from the city budget”."),
    )
    decision = DraftLine(
        label=_("Which decision of the council adopted it? (optional)"),
        max_length=300,
        help_text=_("Number and title. Attach the decision itself as evidence."),
    )
    decided_on = DraftDate(label=_("When was that? (optional)"), what=_("The date of the decision"))


class ChangeFields(DeskForm):
    """Why and how the published text changes."""

    mark_optional = False
    is_material = OneOfField(
        label=_("What kind of change is it?"),
        choices=[("yes", _("It changes the aim, a target or a date")), ("no", _("It corrects a mistake in writing"))],
        hints={
            "yes": _("An approver signs it off, and the public reads your reason."),
            "no": _("It needs no sign-off. The review office still checks it."),
        },
        missing=_("Choose what kind of change it is."),
    )
    change_reason = DraftText(
        label=_("Why does the text change?"),
        max_length=1000,
        help_text=_("The public reads this beside the old and the new text."),
    )


class ChangeForm(ChangeFields, PartForm):
    """The part of an amendment that says why."""

    @classmethod
    def initial_of(cls, version: Any, links: Links) -> dict[str, Any]:
        return super().initial_of(version, links) | {"is_material": "yes" if version.is_material else "no"}

    def text_values(self) -> dict[str, Any]:
        values = super().text_values()
        return values | {name: kind == "yes" for name, kind in values.items() if name == "is_material"}


class AmendForm(ChangeFields):
    """The first page of an amendment: nothing is copied before these words are there."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("is_material") == "yes" and not values.get("change_reason") and "change_reason" in values:
            self.add_error("change_reason", _("Say why the text changes. The public reads it."))
        return values

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_material": self.cleaned_data["is_material"] == "yes"}


class NewCommitmentForm(DeskForm):
    """The first words of a new commitment."""

    title = LineField(
        label=_("What is it about?"),
        max_length=200,
        help_text=_("A few words a resident understands. You can change them until you send it."),
        error_messages={"required": _("Write a few words as a title.")},
    )
    language = LanguageField(label=_("Language of your text"), help_text=_("You may write in any EU language."))
