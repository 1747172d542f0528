import datetime as dt

import pytest
from django import forms
from django.http import QueryDict

from core.fields import PartsDateField
from core.widgets import PART_LENGTH
from tests.markup import Markup


class Plan(forms.Form):
    due = PartsDateField(label="By when?", what="The date", required=False)


def posted(day="", month="", year="", form=Plan):
    query = QueryDict(mutable=True)
    query.update({"due_day": day, "due_month": month, "due_year": year})
    return form(query)


def boxes(form):
    return [control.attrs["value"] for control in Markup(str(form["due"])).controls]


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("15", "6", "2027"), dt.date(2027, 6, 15)),
        ((" 05 ", "06", "2027"), dt.date(2027, 6, 5)),
        (("29", "2", "2028"), dt.date(2028, 2, 29)),
        (("١٥", "٦", "٢٠٢٧"), dt.date(2027, 6, 15)),
        (("", " ", ""), None),
    ],
)
def test_three_boxes_make_a_date(parts, date):
    form = posted(*parts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == date


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("31", "2", "2027"), "The date must be a real date, for example 15 6 2027"),
        (("29", "2", "2027"), "The date must be a real date, for example 15 6 2027"),
        (("0", "0", "0000"), "The date must be a real date, for example 15 6 2027"),
        (("15", "June", "2027"), "The date must be a real date, for example 15 6 2027"),
        (("-1", "6", "2027"), "The date must be a real date, for example 15 6 2027"),
        (("1.5", "6", "2027"), "The date must be a real date, for example 15 6 2027"),
        (("²", "6", "2027"), "The date must be a real date, for example 15 6 2027"),
        (("15", "6", "27"), "The date must have a year with four numbers, for example 2027"),
        (("15", "6", ""), "The date must also have a year, for example 15 6 2027"),
        (("15", "", ""), "The date must also have a month and a year, for example 15 6 2027"),
        (("", "", "2027"), "The date must also have a day and a month, for example 15 6 2027"),
    ],
)
def test_a_bad_date_says_what_is_wrong_and_stays_in_the_boxes(parts, words):
    form = posted(*parts)
    assert form.errors["due"] == [words]
    assert boxes(form) == list(parts)


@pytest.mark.parametrize(
    "bad", ["9" * 5000, "15\x00", "\ud800", "<b>\"'&", "1e9", "∞", "１" * 30, "\u202e15", "' OR 1=1 --", "nan", "+15"]
)
@pytest.mark.parametrize("box", [0, 1, 2])
def test_hostile_parts_are_an_error_or_a_date_and_never_a_crash(bad, box):
    parts = ["15", "6", "2027"]
    parts[box] = bad
    form = posted(*parts)
    assert form.is_valid() == (bad == "15\x00" and box == 0)

    html = str(form["due"])
    html.encode()
    assert "<b>" not in html
    assert "\x00" not in html
    assert all(len(value) <= PART_LENGTH for value in boxes(form))


def test_a_required_date_asks_for_all_three_parts():
    class Strict(forms.Form):
        due = PartsDateField(what="The end")

    assert posted(form=Strict).errors["due"] == [
        "The end is missing. Enter a day, a month and a year, for example 15 6 2027"
    ]


def test_a_saved_date_comes_back_into_the_boxes():
    for saved in (dt.date(2027, 6, 5), dt.datetime(2027, 6, 5, 12, tzinfo=dt.UTC), "2027-06-05"):
        assert boxes(Plan(initial={"due": saved})) == ["5", "6", "2027"]
    for nothing in (None, "", "soon", 7):
        assert boxes(Plan(initial={"due": nothing})) == ["", "", ""]


def test_a_form_knows_whether_its_date_changed():
    same = {"due": dt.date(2027, 6, 5)}
    query = QueryDict("due_day=5&due_month=6&due_year=2027")
    assert not Plan(query, initial=same).has_changed()
    assert Plan(query, initial={"due": dt.date(2027, 6, 6)}).has_changed()
    assert Plan(QueryDict("due_day=x"), initial=same).has_changed()
    assert not posted().has_changed()


def test_a_date_of_another_kind_is_refused():
    with pytest.raises(forms.ValidationError):
        PartsDateField().clean("2027-06-05")
    assert PartsDateField().clean(dt.date(2027, 6, 5)) == dt.date(2027, 6, 5)


def test_each_box_has_its_label_and_the_group_its_words():
    class Plan2(forms.Form):
        due = PartsDateField(label="By when?", help_text="For example, 15 6 2027")

    markup = Markup(posted("31", "2", "2027", form=Plan2)["due"].as_field_group())
    group = markup.one("fieldset")
    assert markup.one("legend").text == "By when?"
    assert [markup.by_id(id_).text for id_ in group.attrs["aria-describedby"].split()] == [
        "For example, 15 6 2027",
        "Error: The date must be a real date, for example 15 6 2027",
    ]
    assert [label.text for label in markup.all("label")] == ["Day", "Month", "Year"]
    for label, control in zip(markup.all("label"), markup.controls, strict=True):
        assert label.attrs["for"] == control.attrs["id"]
        assert control.attrs["aria-invalid"] == "true"
        assert control.attrs["inputmode"] == "numeric"
