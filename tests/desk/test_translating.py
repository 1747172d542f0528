"""The pages “Other languages”: save, publish, correct, take back; two people at once; nothing typed is lost."""

import pytest
from django.urls import reverse

from commitments.models import VersionTranslation
from core.languages import LANGUAGES
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment, make_translation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(city):
    commitment = make_commitment(city=city, version_language="de", version_title="Beratung in jeder Bibliothek")
    return commitment.versions.get()


def url(version, language="", act="translation"):
    args = [version.commitment.code, *([language] if language else [])]
    return reverse(f"desk:{act}", args=args)


def stored(version, language="fr") -> VersionTranslation:
    return version.translations.select_related("public").get(language=language)


def test_the_list_offers_every_other_language_of_the_union(official, version, client_of):
    page = client_of(official).get(url(version, act="languages"))
    for code, _name in LANGUAGES:
        assert (url(version, code) in page.content.decode()) == (code != "de"), code
    assert "sends your text to nobody" in text_of(page)
    assert url(version, act="languages") in text_of(client_of(official).get(url(version, act="commitment")))


def test_the_original_stands_beside_each_box_in_its_language(official, version, client_of):
    page = text_of(client_of(official).get(url(version, "fr")))
    assert 'lang="de">Beratung in jeder Bibliothek</p>' in page
    assert "Original in Deutsch" in page
    assert 'id="id_title"' in page
    assert 'id="id_decision"' not in page, "what the original does not say has no box"


def test_an_editor_saves_and_an_approver_publishes(official, approver, version, client_of):
    editor = client_of(official)
    answer = fill(editor, url(version, "fr"), by="human", title="Des conseils gratuits", **{"summary-by": "machine"})
    assert answer.status_code == 302
    assert "before an approver publishes it" in text_of(editor.get(answer.url))
    assert stored(version).public is None
    fill(client_of(approver), url(version, "fr"), summary="De l'aide.", then="publish", **{"summary-by": "machine"})
    assert stored(version).public.texts == {
        "title": {"text": "Des conseils gratuits", "by": "human"},
        "summary": {"text": "De l'aide.", "by": "machine"},
    }
    page = text_of(editor.get(url(version, act="languages")))
    assert "1 part by a person, 1 part by machine, not checked." in page
    assert "Save and publish" not in text_of(editor.get(url(version, "fr")))


def test_who_translated_it_must_be_said_and_nothing_typed_is_lost(official, version, client_of):
    answer = fill(client_of(official), url(version, "fr"), title="x" * 201, summary="De l'aide.")
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Say who translated it: a person, or a machine." in page
    assert form_of(answer)["title"] == "x" * 201
    assert form_of(answer)["summary"] == "De l'aide."
    assert not version.translations.exists()


def test_an_empty_translation_is_not_published(approver, version, client_of):
    answer = fill(client_of(approver), url(version, "fr"), by="human", then="publish")
    assert "Translate at least one part before you publish." in text_of(answer)
    assert not version.translations.exists()


def test_two_people_at_once_see_both_texts(official, approver, version, client_of):
    mine = form_of(client_of(official).get(url(version, "fr"))) | {"by": "machine", "title": "Mon titre"}
    fill(client_of(approver), url(version, "fr"), by="human", title="Leur titre", problem="Leur problème")
    client = client_of(official)
    answer = client.post(url(version, "fr"), mine)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Pau Approver saved it last." in page
    assert "<del>Leur</del>" in page
    assert "<ins>Mon</ins>" in page
    assert stored(version).texts["title"]["text"] == "Leur titre"
    assert client.post(url(version, "fr"), form_of(answer)).status_code == 302
    assert stored(version).texts == {"title": {"text": "Mon titre", "by": "machine"}}


def test_a_double_click_saves_once_and_publishes(approver, version, client_of):
    client = client_of(approver)
    typed = form_of(client.get(url(version, "fr"))) | {"by": "human", "title": "Des conseils", "then": "publish"}
    assert client.post(url(version, "fr"), typed).status_code == 302
    assert client.post(url(version, "fr"), typed).status_code == 302
    assert stored(version).releases.count() == 1


def test_a_translation_is_taken_back_after_one_question(approver, version, client_of):
    made = make_translation(version, "fr", title="Des conseils")
    client = client_of(approver)
    assert "Take the public translation back" in text_of(client.get(url(version, "fr")))
    assert client.get(url(version, "fr", "translation_take_back")).status_code == 200
    assert stored(version).public == made.public, "looking takes nothing back"
    client.post(url(version, "fr", "translation_take_back"))
    assert stored(version).public is None
    assert client.get(url(version, "fr", "translation_take_back")).status_code == 404
    assert form_of(client.get(url(version, "fr")))["title"] == "Des conseils"


def test_a_new_version_begins_with_what_did_not_change(approver, version, client_of):
    make_translation(version, "fr", title="Des conseils", problem="Un seul bureau.", by="machine")
    type(version).objects.filter(pk=version.pk).update(state="superseded")
    newer = make_version(version.commitment, state="published", language="de", title="Beratung in drei Bibliotheken")
    page = client_of(approver).get(url(newer, "fr"))
    assert "the words of version 1 are filled in" in text_of(page)
    assert (form_of(page)["title"], form_of(page)["problem"]) == ("", "Un seul bureau.")
    assert form_of(page)["by"] == "machine"
    assert not newer.translations.exists(), "looking saves nothing"


def test_a_version_that_comes_out_meanwhile_is_shown_with_what_was_typed(official, version, client_of):
    make_translation(version, "fr", title="Des conseils")
    client = client_of(official)
    typed = form_of(client.get(url(version, "fr"))) | {"title": "Des conseils gratuits"}
    type(version).objects.filter(pk=version.pk).update(state="superseded")
    newer = make_version(version.commitment, state="published", language="de", title="Beratung überall")
    answer = client.post(url(version, "fr"), typed)
    assert answer.status_code == 409
    assert 'lang="de">Beratung überall</p>' in text_of(answer)
    assert form_of(answer)["title"] == "Des conseils gratuits"
    assert client.post(url(version, "fr"), form_of(answer)).status_code == 302
    assert stored(newer).texts["title"]["text"] == "Des conseils gratuits"
    assert stored(version).texts["title"]["text"] == "Des conseils"


@pytest.mark.parametrize("language", ["de", "xx", "tlh"])
def test_no_page_for_the_original_or_for_what_is_no_language_of_the_union(official, version, client_of, language):
    assert client_of(official).get(url(version, language)).status_code == 404


def test_a_text_that_is_not_public_has_no_other_languages(official, city, client_of):
    draft = make_commitment(city=city, state="draft").versions.get()
    assert client_of(official).get(url(draft, act="languages")).status_code == 403
