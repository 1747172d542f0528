"""A public text in other languages: who saves, who publishes, what is kept, what never changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.actions import (
    StaleEdit,
    content_digest,
    copy_forward,
    publish_translation,
    rebuild_rollups,
    save_translation,
    take_back_translation,
    withdraw,
)
from commitments.models import Commitment, CommitmentVersion, VersionTranslation
from commitments.queries import Search, numbers_by, search_commitments, translations_told
from core.frozen import FrozenRecordError
from core.models import AuditEvent, AuditHead
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_version

HUMAN = {"text": "Aide gratuite dans chaque bibliothèque", "by": "human"}
MACHINE = {"text": "Quiconque reçoit de l'aide.", "by": "machine"}


@pytest.fixture
def version(city) -> CommitmentVersion:
    return make_commitment(city=city, version_language="de").versions.select_related("commitment__city").get()


def saved(version, by, *, revision=0, language="fr", **texts) -> VersionTranslation:
    return save_translation(version=version, language=language, by=by, revision=revision, texts=texts)


def test_an_editor_saves_and_nothing_is_public_yet(version, official):
    saved(version, official, title=MACHINE)
    before = AuditHead.objects.get().pages
    made = saved(version, official, revision=1, title=HUMAN)
    assert (made.texts, made.revision, made.public, made.editor) == ({"title": HUMAN}, 2, None, official)
    assert AuditHead.objects.get().pages == before, "kept pages stay: nothing public changed"


def test_an_approver_publishes_and_every_step_is_kept(version, official, approver):
    made = saved(version, official, title=HUMAN, summary=MACHINE)
    before = AuditHead.objects.get().pages
    public = publish_translation(translation=made, by=approver, revision=1)
    assert public.public.texts == {"title": HUMAN, "summary": MACHINE}
    assert AuditHead.objects.get().pages > before
    assert version.commitment.changed_at < Commitment.objects.get().changed_at
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.data["human"], event.data["machine"]) == ("publish_translation", ["title"], ["summary"])
    again = saved(version, official, revision=1, title=HUMAN)
    publish_translation(translation=again, by=approver, revision=2)
    take_back_translation(translation=again, by=approver)
    told = translations_told([version.pk])
    assert [(step.kind, step.language, step.fields) for step in told] == [
        ("added", "fr", ["title", "summary"]),
        ("changed", "fr", ["summary"]),
        ("taken_back", "fr", ["title"]),
    ]
    assert VersionTranslation.objects.get().public is None


def test_publishing_the_same_twice_is_one_release(version, approver):
    made = saved(version, approver, title=HUMAN)
    publish_translation(translation=made, by=approver, revision=1)
    publish_translation(translation=made, by=approver, revision=1)
    assert made.releases.count() == 1


def test_a_release_never_changes_and_neither_does_the_original(version, approver):
    made = publish_translation(translation=saved(version, approver, title=HUMAN), by=approver, revision=1)
    release = made.releases.get()
    release.texts = {}
    for write in (release.save, release.delete):
        with pytest.raises(FrozenRecordError), transaction.atomic():
            write()
    version.refresh_from_db()
    assert content_digest(version) == version.content_hash


def test_only_approvers_publish_and_only_the_city_saves(version, official, other_official, resident):
    made = saved(version, official, title=HUMAN)
    with pytest.raises(NotAllowed):
        publish_translation(translation=made, by=official, revision=1)
    with pytest.raises(NotAllowed):
        take_back_translation(translation=made, by=official)
    for stranger in (other_official, resident):
        with pytest.raises(NotAllowed):
            saved(version, stranger, revision=1, title=HUMAN)


def test_who_saves_an_older_revision_hears_what_is_stored(version, official, approver):
    saved(version, official, title=HUMAN)
    with pytest.raises(StaleEdit) as first:
        saved(version, approver, title=MACHINE)
    assert first.value.current.texts == {"title": HUMAN}
    saved(version, official, revision=1, title=HUMAN, summary=HUMAN)
    with pytest.raises(StaleEdit):
        saved(version, approver, revision=1, title=MACHINE)
    with pytest.raises(StaleEdit):
        publish_translation(translation=VersionTranslation.objects.get(), by=approver, revision=1)


def test_every_text_says_who_translated_it_and_obeys_the_length_of_the_original(version, official):
    with pytest.raises(ValidationError) as fault:
        saved(version, official, title={"text": "x" * 201, "by": "human"}, summary={"text": "Aide.", "by": ""})
    assert set(fault.value.error_dict) == {"title", "summary"}
    assert saved(version, official, title={"text": " ", "by": ""}).texts == {}, "an empty box says nothing"


@pytest.mark.parametrize("language", ["de", "xx", ""])
def test_only_another_language_of_the_union(version, official, language):
    with pytest.raises(ValidationError):
        saved(version, official, language=language, title=HUMAN)


def test_milestones_are_translated_by_their_key(version, official):
    key = version.milestones.get().key
    made = saved(version, official, **{f"milestone:{key}": HUMAN})
    assert made.texts == {f"milestone:{key}": HUMAN}
    with pytest.raises(ValueError, match="milestone:other"):
        saved(version, official, revision=1, **{"milestone:other": HUMAN})


def test_nothing_translated_is_not_published(version, approver):
    with pytest.raises(NotReady):
        publish_translation(translation=saved(version, approver), by=approver, revision=1)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_only_a_text_in_force_is_translated(city, official, state):
    draft = make_commitment(city=city, state=state).versions.select_related("commitment__city").get()
    with pytest.raises(Stale):
        saved(draft, official, title=HUMAN)


def test_a_newer_text_starts_without_translations_and_the_old_ones_stay(version, approver):
    made = publish_translation(translation=saved(version, approver, title=HUMAN), by=approver, revision=1)
    CommitmentVersion.objects.filter(pk=version.pk).update(state="superseded")
    newer = make_version(version.commitment, state="published")
    assert not newer.translations.exists()
    with pytest.raises(Stale):
        saved(version, approver, revision=1, title=MACHINE)
    made.refresh_from_db()
    assert made.public.texts == {"title": HUMAN}


def test_a_copy_takes_no_translation_along(version, approver):
    publish_translation(translation=saved(version, approver, title=HUMAN), by=approver, revision=1)
    copy = copy_forward(source=version.commitment, by=approver, take=["promise"])
    assert not copy.translations.exists()


def test_the_search_finds_words_of_public_translations_until_they_are_taken_back(version, approver):
    def found() -> bool:
        return search_commitments(Search(q="bibliotheque")).exists()

    made = saved(version, approver, title=HUMAN)
    assert not found()
    publish_translation(translation=made, by=approver, revision=1)
    assert found()
    take_back_translation(translation=made, by=approver)
    assert not found()


def test_a_text_is_found_and_counted_in_each_language_in_which_the_public_reads_it(version, approver):
    def in_french():
        return search_commitments(Search(language="fr")).count(), numbers_by("language")["language"]

    made = saved(version, approver, title=HUMAN)
    assert in_french() == (0, {"de": 1})
    publish_translation(translation=made, by=approver, revision=1)
    assert in_french() == (1, {"de": 1, "fr": 1})
    assert rebuild_rollups() == 0
    take_back_translation(translation=made, by=approver)
    assert in_french() == (0, {"de": 1})


def test_a_withdrawn_commitment_is_not_translated_any_more(version, approver):
    made = publish_translation(translation=saved(version, approver, title=HUMAN), by=approver, revision=1)
    withdraw(commitment=version.commitment, by=approver, reason="The library burnt down.")
    with pytest.raises(Stale):
        take_back_translation(translation=made, by=approver)
    assert not search_commitments(Search(q="bibliotheque")).exists()
