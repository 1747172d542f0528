"""What an action refuses, at the fields of the form it came from."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_faults(form: forms.Form, error: ValidationError) -> None:
    """Add each fault of `error` to its field, or to the whole form."""
    faults = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, fault in faults.items():
        form.add_error(name if name in form.fields else None, fault)
