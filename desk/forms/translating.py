"""A public text in another language: a box for each of its parts, and who translated each."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.translated import Provenance
from desk.forms.base import CHOOSE, LineField, OneOfField, TextField
from desk.forms.revision import RevisionForm
from review.workflow import NotReady

LONG = 300  # from here on a text gets a box of several lines
AS_ABOVE = gettext_lazy("As chosen at the top")


class TranslationForm(RevisionForm):
    """The parts are those that the original has. Nothing has to be complete: what is empty is read in the original.

    Args:
        parts: name of a part -> what it is called, and how many characters it has at most.
        older: the parts whose original has changed since they were translated.
    """

    mark_optional = False
    by = OneOfField(
        label=gettext_lazy("Who translated it?"),
        required=False,
        choices=[("human", gettext_lazy("A person")), ("machine", gettext_lazy("A machine, and nobody checked it"))],
        hints={
            "human": gettext_lazy("A person translated it, or read a machine’s translation and put it right."),
            "machine": gettext_lazy("Readers see that no person checked it."),
        },
        help_text=gettext_lazy("It counts for every part where you choose nothing else."),
    )

    def __init__(
        self, data: Any = None, *, parts: Mapping[str, tuple[str, int]], older: Collection[str] = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.boxes = {name: name.replace(":", "-") for name in parts}
        self.older = [name for name in parts if name in older]
        for name, box in self.boxes.items():
            label, most = parts[name]
            self.fields[box] = _box(label, most)
            self.fields[_by(box)] = forms.ChoiceField(
                label=_("Who translated “%(part)s”?") % {"part": label},
                required=False,
                choices=[("", AS_ABOVE), *self.fields["by"].choices],
                error_messages={"invalid_choice": CHOOSE},
            )
        for name in self.older:
            right = _("The translation of “%(part)s” is still right.") % {"part": parts[name][0]}
            self.fields[_right(self.boxes[name])] = forms.BooleanField(label=right, required=False)

    @classmethod
    def initial_of(cls, texts: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the boxes say for the texts of a translation."""
        made = [piece["by"] for piece in texts.values()]
        most = max(Provenance.values, key=made.count) if made else ""
        values = {"by": most}
        for name, piece in texts.items():
            box = name.replace(":", "-")
            values |= {box: piece["text"], _by(box): "" if piece["by"] == most else piece["by"]}
        return values

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        unsaid = [box for box in self.boxes.values() if values.get(box) and not values.get(_by(box))]
        if unsaid and not values.get("by"):
            self.add_error("by", _("Say who translated it: a person, or a machine."))
        return values

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the parts that say something, with who translated them, as the action takes them."""
        values = self.cleaned_data
        return {
            name: {"text": values[box], "by": values.get(_by(box)) or values["by"]}
            for name, box in self.boxes.items()
            if values[box]
        }

    def still_right(self) -> list[str]:
        """Return the parts that stay as they are although their original has changed."""
        return [name for name in self.older if self.cleaned_data[_right(self.boxes[name])]]

    def rows(self) -> Iterator[tuple[str, dict[str, BoundField | None]]]:
        """Each part: its name, its box, who translated it, and whether an older text is still right."""
        for name, box in self.boxes.items():
            right = self[_right(box)] if name in self.older else None
            yield name, {"box": self[box], "by": self[_by(box)], "right": right}

    def add_faults_of(self, error: NotReady | ValidationError) -> None:
        """Show what the action refused at the box of the part it names; everything else stands on top."""
        if isinstance(error, NotReady):
            self.add_error(None, error.reasons)
        elif hasattr(error, "error_dict"):
            for name, fault in error.error_dict.items():
                self.add_error(self.boxes[name], fault)
        else:
            self.add_error(None, error)


def _by(box: str) -> str:
    return f"{box}-by"


def _right(box: str) -> str:
    return f"{box}-right"


def _box(label: str, most: int) -> forms.CharField:
    """Return an empty box as long as the original's."""
    kind = TextField if most > LONG else LineField
    return kind(label=label, required=False, max_length=most)
