"""Fields and error summaries with real forms: labels, ids, words, nothing lost."""

import pytest
from django import forms
from django.forms import formset_factory

from core.fields import PartsDateField
from tests.components import component, described_by, render
from tests.markup import Markup


class Promise(forms.Form):
    title = forms.CharField(label="Title", help_text="One sentence")
    email = forms.EmailField(label="Email", required=False, widget=forms.EmailInput({"placeholder": "Email"}))
    due = PartsDateField(label="By when?", help_text="For example, 15 6 2027")
    rights = forms.MultipleChoiceField(
        label="Which rights?",
        help_text="Choose all that apply",
        choices=[
            ("Dignity", [("1", "Human dignity")]),
            ("Equality", [("20", "<Equality>"), ("21", "No discrimination")]),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    seen_by = forms.ChoiceField(
        label="Seen by", choices=[("all", "Everybody"), ("few", "Few")], widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label="Language", choices=[("", "Choose"), ("sv", "Svenska")])
    file = forms.FileField(label="File")
    mandate = forms.BooleanField(label="The council agreed", help_text="With a decision")
    version = forms.IntegerField(widget=forms.HiddenInput)


# --- Fields ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Promise(), Promise({}), Promise({"rights": ["20", "no"], "due_day": "x"})])
def test_every_control_has_a_label_and_every_id_exists(form):
    markup = Markup(str(form))
    assert len(markup.controls) == 13
    labels = {label.attrs["for"]: label.text for label in markup.all("label")}
    for control in markup.controls:
        assert labels[control.attrs["id"]]
    for element in markup.elements:
        described_by(markup, element)  # by_id fails when an id is missing
    assert markup.all("input", type="hidden")[0].attrs["name"] == "version"


def test_a_text_field_is_described_by_its_hint_and_its_error():
    markup = component("field", field=Promise({"title": ""})["title"])
    control = markup.one("input")
    assert described_by(markup, control) == ["One sentence", "Error: Fill in: Title"]
    assert control.attrs["aria-invalid"] == "true"
    assert "err" in markup.elements[0].attrs["class"]

    quiet = component("field", field=Promise()["title"])
    assert described_by(quiet, quiet.one("input")) == ["One sentence"]
    assert "aria-invalid" not in quiet.one("input").attrs


def test_a_field_keeps_what_was_typed_and_escapes_it():
    html = render("field", field=Promise({"title": '"><script>x</script>'})["title"])
    assert "<script>" not in html
    assert Markup(html).one("input").attrs["value"] == '"><script>x</script>'


def test_a_placeholder_gives_way_to_the_label():
    assert "placeholder" not in component("field", field=Promise()["email"]).one("input").attrs


def test_choices_are_a_group_with_sub_headings_and_keep_the_choice():
    markup = component("field", field=Promise({"rights": ["20"]})["rights"])
    assert [legend.text for legend in markup.all("legend")] == ["Which rights?", "Dignity", "Equality"]
    assert described_by(markup, markup.all("fieldset")[0]) == ["Choose all that apply"]
    assert [c.attrs["value"] for c in markup.controls if "checked" in c.attrs] == ["20"]
    assert [label.text for label in markup.all("label")] == ["Human dignity", "<Equality>", "No discrimination"]
    assert not [c for c in markup.controls if "required" in c.attrs]


def test_options_can_carry_a_hint_and_a_count():
    form = Promise()
    form.fields["seen_by"].widget.hints = {"few": "Never another city"}
    form.fields["seen_by"].widget.counts = {"all": 7}
    markup = component("field", field=form["seen_by"])
    few = next(control for control in markup.controls if control.attrs["value"] == "few")
    assert described_by(markup, few) == ["Never another city"]
    assert [label.text for label in markup.all("label")] == ["Everybody 7", "Few"]


def test_a_tick_box_has_its_sentence_hint_and_error():
    markup = component("checkbox", field=Promise({})["mandate"])
    control = markup.one("input", type="checkbox")
    assert markup.one("label", for_=control.attrs["id"]).text == "The council agreed"
    assert described_by(markup, control) == ["With a decision", "Error: Tick the box: The council agreed"]


def test_only_a_form_that_says_so_marks_what_is_optional():
    assert component("field", field=Promise()["email"]).one("label").text == "Email"
    form = Promise()
    form.mark_optional = True
    assert component("field", field=form["email"]).one("label").text == "Email (optional)"
    assert component("field", field=form["title"]).one("label").text == "Title"


def test_the_picker_is_a_text_field_that_knows_where_to_ask():
    markup = component("picker", field=Promise({"title": "Gra"})["title"], url="/data/v1/places", target="id_version")
    control = markup.one("input")
    assert control.attrs["value"] == "Gra"
    assert control.attrs["data-places-url"] == "/data/v1/places"
    assert control.attrs["data-places-target"] == "id_version"
    assert markup.one("label").attrs["for"] == control.attrs["id"]


# --- What is wrong --------------------------------------------------------------------------------------


def test_the_summary_says_the_same_as_the_fields_and_leads_to_them():
    form = Promise({"due_day": "31", "due_month": "2", "due_year": "2027"})
    form.add_error(None, "Say who was consulted")
    fields, summary = component("fields", form=form), component("error_summary", form=form)
    assert summary.all("li")[0].text == "Say who was consulted"
    assert [link.text for link in summary.all("a")] == [
        "Fill in: Title",
        "The date must be a real date, for example 15 6 2027",
        "Choose an answer: Which rights?",
        "Choose an answer: Seen by",
        "Choose an answer: Language",
        "Choose a file: File",
        "Tick the box: The council agreed",
    ]
    messages = [p.text.removeprefix("Error: ") for p in fields.all("p", class_="msg")]
    assert [link.text for link in summary.all("a")] == messages
    for link in summary.all("a"):
        assert fields.by_id(link.attrs["href"].removeprefix("#")).tag in {"input", "select"}
    assert "Fill in: Version" in [li.text for li in summary.all("li")]  # the hidden field: no link leads there
    assert summary.elements[0].attrs["role"] == "alert"


def test_the_summary_gathers_formsets_and_lists_of_forms():
    rows = formset_factory(Promise, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": ""}
    )
    summary = component("error_summary", form=[Promise({"title": "x"}), rows])
    assert summary.one("a", href="#id_form-0-title").text == "Fill in: Title"
    assert summary.one("a", href="#id_due_day")
    assert "Please submit at least 1 form." in [li.text for li in summary.all("li")]


def test_without_errors_there_is_no_summary():
    assert render("error_summary", form=Promise()).strip() == ""
    assert render("errors", messages=[]).strip() == ""


def test_what_is_missing_is_said_in_words():
    markup = component("errors", messages=["Add a milestone", "<b>"], heading="Before you send")
    assert markup.one("h2").text == "Before you send"
    assert [li.text for li in markup.all("li")] == ["Add a milestone", "<b>"]
