"""The first sheet: how to fill in the others, and what every column takes."""

from typing import Any

from django.utils.translation import gettext as _

from cities.models import City
from desk.sheets.columns import SHEETS, Column

GUIDE_WIDTHS = (16, 30, 34, 22, 80)
Line = list[tuple[str, str]]


def guide_rows(city: City) -> list[Line]:
    """Return the lines of the sheet: (words, style) for each cell."""
    rows: list[Line] = [[(_("Commitments of %(city)s") % {"city": city.name}, "portal title")]]
    rows += [[(words, "portal step")] for words in _steps()]
    rows += [[], [(str(words), "portal head") for words in _head()]]
    for sheet in SHEETS:
        rows += [
            [(words, "portal words") for words in _definition(sheet.title, column)] for column in sheet.columns[1:]
        ]
    return rows


def _steps() -> list[str]:
    return [
        _("1. Change or add rows. Grey cells belong to the portal and are locked."),
        _("2. Save the file as .xlsx and upload it on the portal under Commitments, Spreadsheet."),
        _("3. The portal shows every difference. Nothing is saved before you confirm it."),
        _("A row that you delete or leave out stays as it is on the portal. Delete drafts on the portal."),
        _("To move a milestone, write its new place in the column “Number”."),
        _("For a new commitment write NEW 1, NEW 2 and so on as its code, and the same code at its milestones."),
        _("A change to a published text starts a new version. The public sees it after sign-off and the form check."),
        _("Editors and approvers of the city download and upload this file. Keep it to yourselves: it has drafts."),
    ]


def _head() -> tuple[str, ...]:
    return _("Sheet"), _("Column"), _("Takes"), _("Who fills it in"), _("What to write")


def _definition(title: Any, column: Column) -> tuple[str, ...]:
    kinds = {
        "id": _("a code"),
        "info": _("information"),
        "date": _("a date, such as 2027-06-15"),
        "money": _("a number"),
        "figure": _("a number"),
        "order": _("a whole number"),
        "choice": _("one from the list"),
        "links": _("one or more choices"),
    }
    takes = kinds.get(column.kind) or _("text, %(most)s characters at most") % {"most": column.most}
    who = _("the portal") if column.is_fixed else _("editors and approvers")
    return str(title), str(column.label), takes, who, str(column.help)
