"""Invented forms that show every kind of field."""

from django import forms
from django.http import QueryDict

from core.fields import PartsDateField

RIGHTS = [
    ("Dignity", [("1", "Human dignity")]),
    ("Equality", [("20", "Equality before the law"), ("21", "No discrimination")]),
]


class Promise(forms.Form):
    """One field of each kind."""

    mark_optional = True
    title = forms.CharField(label="Title", help_text="One sentence, as people would say it.")
    text = forms.CharField(label="The promise", required=False, widget=forms.Textarea({"rows": 3}))
    language = forms.ChoiceField(label="Language", choices=[("", "Choose"), ("en", "English"), ("sv", "Swedish")])
    due = PartsDateField(label="By when?", help_text="For example, 15 6 2027", what="The date")
    rights = forms.MultipleChoiceField(
        label="Which rights?", help_text="Tick all that apply.", choices=RIGHTS, widget=forms.CheckboxSelectMultiple
    )
    seen_by = forms.ChoiceField(
        label="Who may see it?", choices=[("all", "Everybody"), ("few", "The office")], widget=forms.RadioSelect
    )
    file = forms.FileField(label="File", help_text="PDF, 20 MB at most.")
    council = forms.BooleanField(label="The council agreed.", help_text="With a decision that people can read.")


class Filters(forms.Form):
    """What a list can be filtered by."""

    q = forms.CharField(label="City name", required=False)
    country = forms.MultipleChoiceField(
        label="Country",
        required=False,
        choices=[("AT", "Austria"), ("SE", "Sweden")],
        widget=forms.CheckboxSelectMultiple,
    )


class Search(forms.Form):
    """A city, with its number in the gazetteer."""

    city = forms.CharField(label="City or municipality", help_text="Type the first letters.")
    place = forms.CharField(required=False, widget=forms.HiddenInput)


def filled(prefix: str = "good") -> Promise:
    """Return the form as somebody opens it."""
    return Promise(initial={"title": "Help in libraries", "rights": ["20"], "seen_by": "all"}, prefix=prefix)


def refused(prefix: str = "bad") -> Promise:
    """Return the form as it comes back with its errors."""
    return Promise(QueryDict(f"{prefix}-due_day=31&{prefix}-due_month=2&{prefix}-due_year=2027"), prefix=prefix)
