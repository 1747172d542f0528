"""The figures of a report, cleaned: one value for each indicator of the text in force."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.actions.values import clean_values
from commitments.models import CommitmentVersion, IndicatorValue, ProgressReport

VALUE_FIELDS = ("value", "measured_on", "note")


def clean_measured(report: ProgressReport, measured: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row per indicator that has a value; unknown indicators are refused.

    Args:
        report: whose commitment has the indicators.
        measured: dicts of indicator_key and the fields of `VALUE_FIELDS`.

    Raises: ValidationError with a message per indicator.
    """
    texts = CommitmentVersion.objects.published().filter(commitment=report.commitment_id)
    known = dict(texts.values_list("indicators__key", "indicators__position"))
    cleaned, errors = {}, []
    for row in measured:
        if row.get("value") in (None, ""):
            continue
        key = str(row.get("indicator_key") or "")
        if key not in known:
            errors.append(_("An indicator was changed after you opened this page. Reload it and try again."))
            continue
        try:
            values = clean_values(IndicatorValue, VALUE_FIELDS, {name: row.get(name) for name in VALUE_FIELDS})
        except ValidationError as error:
            words = " ".join(error.messages)
            errors.append(_("Indicator %(number)s: %(words)s") % {"number": known[key], "words": words})
            continue
        cleaned[key] = {"indicator_key": key, "position": known[key], **values}
    if errors:
        raise ValidationError(errors)
    return list(cleaned.values())
