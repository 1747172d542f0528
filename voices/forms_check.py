"""The form that checks a label."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBER = re.compile(r"HRL-[A-Z0-9]{4,8}", re.ASCII)
LONGEST_TEXT = 70_000


class CheckForm(forms.Form):
    """One of three: the number, a file, a text."""

    code = forms.CharField(
        required=False, max_length=20, label=_("Number of the label"), help_text=_("It looks like HRL-7K2Q9D.")
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("Or the file of the credential"),
        help_text=_("A .json or .jwt file, up to 64 KB. It is read once and not kept."),
    )
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("Or its text"),
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip().upper()
        if code and not NUMBER.fullmatch(code):
            raise forms.ValidationError(_("A number has the form HRL-7K2Q9D. It stands under the seal."))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in ("code", "text")) and values.get("file") is None:
            raise forms.ValidationError(_("Enter a number, choose a file, or paste a text."))
        return values
