"""The one search over public commitments, and the table that every public change keeps for it."""

import datetime as dt

import pytest
from django.core.management import call_command

from cities.models import City
from commitments.actions import index_commitments, withdraw
from commitments.models import Commitment, SearchEntry
from commitments.queries import Search, search_commitments
from tests.factories import make_city, make_commitment, make_version

pytestmark = pytest.mark.django_db


def found(**wanted):
    return [commitment.code for commitment in search_commitments(Search(**wanted))]


@pytest.mark.parametrize("q", ["Zürich", "zurich", "ZURICH", "Zür", "housing Zürich", "zurich, housing!"])
def test_words_are_found_with_and_without_accents(q):
    wanted = make_commitment(city=make_city("Zürich", country="CH"), version_title="Housing for all")
    make_commitment(city=make_city("Bern", country="CH"), version_title="Housing for some")
    assert found(q=q)[:1] == [wanted.code]
    assert len(found(q="housing")) == 2


@pytest.mark.parametrize("q", ["Ελλάδα", "ελλαδα", "ΕΛΛΆΔΑ", "Ελλάδας"])
def test_greek_is_found_whatever_its_accents(q):
    wanted = make_commitment(version_title="Ένα γραφείο στην Ελλάδα", version_language="el")
    make_commitment()
    assert found(q=q) == [wanted.code]


@pytest.mark.parametrize(
    ("text", "q"),
    [
        ("Three libraries open", "library"),
        ("One library opens", "Libraries"),
        ("Die Bibliothek öffnet", "Bibliotheken"),
        ("Les droits fondamentaux", "fondamental"),
        ("Housing first", "house"),
        ("Straße ohne Barrieren", "strasse"),
    ],
)
def test_simple_forms_of_a_word_are_found(text, q):
    wanted = make_commitment(version_title=text, version_summary="x")
    make_commitment(version_title="Something else", version_summary="x")
    assert wanted.code in found(q=q)


def test_the_problem_and_the_action_are_searched_too():
    wanted = make_commitment(version_problem="Too few ramps")
    make_commitment()
    assert found(q="ramp") == [wanted.code]
    assert found(q=wanted.code.lower()) == [wanted.code]


def test_filters_add_up_with_words():
    zurich = make_city("Zürich", country="CH", region="Zürich")
    wanted = make_commitment(city=zurich, version_title="Ramps", version_language="de", progress="done")
    make_commitment(city=zurich, version_title="Ramps", version_language="fr")
    make_commitment(version_title="Ramps", version_language="de", progress="done")
    version = wanted.versions.get()
    both = {
        "element": version.elements.get().code,
        "right": version.rights.get().title.code,
        "area": version.policy_areas.get().code,
        "group": version.groups.get().code,
    }
    narrow = {"country": ("CH", "AT"), "region": "Zürich", "language": "de", "progress": ("done",), "year": "2027"}
    assert found(q="ramp", **both, **narrow) == [wanted.code]
    assert found(**narrow) == [wanted.code]
    assert found(slug=zurich.slug, status=("active",), language="de") == [wanted.code]
    assert len(found(**both)) == 3
    assert found(year="1999") == found(goal="SDG-99") == found(element="nothing") == []


def test_a_code_is_not_its_longer_neighbour():
    wanted = make_commitment()
    code = wanted.versions.get().rights.get().code
    assert found(right=code) == [wanted.code]
    assert found(right=code[:-1]) == []
    assert found(right=f"{code}1") == []


@pytest.mark.parametrize(
    "q",
    ['"', "'; --", "a & | !", "NEAR(a b)", "words : x", "*", "(" * 200, "x" * 200, "ﷺ" * 60, "😀", "-", ":*", "\\", "%",
     "OR", "AND NOT", "a" * 41 + " b", " ".join("abcdefghij" * 3)],
)  # fmt: skip
def test_nothing_typed_is_a_command(q):
    make_commitment()
    assert found(q=q) == [] or q in {"AND NOT", "OR"}


def test_what_is_not_public_is_never_found_even_when_its_row_stayed():
    hidden = make_commitment(city=make_city(), version_title="Secret")
    City.objects.filter(pk=hidden.city_id).update(is_public=False)
    gone = make_commitment(version_title="Secret")
    Commitment.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert SearchEntry.objects.filter(commitment__in=[hidden, gone]).count() == 2
    assert found(q="secret") == []


def test_drafts_have_no_row_and_a_new_version_replaces_the_words():
    draft = make_commitment(state="draft", version_title="Hidden words")
    assert not SearchEntry.objects.filter(commitment=draft).exists()
    changed = make_commitment(version_title="Old title", version_summary="x")
    make_version(changed, state="draft", title="New title")
    assert found(q="old title") == [changed.code]


def test_a_withdrawn_text_is_news_for_those_who_follow_it_and_in_no_list(approver, city):
    commitment = make_commitment(city=city, version_title="Ramps")
    withdraw(commitment=commitment, by=approver, reason="The building was sold.")
    assert found(q="ramps", withdrawn=True) == found(code=commitment.code, withdrawn=True) == [commitment.code]
    assert found(q="stairs", withdrawn=True) == []
    assert found(q="ramps") == found(code=commitment.code) == found(status=("withdrawn",)) == []


def test_the_table_is_made_anew_by_a_command(capsys):
    kept = make_commitment(version_title="Ramps", version_starts_on=dt.date(2031, 1, 1), version_ends_on=None)
    SearchEntry.objects.all().delete()
    assert found(q="ramps") == []
    call_command("rebuild_search", "--if-empty")
    assert "1 commitments can be searched." in capsys.readouterr().out
    assert found(q="ramps") == found(year="2040") == [kept.code]
    Commitment.objects.filter(pk=kept.pk).update(state="withdrawn")
    call_command("rebuild_search")
    assert SearchEntry.objects.get().place < 0
    Commitment.objects.filter(pk=kept.pk).update(state="draft")
    call_command("rebuild_search")
    assert not SearchEntry.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_indexing_costs_the_same_for_more(django_assert_num_queries, rows):
    pks = [make_commitment().pk for _ in range(rows)]
    with django_assert_num_queries(5):
        index_commitments(pks)
