"""The demo: complete, honest, the same when it is loaded again."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from cities.actions.compiled import end_sample_mandate
from cities.models import City, Conflict
from cities.queries.translations import older_languages
from commitments.actions import move_sample_dates
from commitments.models import Commitment, CommitmentVersion
from core import audit
from core.languages import COMPLETE
from core.models import OutboxMail
from labels.actions import admit, propose_admissibility
from labels.models import Appeal, Concern, Label, LabelApplication
from labels.queries.draws import empty_seats, seated_in
from labels.queries.terms import dates_of, living_labels
from labels.queries.verifying import panel_faults
from participation.models import CounterEvidence
from review.models import SavedView
from tests.database import empty_database
from tests.factories.people import PASSWORD

# What a list may weigh as gzip, and what is left for longer texts than those of the demo.
LARGEST_LIST, SPARE = 8192, 400


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The reference, the rules and the demo, loaded once for this module, in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.DEBUG", True)
        patch.setattr("django.conf.settings.VAR_DIR", folder)
        patch.setattr("django.conf.settings.MEDIA_ROOT", folder / "media")
        patch.setattr("django.conf.settings.EMAIL_BACKEND", "core.outbox.OutboxBackend")
        for command in ("load_reference", "load_scheme", "load_demo"):
            call_command(command)
        yield folder
        empty_database()


@pytest.fixture
def demo(loaded, db, settings):
    """The demo, inside a transaction that is rolled back after the test."""
    settings.DEBUG, settings.VAR_DIR = True, loaded
    return loaded


def counts():
    return [model.objects.count() for model in (User, City, Commitment, CommitmentVersion, LabelApplication, Label)]


@pytest.mark.parametrize("language", COMPLETE)
def test_lists_stay_clearly_below_their_size(demo, visitor, settings, language):
    settings.DEBUG = False
    for name in ("cities", "commitments", "labels"):
        page = visitor.get(f"/{language}/{name}/", headers={"accept-encoding": "gzip"})
        assert len(page.content) <= LARGEST_LIST - SPARE, f"{name} has {LARGEST_LIST - len(page.content)} bytes left"


def test_every_screen_has_something_to_show(demo):
    sample = City.objects.get(slug="be-sampleford")

    assert City.objects.filter(origin="compiled").count() == 49
    assert Commitment.objects.filter(origin="compiled").count() == 90
    assert set(CommitmentVersion.objects.of_city(sample).values_list("state", flat=True)) == {
        "draft", "sign_off", "submitted", "refusal", "returned", "published", "superseded",
    }  # fmt: skip
    assert sample.evidence.filter(visibility="confidential").exists()
    assert LabelApplication.objects.get(city=sample).state == "submitted"
    labelled = ["be-exampleton", "ie-draftonville", "nl-patternham"]
    assert sorted(Label.objects.values_list("city__slug", flat=True)) == labelled


def test_the_rhythm_and_the_figures_can_be_seen(demo, visitor):
    texts = {v.title: v.commitment for v in CommitmentVersion.objects.published().filter(commitment__origin="city")}
    late, held = (
        texts["A residents’ panel decides on two percent of the youth budget"],
        texts["Evening advice for tenants"],
    )

    assert late.state == "active"
    assert late.next_report_on < timezone.localdate()
    assert held.state == "on_hold"
    assert set(texts["A rights checklist for every new housing plan"].rhythm.values_list("kind", flat=True)) == {
        "confirmed", "extended",
    }  # fmt: skip
    page = visitor.get(texts["Anti-discrimination help in all five district libraries"].get_absolute_url())
    assert "84 people a year" in " ".join(page.content.decode().split())
    assert "Equality body of Sampleland (invented)" in page.content.decode()


def test_each_standing_of_a_city_and_of_a_commitment_can_be_seen(demo, visitor):
    interested, ended = City.objects.get(slug="be-trialham"), City.objects.get(slug="be-formerton")

    assert (interested.membership, interested.commitments.exclude(state="draft").count()) == ("interested", 0)
    assert (ended.membership, ended.mandate_until < timezone.localdate()) == ("committed", True)
    assert ended.commitments.get().state == "active"
    for city in (interested, ended):
        page = visitor.get(city.get_absolute_url()).content.decode()
        assert "is an invented city" in page
        assert "invented sample" in page.lower()
    closed = CommitmentVersion.objects.get(
        title="A bench every two hundred metres on the way to each clinic"
    ).commitment
    assert (closed.state, closed.outcome) == ("closed", "done")
    assert "Right to accessible public services" in visitor.get(closed.get_absolute_url()).content.decode()


def test_profiles_are_there_in_other_languages_by_people_by_machine_and_of_an_older_text(demo, visitor):
    for address, words in {
        "/fr/cities/be-sampleford/": "Sampleford est une ville inventée.",
        "/mt/cities/be-sampleford/": "Sampleford hija belt ivvintata.",
        "/de/cities/be-exampleton/": "Exampleton ist eine erfundene Stadt.",
    }.items():
        assert words in visitor.get(address).content.decode(), address
    assert "Translated by machine, not checked by a person" in visitor.get("/mt/cities/be-sampleford/").content.decode()
    assert older_languages(City.objects.get(slug="be-exampleton")) == ["de"]
    assert older_languages(City.objects.get(slug="be-sampleford")) == []


def test_the_office_has_views_conflicts_and_a_refusal_that_waits(demo):
    assert CommitmentVersion.objects.get(state="refusal").title == "Cameras in all school yards"
    assert set(SavedView.objects.values_list("owner__email", "name")) == {
        ("decider@office.example", "Overdue in Belgium"),
        ("reviewer@office.example", "Waits for a second person"),
    }
    assert set(Conflict.objects.values_list("city__name", "kind")) == {("Formerton", "hard"), ("Trialham", "soft")}
    assert CounterEvidence.objects.filter(state="submitted").exists()


def test_office_and_city_talk_about_what_was_sent(demo):
    sent = CommitmentVersion.objects.get(title="Charter training for all city staff")

    assert set(sent.messages.values_list("visibility", "from_city")) == {("city", False), ("internal", False)}


def test_only_dates_of_invented_cities_are_moved(demo):
    real = Commitment.objects.filter(origin="compiled").first()

    with pytest.raises(ValueError, match="invented"):
        move_sample_dates(commitment=real, report_on=timezone.localdate())
    with pytest.raises(ValueError, match="invented"):
        end_sample_mandate(city=real.city, ends_on=timezone.localdate())


def test_compiled_and_invented_things_say_what_they_are(demo, visitor):
    for slug, words in (
        ("at-graz", "compiled from public sources, not submitted by the city"),
        ("be-sampleford", "Invented sample"),
    ):
        page = visitor.get(f"/en/cities/{slug}/").content.decode()
        assert words.lower() in page.lower()
    assert not City.objects.filter(origin="compiled", source_url="").exists()
    assert not Commitment.objects.filter(origin="compiled", source_url="").exists()


def test_loading_again_changes_nothing(demo):
    before = counts()

    call_command("load_demo")

    assert counts() == before


def test_the_story_leaves_a_whole_audit_chain_and_no_mail(demo):
    assert list(audit.verify()) == []
    assert not OutboxMail.objects.exists()


def test_the_printed_accounts_can_sign_in(demo, client, settings):
    settings.MFA_REQUIRED = False
    line = (demo / "demo-accounts.txt").read_text().splitlines()[0]
    email, password = line.split()[:2]

    assert client.post("/accounts/login/", {"login": email, "password": password}).status_code == 302
    assert client.get("/en/desk/").status_code == 200
    assert password != PASSWORD


def test_the_demo_does_not_load_in_production(db, settings):
    settings.DEBUG = False

    before = counts()

    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("load_demo")
    assert counts() == before


def test_a_case_is_played_by_hand_with_the_invented_pool_and_panel(demo, django_user_model):
    application = LabelApplication.objects.get(city__slug="be-sampleford")
    person = {row.email: row for row in django_user_model.objects.filter(email__endswith="@office.example")}
    propose_admissibility(obj=application, by=person["reviewer@office.example"], note="Whole.", admissible=True)
    admit(obj=application, by=person["decider3@office.example"])
    ref = application.reference
    call_command("play_demo", ref)
    call_command("play_demo", ref, forward=40)
    call_command("run_deadlines")
    application.refresh_from_db()
    assert application.state == "panel"
    call_command("play_demo", ref, forward=9)
    call_command("draw_panel", ref, "--early")
    assert {seat.kind for seat in seated_in(application)} == {"official", "institution", "civil_society", "academic"}
    assert empty_seats(application) == panel_faults(application) == []
    call_command("play_demo", ref, but=seated_in(application)[0].member.user.email)
    application.refresh_from_db()
    assert application.state == "panel"
    call_command("play_demo", ref)
    application.refresh_from_db()
    assert (application.state, application.clocks.get(ended_on=None).deadline.key) == ("reply", "answer")
    with pytest.raises(CommandError, match="No application of an invented city"):
        call_command("play_demo", "HRL-A-222222")
    with pytest.raises(CommandError, match="from 1 on"):
        call_command("play_demo", ref, forward=0)


def test_concerns_and_an_appeal_can_be_seen_and_say_that_they_are_invented(demo, visitor):
    """Patternham: answered, a plan, solved. Draftonville: accepted by three on appeal, answered, open."""
    solved = Concern.objects.get(label__city__name="Patternham")
    opened = Concern.objects.get(label__city__name="Draftonville")
    assert (solved.state, solved.outcome, opened.state) == ("closed", "solved", "answered")
    appeal = Appeal.objects.get()
    assert (appeal.concern, appeal.outcome, appeal.votes.exclude(vote="").count()) == (opened, "replace", 3)
    for page, said in (
        (solved.get_absolute_url(), "The desk opens on four days"),
        (opened.get_absolute_url(), "announced too late"),
        (appeal.get_absolute_url(), "not about the plans"),
        (solved.label.get_absolute_url(), solved.reference),
    ):
        shown = " ".join(visitor.get(page).content.decode().split())
        assert said in shown
        assert "nvented" in shown
    record = visitor.get(f"/data/v1/labels/{opened.label.code}").json()
    assert (len(record["concerns"]), record["appeals"][0]["outcome"]) == (1, "replace")


def test_the_life_of_an_invented_label_is_played_by_hand(demo):
    label = Label.objects.get(city__slug="be-exampleton")
    ref, until = label.application.reference, label.valid_until
    for days, state in ((480, "valid"), (140, "on_hold")):
        call_command("play_demo", ref, forward=days)
        call_command("run_deadlines")
        label.refresh_from_db()
        assert label.state == state
    assert (until - label.valid_until).days == 620
    assert not dates_of(living_labels().filter(pk=label.pk))[0].may_renew
    call_command("play_demo", ref, forward=210)
    label.refresh_from_db()
    assert dates_of(living_labels().filter(pk=label.pk))[0].may_renew
