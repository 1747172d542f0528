"""Form controls that Django does not have: a date in three boxes."""

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

# Longer parts are never a date; what is typed is shown again, so it is cut to something a person can mend.
PART_LENGTH = 20


class DateParts(NamedTuple):
    """What somebody typed into the three boxes, right or wrong."""

    day: str
    month: str
    year: str


class DateFieldsWidget(forms.Widget):
    """Day, month and year in three text boxes that keep whatever was typed."""

    template_name = "components/widgets/date_fields.html"
    use_fieldset = True
    suffixes = ("day", "month", "year")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> DateParts | None:
        parts = DateParts(*(_clean(data.get(f"{name}_{suffix}")) for suffix in self.suffixes))
        return parts if any(parts) else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{suffix}" in data for suffix in self.suffixes)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        shared = {key: item for key, item in context["widget"]["attrs"].items() if key != "id"}
        id_ = context["widget"]["attrs"].get("id", "")
        labels = (_("Day"), _("Month"), _("Year"))
        context["widget"]["parts"] = [
            {"name": f"{name}_{suffix}", "id": f"{id_}_{suffix}", "label": label, "value": part, "attrs": shared}
            for suffix, label, part in zip(self.suffixes, labels, _split(value), strict=True)
        ]
        return context


def _clean(part: Any) -> str:
    text = str(part or "").replace("\x00", "").encode("utf-8", "replace").decode()
    return text.strip()[:PART_LENGTH]


def _split(value: Any) -> DateParts:
    if isinstance(value, DateParts):
        return value
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, dt.date):
        return DateParts(str(value.day), str(value.month), str(value.year))
    return DateParts("", "", "")
