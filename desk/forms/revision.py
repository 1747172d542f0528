"""Forms that know which revision they were opened on, so that nobody overwrites anybody."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.base import DeskForm

OUT_OF_DATE = _("This page is out of date. Reload it, then type again.")


class RevisionForm(DeskForm):
    """A form that knows which revision it was opened on, and what the part said then."""

    revision = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput({"autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_DATE),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput({"autocomplete": "off"}))

    def saw(self, initial: dict[str, Any]) -> bool:
        """Whether this part still says what it said when the form was opened: then nobody else changed it."""
        return bool(self.cleaned_data["seen"]) and self.cleaned_data["seen"] == fingerprint(initial)

    def against(self, revision: int, said: dict[str, Any]) -> int:
        """Return which revision the save counts against.

        Args:
            revision: what is stored now; 0 for nothing yet.
            said: what the form says of it. What was saved meanwhile and says what this form was opened on is no
                conflict.
        """
        return revision if self.saw(said) else int(self.cleaned_data["revision"])

    def renew(self, revision: int, initial: dict[str, Any]) -> None:
        """After both texts were shown: what is sent next counts against what is stored now."""
        self.data = self.data.copy()
        self.data["revision"] = str(revision)
        self.data["seen"] = fingerprint(initial)


def fingerprint(initial: dict[str, Any]) -> str:
    """Return a short digest of what a part says."""
    return hashlib.sha256(json.dumps(initial, sort_keys=True, default=str).encode()).hexdigest()[:32]
