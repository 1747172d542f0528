"""A profile in other languages: who saves, who publishes, what is kept, and what happens when the profile changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cities.actions import (
    OriginalChanged,
    StaleEdit,
    edit_profile,
    publish_profile_translation,
    save_profile_translation,
    take_back_profile_translation,
)
from cities.models import City, CityTranslation, CityWord
from cities.queries.translations import older_languages, profile_texts
from core import audit
from core.frozen import FrozenRecordError
from core.models import AuditEvent, AuditHead
from labels.queries.cities import city_named, search_cities
from review.workflow import NotAllowed, NotReady
from tests.factories import make_city
from tests.races import run_at_once

pytestmark = pytest.mark.django_db
ABOUT = {"text": "Nous écoutons.", "by": "human"}
OFFICE = {"text": "Service de l'égalité", "by": "machine"}
REST = {"website": "", "contact_email": "", "complaints_url": ""}


@pytest.fixture
def city(city) -> City:
    City.objects.filter(pk=city.pk).update(language="de", about="Wir hören zu.", office="Gleichstellungsamt")
    return City.objects.get(pk=city.pk)


def saved(city, by, *, revision=0, language="fr", still_right=(), **texts) -> CityTranslation:
    seen = {"originals": profile_texts(City.objects.get(pk=city.pk)), "still_right": still_right}
    return save_profile_translation(city=city, language=language, by=by, revision=revision, texts=texts, **seen)


def published(city, by, **options) -> CityTranslation:
    made = saved(city, by, **options)
    return publish_profile_translation(translation=made, by=by, revision=made.revision)


def changed(city, by, *, about="Wir hören nun zu.", office="Gleichstellungsamt", language="de") -> City:
    current = City.objects.get(pk=city.pk)
    given = {"about": about, "office": office, "language": language, **REST}
    return edit_profile(city=current, by=by, revision=current.revision, **given)


def test_an_editor_saves_and_nothing_is_public_yet(city, official):
    saved(city, official, about=OFFICE)
    before = AuditHead.objects.get().pages
    made = saved(city, official, revision=1, about=ABOUT)
    assert made.texts == {"about": ABOUT | {"of": "Wir hören zu."}}
    assert (made.revision, made.public, made.editor) == (2, None, official)
    assert AuditHead.objects.get().pages == before, "kept pages stay: nothing public changed"
    assert not search_cities(City.objects.all(), q="écoutons").exists()


def test_an_approver_publishes_at_once_and_every_step_is_kept(city, official, approver):
    made = saved(city, official, about=ABOUT, office=OFFICE)
    before, changed_at = AuditHead.objects.get().pages, city.changed_at
    public = publish_profile_translation(translation=made, by=approver, revision=1)
    assert public.public.texts["office"] == OFFICE | {"of": "Gleichstellungsamt"}
    assert AuditHead.objects.get().pages > before
    assert City.objects.get(pk=city.pk).changed_at > changed_at
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.scope) == ("publish_profile_translation", f"cities.city:{city.pk}")
    assert event.data == {"language": "fr", "human": ["about"], "machine": ["office"], "release": 1}
    take_back_profile_translation(translation=made, by=approver)
    take_back_profile_translation(translation=made, by=approver)
    assert CityTranslation.objects.get().public is None
    assert [row.texts == {} for row in made.releases.all()] == [False, True]
    assert list(audit.verify()) == []


def test_publishing_the_same_twice_is_one_release(city, approver):
    made = published(city, approver, about=ABOUT)
    publish_profile_translation(translation=made, by=approver, revision=1)
    assert made.releases.count() == 1


def test_only_approvers_and_administrators_publish(city, official, administrator, other_official, reviewer):
    made = saved(city, official, about=ABOUT)
    for by in (official, other_official, reviewer):
        with pytest.raises(NotAllowed):
            publish_profile_translation(translation=made, by=by, revision=1)
        with pytest.raises(NotAllowed):
            take_back_profile_translation(translation=made, by=by)
    assert publish_profile_translation(translation=made, by=administrator, revision=1).public


@pytest.mark.parametrize("who", ["other_official", "resident", "reviewer", "decider"])
def test_only_the_citys_people_and_administrators_save(request, city, who):
    with pytest.raises(NotAllowed):
        saved(city, request.getfixturevalue(who), about=ABOUT)


def test_when_the_profile_changes_its_translation_stays_and_is_of_an_older_text(city, official, approver):
    made = published(city, approver, about=ABOUT, office=OFFICE)
    fresh = changed(city, official)
    assert older_languages(fresh) == ["fr"]
    made.refresh_from_db()
    assert made.public.texts["about"] == ABOUT | {"of": "Wir hören zu."}
    again = saved(city, official, revision=1, about=ABOUT, office=OFFICE)
    assert again.texts["about"]["of"] == "Wir hören zu.", "who touched nothing compared nothing"
    right = published(city, approver, revision=2, about=ABOUT, office=OFFICE, still_right=["about"])
    assert right.public.texts["about"]["of"] == "Wir hören nun zu."
    assert older_languages(fresh) == []


def test_new_words_belong_to_the_profile_as_it_is(city, official):
    saved(city, official, about=ABOUT)
    changed(city, official)
    made = saved(city, official, revision=1, about=ABOUT | {"text": "Nous écoutons maintenant."})
    assert made.texts["about"]["of"] == "Wir hören nun zu."


def test_what_the_profile_does_not_say_now_is_kept(city, official):
    saved(city, official, about=ABOUT, office=OFFICE)
    changed(city, official, about="Wir hören zu.", office="")
    made = saved(city, official, revision=1, about=ABOUT)
    assert made.texts["office"] == OFFICE | {"of": "Gleichstellungsamt"}


def test_a_profile_that_is_rewritten_in_another_language_hides_the_translation_into_it(city, official, approver):
    published(city, approver, about=ABOUT)
    fresh = changed(city, official, about="Nous écoutons toujours.", language="fr")
    assert older_languages(fresh) == []
    with pytest.raises(ValidationError):
        saved(city, official, revision=1, about=ABOUT)
    assert CityTranslation.objects.get().texts["about"]["text"] == ABOUT["text"]


def test_who_translated_a_text_that_changed_meanwhile_hears_of_it(city, official, approver):
    seen = profile_texts(city)
    changed(city, approver)
    with pytest.raises(OriginalChanged):
        save_profile_translation(
            city=city, language="fr", by=official, revision=0, texts={"about": ABOUT}, originals=seen
        )
    assert not CityTranslation.objects.exists()


def test_who_saves_an_older_revision_hears_what_is_stored(city, official, approver):
    saved(city, official, about=ABOUT)
    with pytest.raises(StaleEdit) as first:
        saved(city, approver, about=OFFICE)
    assert first.value.current.texts["about"]["text"] == ABOUT["text"]
    saved(city, official, revision=1, about=OFFICE)
    for act in (
        lambda: saved(city, approver, revision=1, about=ABOUT),
        lambda: publish_profile_translation(translation=CityTranslation.objects.get(), by=approver, revision=1),
    ):
        with pytest.raises(StaleEdit):
            act()


def test_every_text_says_who_translated_it_and_obeys_the_length_of_the_original(city, official):
    with pytest.raises(ValidationError) as fault:
        saved(city, official, about={"text": "Oui.", "by": ""}, office={"text": "x" * 201, "by": "human"})
    assert set(fault.value.error_dict) == {"about", "office"}
    with pytest.raises(ValueError, match="website"):
        saved(city, official, website=ABOUT)


@pytest.mark.parametrize("language", ["de", "xx", ""])
def test_only_another_language_of_the_union(city, official, language):
    with pytest.raises(ValidationError):
        saved(city, official, language=language, about=ABOUT)


def test_first_somebody_says_in_which_language_the_profile_is(city, official):
    City.objects.update(language="")
    with pytest.raises(ValidationError, match="in which language"):
        saved(city, official, about=ABOUT)


def test_nothing_translated_is_not_published(city, approver):
    with pytest.raises(NotReady):
        published(city, approver)


def test_a_release_never_changes(city, approver):
    release = published(city, approver, about=ABOUT).releases.get()
    release.texts = {}
    for write in (release.save, release.delete):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            write()


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_the_database_keeps_one_translation_for_each_language_of_the_union(city, approver, language):
    published(city, approver, about=ABOUT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityTranslation.objects.create(city=city, language=language)
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.filter(pk=city.pk).update(language="xx")


# --- The search -----------------------------------------------------------------------------------------


def found(text) -> list[str]:
    return sorted(search_cities(City.objects.public(), q=text).values_list("name", flat=True))


def test_a_city_is_found_by_the_words_of_its_profile_in_any_language(city, approver):
    make_city("Zuhören")
    changed(city, approver, about="Wir hören allen zu.", office="Gleichstellungsamt")
    made = published(city, approver, about=ABOUT, office=OFFICE)
    assert found("gleichstellungsamt") == found("écoutons") == found("ECOUT") == found("service egalite") == ["Arden"]
    assert found("écoutons personne") == []
    take_back_profile_translation(translation=made, by=approver)
    assert found("écoutons") == []
    assert found("allen hören") == ["Arden"]
    changed(city, approver, about="", office="")
    assert found("allen hören") == []
    assert not CityWord.objects.exists()


def test_words_of_a_profile_are_no_name(city, approver):
    changed(city, approver, about="Graz is our neighbour.")
    make_city("Graz")
    assert city_named("Graz").name == "Graz"
    assert found("Graz") == ["Arden", "Graz"]


def test_a_word_stands_once_for_a_city(city):
    CityWord.objects.create(city=city, folded="advice")
    with pytest.raises(IntegrityError), transaction.atomic():
        CityWord.objects.create(city=city, folded="advice")


# --- Many at once ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_a_language_one_wins(city, approver):
    outcomes = run_at_once(*[lambda n=n: saved(city, approver, about=ABOUT | {"text": f"Texte {n}"}) for n in range(8)])
    assert sum(isinstance(outcome, CityTranslation) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes if not isinstance(outcome, CityTranslation)} == {StaleEdit}
    assert CityTranslation.objects.get().revision == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_publish_one_release_is_made_while_others_change_the_profile(city, approver):
    made = saved(city, approver, about=ABOUT)

    def publish():
        return publish_profile_translation(translation=made, by=approver, revision=1)

    def change(number):
        return edit_profile(
            city=City.objects.get(pk=city.pk),
            by=approver,
            revision=1,
            language="de",
            about=f"{number}",
            office="",
            **REST,
        )

    outcomes = run_at_once(*[publish] * 5, *[lambda n=n: change(n) for n in range(3)])
    assert sum(isinstance(outcome, CityTranslation) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, City) for outcome in outcomes) == 1
    assert made.releases.count() == 1
    assert list(audit.verify()) == []
