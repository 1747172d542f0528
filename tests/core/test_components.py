"""Each component with real data: what a reader, a keyboard and a screen reader get."""

import datetime as dt
from types import SimpleNamespace

from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from tests.components import component, render
from tests.markup import Markup

# --- Lists ----------------------------------------------------------------------------------------------


def page(number, last):
    return SimpleNamespace(number=number, paginator=SimpleNamespace(num_pages=last))


def test_the_pager_keeps_the_query_even_inside_an_only_include(rf):
    markup = component("pager", rf.get("/en/cities/?q=a%26b&page=2"), page=page(2, 9))
    assert markup.one("a", aria_current="page").text == "Page 2"
    assert [link.attrs["href"] for link in markup.all("a")[-2:]] == ["?q=a%26b&page=9", "?q=a%26b&page=3"]
    assert markup.one("a", rel="next").text == "Next page"
    assert render("pager", rf.get("/"), page=page(1, 1)).strip() == ""


def test_the_filters_show_what_is_chosen():
    class Find(forms.Form):
        q = forms.CharField(label="Name", required=False)
        country = forms.MultipleChoiceField(
            label="Country", required=False, choices=[("AT", "Austria")], widget=forms.CheckboxSelectMultiple
        )

    form = Find(QueryDict("q=Gr&country=AT"))
    markup = component("filters", form=form, action="/en/cities/", active=2)
    assert markup.one("form").attrs["method"] == "get"
    assert markup.all("summary")[0].text == "Filters (2 in use)"
    assert markup.one("input", name="q").attrs["value"] == "Gr"
    assert "checked" in markup.one("input", name="country").attrs
    assert component("filters", form=form, action="/", active=0).all("summary")[0].text == "Filters"


def test_chips_take_a_filter_away():
    markup = component("chips", chips=[{"text": "Austria", "url": "?q=a"}], clear_url="/en/cities/")
    assert [(a.text, a.attrs["href"]) for a in markup.all("a")] == [
        ("Austria × remove filter", "?q=a"),
        ("Clear all", "/en/cities/"),
    ]
    assert render("chips", chips=[], clear_url="/").strip() == ""


def test_the_search_keeps_its_words():
    markup = component("search", action="/en/", label="Find a city", value='"Graz"')
    assert markup.one("input").attrs["value"] == '"Graz"'
    assert markup.one("label").attrs["for"] == markup.one("input").attrs["id"]


def test_summary_list_has_values_gaps_and_a_way_to_change():
    rows = [
        {"label": "Title", "value": "One\n<two>", "change_url": "/t/"},
        {"label": "Rights", "lines": ["Dignity", "Equality"], "lang": "sv"},
        {"label": "Site", "value": "lund.se", "url": "https://lund.se/"},
        {"label": "Budget", "missing": "Not answered", "change_url": "/b/", "change_label": "the budget"},
    ]
    markup = component("summary_list", rows=rows)
    assert [dt_.text for dt_ in markup.all("dt")] == ["Title", "Rights", "Site", "Budget"]
    assert [a.text for a in markup.all("a")] == ["Change Title", "lund.se", "Change the budget"]
    assert "<two>" in markup.all("dd")[0].text
    assert markup.one("dd", lang="sv").text == "Dignity Equality"


def test_tasks_steps_and_figures_say_their_words():
    tasks = component(
        "task_list", rows=[{"label": "A", "url": "/a/", "hint": "h", "status": "Done", "kind": "ok"}, {"label": "B"}]
    )
    assert [li.text for li in tasks.all("li")] == ["A h Done", "B"]
    assert [li.text for li in component("steps", steps=[{"title": "Decide", "text": "Vote"}]).all("li")] == [
        "Decide Vote"
    ]
    figures = component("figures", figures=[{"number": 54, "label": "cities"}])
    assert (figures.one("dt").text, figures.one("dd").text) == ("cities", "54")


def test_timeline_and_milestones_write_dates_as_words():
    day = dt.date(2026, 10, 4)
    tag = {"text": "Version 1", "kind": "ok", "icon": "ok"}
    line = component(
        "timeline", rows=[{"date": day, "title": "Published", "text": "T", "url": "/v/1/", "link": "Open", "tag": tag}]
    )
    assert line.one("time", datetime="2026-10-04").text == "4 October 2026"
    assert line.one("a", href="/v/1/").text == "Open"
    proof = [{"url": "/e/1/", "text": "Minutes (PDF, 96 KB)"}, {"url": "/e/2/", "text": "Visits"}]
    stones = component(
        "milestones",
        rows=[
            {
                "title": "Open desks",
                "status": "Delayed",
                "icon": "late",
                "due": day,
                "note": "said why",
                "evidence": proof,
            },
            {"title": "Ask users", "status": "Planned", "icon": "plan", "lang": "en"},
        ],
    )
    assert stones.all("li")[0].text == "Delayed Open desks Due 4 October 2026 · said why Minutes (PDF, 96 KB), Visits"
    assert [use.attrs["href"].rpartition("#")[2] for use in stones.all("use")] == ["late", "plan"]


def test_evidence_names_kind_proof_and_who_may_see_it():
    row = {
        "icon": "doc", "title": "Protokoll", "lang": "sv", "meta": ["PDF, 96 KB", "Swedish"], "proves": "Milestone 2",
        "tag": {"text": "Confidential", "kind": "line", "icon": "lock"},
    }  # fmt: skip
    markup = component("evidence_row", row=row)
    assert markup.one("li").text == "Protokoll PDF, 96 KB · Swedish Milestone 2 Confidential"
    assert markup.one("h3").attrs["lang"] == "sv"
    assert component("evidence_row", row={"icon": "web", "title": "Site", "url": "/e/"}).one("a").text == "Site"


def test_the_difference_shows_both_texts_field_by_field():
    rows = [
        {"label": "Promise", "old": "free help", "new": "free, secret <b> help", "note": "Because"},
        {"label": "Unit", "old": "", "new": "Libraries"},
    ]
    markup = component("diff", rows=rows, old_label="Version 1", new_label="Version 2")
    assert [h3.text for h3 in markup.all("h3")] == ["Promise", "Unit"]
    assert [old.text for old in markup.all("div", class_="old")] == ["Version 1 free help", "Version 1 empty"]
    assert [new.text for new in markup.all("div", class_="new")] == [
        "Version 2 free, secret <b> help Because",
        "Version 2 Libraries",
    ]
    assert [ins.text for ins in markup.all("ins")][-1] == "Libraries"


# --- Signs, notes, drawings -----------------------------------------------------------------------------


def test_a_sign_is_hidden_unless_it_has_a_name():
    assert component("icon", name="ok").one("svg").attrs["aria-hidden"] == "true"
    named = Markup(Template('{% icon "lock" "i-mute" "Confidential" %}').render(Context()))
    assert named.one("svg", role="img").attrs["aria-label"] == "Confidential"
    assert Template('{% icon "" %}').render(Context()) == ""
    tag = component("tag", text="<Done>", kind="ok", icon="ok").one("span")
    assert (tag.text, tag.attrs["class"]) == ("<Done>", "tag ok")
    assert render("tag", text="Plain").strip() == '<span class="tag">Plain</span>'


def test_buttons_send_or_lead_on():
    button = component("button", text="Save", name="go", value="1").one("button")
    assert (button.attrs["type"], button.attrs["name"], button.attrs["value"]) == ("submit", "go", "1")
    assert component("button", text="Go", url="/x/", kind="sec2").one("a").attrs["class"] == "btn sec2"
    form = component("post_button", action="/x/", text="Send", csrf_token="token")
    assert form.one("input", name="csrfmiddlewaretoken").attrs["value"] == "token"
    assert form.one("form").attrs["method"] == "post"


def test_words_of_notes_panels_titles_and_crumbs():
    assert component("note", text="T", kind="warn", heading="H").elements[0].text == "H T"
    assert component("panel", heading="Sent", text="HRC-7K2Q9D").one("h1").text == "Sent"
    title = component("title", heading="Lund", eyebrow="Sweden", lede="A city")
    assert title.elements[0].text == "Sweden Lund A city"
    crumbs = component("crumbs", crumbs=[("/en/", "Home"), ("/en/cities/", "Cities")])
    assert [a.text for a in crumbs.all("a")] == ["Home", "Cities"]
    nav = component("nav", items=[{"url": "/d/", "label": "Tasks"}, {"url": "/e/", "label": "Team"}], path="/e/x/")
    assert nav.one("a", aria_current="true").text == "Team"
    told = [SimpleNamespace(level_tag="success", __str__=lambda self: "Saved")]
    assert component("messages", messages=told).one("div", role="status")
    seal = component("seal", label={"title": "Label held", "text": "Until 2029", "url": "/l/"})
    assert seal.one("a", href="/l/").text == "Check this label"


def test_drawings_speak_in_words_and_never_in_commas():
    dots = [
        {"x": 463.5, "y": 533.6, "r": 8.5, "label": True, "url": "/g/", "title": "Graz"},
        {"x": 1.5, "y": 2, "url": "/l/", "title": "Lund"},
    ]
    parts = [{"kind": "ok", "count": 1, "text": "1 done"}, {"kind": "go", "count": 2, "text": "2 under way"}]
    bar = {"kind": "go", "x": "1.5", "width": "2.5", "marks": ["3.5"], "now": "4.5"}
    with translation.override("de"):
        chart = component("map", dots=dots)
        place = component("locator", dot=dots[0], text="Graz lies in Austria")
        stack = component("stack_bar", parts=parts, text="3 commitments")
        row = component("chart_row", bar=bar)
        done = component("progress", done=4, total=7, text="4 of 7 done")
    assert [(c.attrs["cx"], c.attrs["r"], c.attrs["class"]) for c in chart.all("circle")] == [
        ("463.5", "8.5", "dot"),
        ("1.5", "7", "dot ring"),
    ]
    assert {a.attrs["tabindex"] for a in chart.all("a")} == {"-1"}
    assert place.one("svg", role="img").attrs["viewbox"] == "298.5 433.6 330 200"
    assert stack.one("svg", role="img").attrs["aria-label"] == "3 commitments"
    assert [li.text for li in stack.all("li")] == ["1 done", "2 under way"]
    assert row.all("rect")[1].attrs["width"] == "2.5"
    assert done.all("rect")[1].attrs["width"] == "57.1"
    assert done.one("svg").attrs["aria-label"] == "4 of 7 done"
