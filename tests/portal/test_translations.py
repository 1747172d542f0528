"""A public text in the reader's language: what is shown, how it is marked, the way to the original, lists and heads."""

import gzip

import pytest

from commitments.models import CommitmentVersion
from commitments.queries import public_commitment, public_version
from portal.reading import also_languages
from tests.factories import make_city, make_commitment, make_translation, make_version
from tests.markup import Markup

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def version(city) -> CommitmentVersion:
    made = make_commitment(
        city=city,
        version_language="de",
        version_title="Beratung in jeder Bibliothek",
        version_summary="Alle bekommen kostenlose Hilfe.",
        version_unit="Büchereien",
    )
    return made.versions.get()


@pytest.fixture
def translated(version) -> CommitmentVersion:
    """French by hand but for one field, Maltese by machine."""
    key = version.milestones.get().key
    make_translation(
        version,
        "fr",
        title="Des conseils dans chaque bibliothèque",
        summary="Une aide gratuite pour toutes et tous.",
        **{f"milestone-{key}": "Trois bureaux sont ouverts"},
    )
    make_translation(version, "fr", by="machine", problem="Un seul bureau.")
    make_translation(version, "mt", by="machine", title="Pariri f'kull librerija", summary="Għajnuna b'xejn.")
    return version


def read(client, version, language="en", rest=""):
    response = client.get(f"/{language}/commitments/{version.commitment.code}/{rest}")
    assert response.status_code == 200
    return Markup(response.content.decode()), " ".join(response.content.decode().split())


def test_a_reader_meets_their_language_and_who_translated_each_part(visitor, translated):
    markup, page = read(visitor, translated, "fr")
    assert markup.all("h1")[0].text == "Des conseils dans chaque bibliothèque"
    assert "lang" not in markup.all("h1")[0].attrs, "it is the language of the page"
    assert "Trois bureaux sont ouverts" in page
    assert 'lang="de">Open three more desks.' in page, "what is not translated is read in the original"
    assert 'lang="de">Büchereien' in page
    about = [p.text for p in markup.all("p") if "small mute" in p.attrs.get("class", "")]
    assert any("bibliothèque" not in line and ":" in line for line in about)
    assert page.count("?text=original") == 1


def test_the_labels_are_in_plain_words(visitor, version):
    make_translation(version, "en", title="Advice in every library", summary="Free help.")
    make_translation(version, "en", by="machine", problem="One desk only.")
    _markup, page = read(visitor, version)
    assert "Translated by the city: Title, The promise in plain language." in page
    assert "Translated by machine, not checked by a person: The problem." in page
    assert "Original in German: What the city will do." in page
    assert "Read the original in German" in page


def test_a_text_of_one_kind_has_one_label(visitor, version):
    names = {"title": "T", "summary": "S", "problem": "P", "action": "A", "consulted": "C", "taken_up": "U"}
    make_translation(version, "en", by="machine", **names)
    _markup, page = read(visitor, version)
    assert page.count("Translated by machine, not checked by a person.") == 2


def test_the_original_is_one_click_away_and_back(visitor, translated):
    markup, page = read(visitor, translated, "mt", "?text=original")
    assert (markup.all("h1")[0].text, markup.all("h1")[0].attrs["lang"]) == ("Beratung in jeder Bibliothek", "de")
    assert "The city wrote this text in German." in page
    assert "Read it in Malti" in page
    markup, page = read(visitor, translated, "mt")
    assert (markup.all("h1")[0].text, markup.all("h1")[0].attrs["lang"]) == ("Pariri f'kull librerija", "mt")
    assert "Translated by machine, not checked by a person: Title" in page


def test_a_reader_without_a_translation_reads_the_original_and_hears_of_the_others(visitor, translated):
    _markup, page = read(visitor, translated, "en")
    assert "The city wrote this text in German." in page
    assert "?text=original" not in page
    for language, name in (("de", "Deutsch"), ("fr", "français"), ("mt", "Malti")):
        link = f'<a href="/{language}/commitments/{translated.commitment.code}/" lang="{language}" hreflang'
        assert f'{link}="{language}">{name}</a>' in page
    _markup, page = read(visitor, translated, "de")
    assert "Die Stadt schrieb" not in page, "it is the language of the page"


def test_a_text_in_the_page_s_language_says_nothing_of_languages(visitor):
    _markup, page = read(visitor, make_commitment().versions.get())
    for words in ("wrote this text", "Translated by", "in other languages"):
        assert words not in page


def test_search_engines_hear_where_each_language_is(visitor, translated):
    def head(language, rest=""):
        markup, _page = read(visitor, translated, language, rest)
        links = {link.attrs["hreflang"] for link in markup.all("link", rel="alternate") if "hreflang" in link.attrs}
        meta = {tag.attrs.get("property"): tag.attrs.get("content") for tag in markup.all("meta")}
        return markup.all("link", rel="canonical")[0].attrs["href"], links, meta

    path = f"commitments/{translated.commitment.code}/"
    address, links, meta = head("mt")
    assert address == f"{BASE}/mt/{path}"
    assert links == {"de", "en", "fr", "mt", "x-default"}
    assert (meta["og:locale"], meta["og:title"]) == ("mt", "Pariri f'kull librerija – Human Rights Cities")
    address, _links, meta = head("fr", "?text=original")
    assert (address, meta["og:locale"]) == (f"{BASE}/fr/{path}", "de")
    assert head("it")[0] == f"{BASE}/en/{path}"


def test_the_permanent_page_says_what_the_city_decided(visitor, translated):
    _markup, page = read(visitor, translated, "mt", "v/1/")
    assert "You read a translation of version 1, the text in force." in page
    assert "What the city decided is the original in German." in page
    assert "Fingerprint of the original (SHA-256):" in page
    assert translated.content_hash in page
    _markup, page = read(visitor, translated, "mt", "v/1/?text=original")
    assert "exactly as it was published" in page


def test_the_history_says_when_a_translation_changed(visitor, translated):
    _markup, page = read(visitor, translated, "en", "history/")
    assert "translation into French added (by a person)" in page
    assert "translation into French changed (by a person, by machine, not checked by a person)" in page
    assert "translation into Malti added (by machine, not checked by a person)" in page


def test_lists_show_the_title_and_the_promise_in_the_reader_s_language(visitor, translated, city):
    for address in ("/mt/commitments/", f"/mt/cities/{city.slug}/", "/mt/commitments/?q=librerija"):
        page = " ".join(visitor.get(address).content.decode().split())
        link = f'<a href="/mt/commitments/{translated.commitment.code}/">'
        assert f"""<h3 lang="mt">{link}Pariri f&#x27;kull librerija</a></h3>""" in page, address
        assert "Translated by machine" in page, address
    assert 'lang="mt">Għajnuna b&#x27;xejn.</p>' in visitor.get("/mt/commitments/").content.decode()
    page = visitor.get("/en/commitments/").content.decode()
    assert 'lang="de">Alle bekommen kostenlose Hilfe.</p>' in page
    assert "Translated by machine" not in page


def test_the_home_page_names_the_latest_change_in_the_reader_s_language(visitor, translated):
    page = " ".join(visitor.get("/mt/").content.decode().split())
    link = f'<a href="/mt/commitments/{translated.commitment.code}/">'
    assert f"""<h3 lang="mt">{link}Pariri f&#x27;kull librerija</a></h3>""" in page
    assert "New commitment · Translated by machine" in page


def test_a_list_follows_a_correction_at_once(visitor, version):
    make_translation(version, "fr", title="Des conseils")
    assert "Des conseils" in visitor.get("/fr/commitments/").content.decode()


def test_a_withdrawn_commitment_keeps_its_own_words_only(visitor, translated):
    translated.commitment.state = "withdrawn"
    translated.commitment.save()
    markup, page = read(visitor, translated, "fr")
    assert markup.all("h1")[0].text == "Beratung in jeder Bibliothek"
    assert "Des conseils" not in page
    assert "?text=" not in page


def test_a_superseded_version_keeps_its_translation(visitor, translated):
    CommitmentVersion.objects.filter(pk=translated.pk).update(state="superseded")
    make_version(translated.commitment, state="published", language="de", title="Beratung überall")
    markup, _page = read(visitor, translated, "fr", "v/1/")
    assert markup.all("h1")[0].text == "Des conseils dans chaque bibliothèque"
    markup, _page = read(visitor, translated, "fr")
    assert markup.all("h1")[0].text == "Beratung überall", "the new words are not translated yet"


def test_the_pages_cost_no_further_query(translated, django_assert_num_queries):
    code = translated.commitment.code
    with django_assert_num_queries(5):
        page = public_commitment(code)
    assert sorted(row["language"] for row in page.version.languages) == ["fr", "mt"]
    with django_assert_num_queries(4):
        public_version(code, 1, also=also_languages())


def test_a_list_with_promises_stays_small(visitor):
    for number in range(25):
        made = make_commitment(
            city=make_city(f"Stadt mit längerem Namen {number}"),
            version_language="de",
            version_summary=f"Nummer {number} hilft bis {2027 + number} allen, die in {number} Stadtteilen wohnen. "
            * 9,
        )
        make_translation(made.versions.get(), "mt", by="machine", title=f"Pariri {number} f'kull librerija")
    page = visitor.get("/mt/commitments/").content
    assert len(gzip.compress(page, 6)) <= 8 * 1024
