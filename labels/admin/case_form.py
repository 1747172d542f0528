"""What the page of an application asks, step by step, and how the answers reach the actions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from core.fields import PartsDateField
from labels.actions.proposing import PROPOSABLE
from labels.models import LabelApplication
from review.admin import DecisionForm

ROWS = 3
CONDITIONS = tuple(name for n in range(1, ROWS + 1) for name in (f"condition_{n}", f"condition_{n}_until"))
PROPOSAL = ("outcome", "plain", *CONDITIONS, "plan", "mentor", "mentor_reason")
ASKED = {"propose_admissibility": ("admissible",), "propose": PROPOSAL}
NOTES = {
    "propose_admissibility": gettext_lazy("To propose: write the reasons; whoever confirms reads them."),
    "return_for_changes": gettext_lazy("To send back: say what is missing. The city reads it."),
    "drop_admissibility": gettext_lazy("To drop the proposal: say why. The office reads it."),
    "propose": gettext_lazy("To propose the outcome: write the reasons. They are published with the decision."),
    "sign_first": gettext_lazy("To sign: nothing is needed here."),
    "grant": gettext_lazy("To sign: nothing is needed here."),
    "refuse": gettext_lazy("To sign: nothing is needed here."),
    "reject_proposal": gettext_lazy("To send the proposal back: say why. The office reads it."),
    "reopen_admissibility": gettext_lazy("To send the proposal back: say why. The office reads it."),
}


class CaseForm(DecisionForm):
    """Everything that a step may ask for; `ask_for` leaves what the steps at hand need."""

    admissible = forms.TypedChoiceField(
        required=False,
        choices=[("yes", gettext_lazy("It is admissible")), ("no", gettext_lazy("It is not admissible"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        label=gettext_lazy("Admissible"),
    )
    outcome = forms.ChoiceField(
        required=False,
        choices=[(key.value, key.label) for key in PROPOSABLE],
        widget=forms.RadioSelect,
        label=gettext_lazy("Outcome"),
    )
    plain = forms.CharField(
        required=False,
        label=gettext_lazy("In plain language"),
        help_text=gettext_lazy(
            "For an award: what the city did for people, and what is still open. Short sentences, no names. Public."
        ),
        widget=forms.Textarea({"rows": 4}),
    )
    plan = forms.CharField(
        required=False,
        label=gettext_lazy("Plan for the city"),
        help_text=gettext_lazy("For “not yet” only: what the city can do until it applies again. Public."),
        widget=forms.Textarea({"rows": 4}),
    )
    mentor = forms.ModelChoiceField(
        City.objects.public().filter(membership="committed").order_by("name", "pk"),
        required=False,
        label=gettext_lazy("City that helps"),
        help_text=gettext_lazy("For “not yet” only. Public."),
    )
    mentor_reason = forms.CharField(
        required=False,
        label=gettext_lazy("Why this city, or why none"),
        help_text=gettext_lazy("For “not yet” only. Public."),
        widget=forms.Textarea({"rows": 2}),
    )
    note = forms.CharField(required=False, label=gettext_lazy("Reasons"), widget=forms.Textarea({"rows": 6}))
    field_order = ("admissible", "outcome", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, ROWS + 1):
            self.fields[f"condition_{n}"] = forms.CharField(
                required=False,
                label=_("Condition %(number)d") % {"number": n},
                help_text=_("For “awarded with conditions” only: what the city has to do. Public."),
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"condition_{n}_until"] = PartsDateField(
                required=False, label=_("Condition %(number)d: until") % {"number": n}
            )
        self.order_fields(
            ("seen", "admissible", "outcome", "note", "plain", *CONDITIONS, "plan", "mentor", "mentor_reason")
        )

    def ask_for(self, steps: set[str]) -> None:
        """Leave only the fields that these steps need, and say what the reasons are for."""
        for step, names in ASKED.items():
            if step not in steps:
                for name in names:
                    self.fields.pop(name, None)
        words = dict.fromkeys(str(text) for step, text in NOTES.items() if step in steps)
        self.fields["note"].help_text = " ".join(words)


def asking(action: Callable[..., Any], *names: str) -> Callable[..., Any]:
    """Return `action` for the form: it gets those of the answers that it takes; conditions come as rows."""

    def act(*, obj: LabelApplication, by: Any, note: str, ticks: Any = (), **answers: Any) -> Any:
        words = {name: answers[name] for name in names if name not in CONDITIONS}
        if CONDITIONS[0] in names:
            rows = [(answers[f"condition_{n}"], answers[f"condition_{n}_until"]) for n in range(1, ROWS + 1)]
            words["conditions"] = [row for row in rows if any(row)]
        return action(obj=obj, by=by, note=note, ticks=ticks, **words)

    return act


def confirming(action: Callable[..., Any]) -> Callable[..., Any]:
    """Return `action` for the form: it is about the admissibility that `obj` was read with."""

    def confirm(*, obj: LabelApplication, by: Any, note: str, ticks: Any = (), **answers: Any) -> Any:
        return action(obj=obj, by=by, note=note, ticks=ticks, proposal=_id_of(obj.open_admissibility))

    return confirm


def signing(action: Callable[..., Any]) -> Callable[..., Any]:
    """Return `action` for the form: it is about the decision that `obj` was read with."""

    def sign(*, obj: LabelApplication, by: Any, note: str, ticks: Any = (), **answers: Any) -> Any:
        return action(obj=obj, by=by, note=note, ticks=ticks, proposal=_id_of(obj.open_decision))

    return sign


def _id_of(row: Any) -> int | None:
    return row.pk if row else None
