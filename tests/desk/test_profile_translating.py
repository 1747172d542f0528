"""The text of the city page in other languages, at the desk: both texts side by side, and nothing typed is lost."""

import pytest
from django.urls import reverse

from cities.models import City
from core.languages import LANGUAGES
from tests.desk.pages import fill, form_of, queries_of, text_of
from tests.factories import make_profile_translation

pytestmark = pytest.mark.django_db
PROFILE = "/en/desk/city/at-arden/profile/"


@pytest.fixture
def city(city) -> City:
    City.objects.filter(pk=city.pk).update(language="de", about="Wir hören zu.", office="Gleichstellungsamt")
    return City.objects.get(pk=city.pk)


def url(language="fr", act="profile_translation"):
    return reverse(f"desk:{act}", args=["at-arden", *([language] if language else [])])


LIST = "/en/desk/city/at-arden/profile/languages/"


def stored(city, language="fr"):
    return city.translations.select_related("public").get(language=language)


def test_the_city_page_at_the_desk_leads_to_every_other_language(official, city, client_of):
    client = client_of(official)
    assert LIST in text_of(client.get(PROFILE))
    page = client.get(LIST)
    for code, _name in LANGUAGES:
        assert (url(code) in page.content.decode()) == (code != "de"), code
    assert "Readers see that they belong to the older text" in text_of(page)


def test_the_original_stands_beside_each_box_in_its_language(official, city, client_of):
    page = text_of(client_of(official).get(url()))
    assert 'lang="de">Wir hören zu.</p>' in page
    assert "Original in Deutsch" in page
    assert 'id="id_office"' in page
    assert "is still right" not in page


def test_an_editor_saves_and_an_approver_publishes_and_corrects(official, approver, city, client_of):
    editor = client_of(official)
    answer = fill(editor, url(), by="human", about="Nous écoutons.", **{"office-by": "machine"})
    assert answer.url == LIST
    assert "before an approver publishes it" in text_of(editor.get(LIST))
    assert stored(city).public is None
    assert "Save and publish" not in text_of(editor.get(url()))
    assert editor.post(url(), form_of(editor.get(url())) | {"then": "publish"}).status_code == 403
    fill(client_of(approver), url(), office="Service", then="publish", **{"office-by": "machine"})
    assert {name: piece["by"] for name, piece in stored(city).public.texts.items()} == {
        "about": "human",
        "office": "machine",
    }
    assert "1 part by a person, 1 part by machine, not checked." in text_of(editor.get(LIST))


def test_faults_stand_at_their_box_and_nothing_typed_is_lost(official, city, client_of):
    answer = fill(client_of(official), url(), about="Oui.", office="x" * 201)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Say who translated it: a person, or a machine." in page
    assert "at most 200 characters" in page
    assert (form_of(answer)["about"], form_of(answer)["office"]) == ("Oui.", "x" * 201)
    assert not city.translations.exists()


def test_an_empty_translation_is_not_published(approver, city, client_of):
    answer = fill(client_of(approver), url(), by="human", then="publish")
    assert "Translate at least one part before you publish." in text_of(answer)
    assert not city.translations.exists()


def test_two_people_at_once_see_both_texts(official, approver, city, client_of):
    client = client_of(official)
    mine = form_of(client.get(url())) | {"by": "machine", "about": "Mon texte"}
    fill(client_of(approver), url(), by="human", about="Leur texte")
    answer = client.post(url(), mine)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Pau Approver saved it last." in page
    assert "<del>Leur</del>" in page
    assert "<ins>Mon</ins>" in page
    assert stored(city).texts["about"]["text"] == "Leur texte"
    assert client.post(url(), form_of(answer)).status_code == 302
    assert stored(city).texts["about"]["text"] == "Mon texte"


def test_a_double_click_saves_once_and_publishes(approver, city, client_of):
    client = client_of(approver)
    typed = form_of(client.get(url())) | {"by": "human", "about": "Nous écoutons.", "then": "publish"}
    assert client.post(url(), typed).status_code == 302
    assert client.post(url(), typed).status_code == 302
    assert stored(city).releases.count() == 1


def test_a_text_that_changes_meanwhile_is_shown_anew_with_what_was_typed(official, approver, city, client_of):
    client = client_of(official)
    typed = form_of(client.get(url())) | {"by": "human", "about": "Nous écoutons."}
    fill(client_of(approver), PROFILE, about="Wir hören nun zu.")
    answer = client.post(url(), typed)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Read it again, then save." in page
    assert 'lang="de">Wir hören nun zu.</p>' in page
    assert form_of(answer)["about"] == "Nous écoutons."
    assert client.post(url(), form_of(answer)).status_code == 302
    assert stored(city).texts["about"]["of"] == "Wir hören nun zu."


def test_whoever_changes_the_text_hears_which_translations_are_of_the_older_one(official, city, client_of):
    make_profile_translation(city, "fr", about="Nous écoutons.", office="Service")
    make_profile_translation(city, "mt", office="Uffiċċju")
    client = client_of(official)
    fill(client, PROFILE, about="Wir hören nun zu.")
    assert "These translations belong to the older text: français." in text_of(client.get(PROFILE))
    assert text_of(client.get(LIST)).count("Belongs to an older text") == 1


def test_an_older_translation_is_mended_or_found_right(approver, city, client_of):
    make_profile_translation(city, "fr", about="Nous écoutons.", office="Service")
    client = client_of(approver)
    fill(client, PROFILE, about="Wir hören nun zu.")
    page = text_of(client.get(url()))
    assert "What it said when it was translated" in page
    assert 'lang="de">Wir hören zu.</p>' in page
    fill(client, url(), then="publish")
    assert "Belongs to an older text" in text_of(client.get(LIST)), "who only pressed the button compared nothing"
    fill(client, url(), then="publish", **{"about-right": "on"})
    assert stored(city).public.texts["about"]["of"] == "Wir hören nun zu."
    assert "Belongs to an older text" not in text_of(client.get(LIST))
    assert "is still right" not in text_of(client.get(url()))


def test_a_translation_is_taken_back_after_one_question(approver, city, client_of):
    made = make_profile_translation(city, "fr", about="Nous écoutons.")
    client, address = client_of(approver), url("fr", "profile_take_back")
    assert address in text_of(client.get(url()))
    assert client.get(address).status_code == 200
    assert stored(city).public == made.public, "looking takes nothing back"
    assert client.post(address).url == LIST
    assert stored(city).public is None
    assert client.get(address).status_code == 404
    assert form_of(client.get(url()))["about"] == "Nous écoutons."


@pytest.mark.parametrize("language", ["de", "xx", "tlh"])
def test_no_page_for_the_original_or_for_what_is_no_language_of_the_union(official, city, client_of, language):
    assert client_of(official).get(url(language)).status_code == 404


@pytest.mark.parametrize("missing", [{"language": ""}, {"about": "", "office": ""}])
def test_without_a_text_and_its_language_there_is_nothing_to_translate(official, city, client_of, missing):
    City.objects.filter(pk=city.pk).update(**missing)
    client = client_of(official)
    assert LIST not in text_of(client.get(PROFILE))
    answer = client.get(LIST)
    assert answer.status_code == 403
    assert "First write the text of the city page and say in which language it is." in text_of(answer)


def test_the_form_asks_for_the_language_and_offers_the_usual_one(official, city, client_of):
    City.objects.filter(pk=city.pk).update(language="", country="IT")
    client = client_of(official)
    assert form_of(client.get(PROFILE))["language"] == "it"
    fill(client, PROFILE, about="Ascoltiamo.")
    assert City.objects.get(pk=city.pk).language == "it"


def test_more_languages_cost_no_further_query(official, city, client_of):
    pages = {"list": LIST, "one": url()}
    make_profile_translation(city, "fr", about="Nous écoutons.")
    one = queries_of(client_of(official), pages)
    for language in ("mt", "it"):
        make_profile_translation(city, language, about="…")
    assert queries_of(client_of(official), pages) == one
    assert one["list"] == 4
