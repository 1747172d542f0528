"""The spreadsheet that comes back, and the answers to its conflicts."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import parse_spreadsheet
from desk.forms.base import DeskForm, OneOfField, UploadField
from desk.sheets.merging import OURS, SHEET, Group

MOST_CONFLICTS = 500


class SheetForm(DeskForm):
    """The file. `cleaned_data["file"].sheets` is what it holds."""

    mark_optional = False
    file = UploadField(
        label=gettext_lazy("The spreadsheet"),
        help_text=gettext_lazy(
            "The file you downloaded here, with your changes, as .xlsx. It may have been saved by any office program."
        ),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() != ".xlsx":
            raise ValidationError(_("Save the spreadsheet as .xlsx (Excel workbook) and upload that."), code="kind")
        file.sheets = parse_spreadsheet(file)
        return file


class ConfirmForm(forms.Form):
    """One question for every conflict. `seen` says which differences the person looked at."""

    use_required_attribute = False
    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in groups:
            for cell in group.cells:
                if cell.is_conflict:
                    self.fields[cell.name] = OneOfField(
                        label=cell.label,
                        choices=[(OURS, _("Keep what is on the portal")), (SHEET, _("Take the sheet"))],
                        missing=_("%(place)s: choose which text to keep.") % {"place": cell.at},
                    )

    def choices(self) -> dict[str, str]:
        """Return the answers by name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
