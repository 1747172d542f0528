"""Fields and habits that the forms of every door share: what is typed is cleaned, and nothing typed is lost."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.languages import LANGUAGES
from core.text import clean_line, clean_text, validate_email_address, validate_public_url
from core.uploads import ACCEPT, inspect

CHOOSE = _("Choose one of the options.")


class LineField(forms.CharField):
    """One line of text, cleaned."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Text of several lines, cleaned."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class WebField(LineField):
    """A public web address. “www.city.example” becomes “https://www.city.example”."""

    default_validators = [validate_public_url]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, widget=forms.URLInput({"autocomplete": "url"}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return f"https://{text}" if text.startswith("www.") else text


class MailField(LineField):
    """An e-mail address in lower case; look-alike domains are refused."""

    default_validators = [validate_email_address]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, widget=forms.EmailInput({"autocomplete": "email"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).lower()


class LanguageField(forms.ChoiceField):
    """The language a text is written in."""

    def __init__(self, *, empty: Any = "", **kwargs: Any) -> None:
        choices = [("", empty), *LANGUAGES] if empty else LANGUAGES
        super().__init__(choices=choices, error_messages={"invalid_choice": CHOOSE}, **kwargs)


class OneOfField(forms.ChoiceField):
    """Radio buttons. `hints` says something more about an option."""

    def __init__(self, *, hints: dict[str, Any] | None = None, missing: Any = CHOOSE, **kwargs: Any) -> None:
        messages = {"invalid_choice": CHOOSE, "required": missing}
        super().__init__(widget=forms.RadioSelect, error_messages=messages, **kwargs)
        self.widget.hints = hints or {}


class UploadField(forms.FileField):
    """A file whose name, type and content agree. `.info` of the cleaned file is what it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, widget=forms.FileInput({"accept": ACCEPT}), **kwargs)

    def clean(self, value: Any, initial: Any = None) -> Any:
        file = super().clean(value, initial)
        if file and file is not initial:
            inspect(file)
        return file


class PortalForm(forms.Form):
    """A form that loses nothing: what was typed stays, and a file that must be chosen again says so."""

    use_required_attribute = False
    mark_optional = True  # forms of a draft switch this off: there, everything may wait

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or not self._errors:
            return
        for name, field in self.fields.items():
            if (
                isinstance(field, forms.FileField)
                and self.files.get(self.add_prefix(name))
                and name not in self._errors
            ):
                self.add_error(name, _("Choose the file again: your browser does not keep it when a page has errors."))
